/** Stands in for `lodash.isinteger` in the bundle: Node has the same function. */
module.exports = Number.isInteger;

/**
 * Stands in for `lodash.includes` in the bundle, which has 18 kB for all sorts of collections.
 * `jsonwebtoken` looks for an algorithm in an array of names; every array of Node can do that.
 */
/** @type {(names: readonly string[], name: string) => boolean} */
module.exports = (names, name) => names.includes(name);

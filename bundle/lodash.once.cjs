/**
 * Stands in for `lodash.once` in the bundle. `jsonwebtoken` calls it where it is given a callback; the
 * action gives none.
 */
module.exports = () => {
  throw new Error('lodash.once is not part of this bundle: assertions are signed at once.');
};

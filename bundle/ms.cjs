/**
 * Stands in for `ms` in the bundle. `jsonwebtoken` calls it for the options `expiresIn` and `notBefore`
 * where they are words such as `5 minutes`; the action puts plain numbers into the claims instead.
 */
module.exports = () => {
  throw new Error('ms is not part of this bundle: times are given in seconds, as claims.');
};

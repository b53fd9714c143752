/**
 * Stands in for the entry point of `jws` in the bundle. `jsonwebtoken` signs with `sign`, unless it is
 * given a callback; the action gives none, and verifies nothing.
 */
exports.sign = require('jws/lib/sign-stream').sign;

exports.createSign = () => {
  throw new Error('jws.createSign is not part of this bundle: assertions are signed at once.');
};

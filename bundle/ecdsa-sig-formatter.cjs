/**
 * Stands in for `ecdsa-sig-formatter` in the bundle. `jwa` calls it for the algorithms ES256, ES384 and
 * ES512 alone; the action signs with RS256, the only algorithm that the Galaxy Store takes.
 */
const refuse = () => {
  throw new Error('ecdsa-sig-formatter is not part of this bundle: only RS256 can be used.');
};

exports.derToJose = refuse;
exports.joseToDer = refuse;

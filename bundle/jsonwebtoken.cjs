/**
 * Stands in for the entry point of `jsonwebtoken` in the bundle. The action signs and never verifies,
 * so it takes `sign` alone and leaves the rest out.
 */
exports.sign = require('jsonwebtoken/sign');

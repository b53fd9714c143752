/**
 * Stands in for the entry point of `tunnel`, which `@actions/http-client` calls where a proxy is set. The
 * real one is loaded when it is called. Without this file a main step over plain HTTP takes 1 ms more,
 * since the real one loads TLS.
 */
const NAMES = ['httpOverHttp', 'httpsOverHttp', 'httpOverHttps', 'httpsOverHttps'];

for (const name of NAMES) {
  Object.assign(exports, {
    /** @param {object} options */
    [name]: (options) => require('tunnel/lib/tunnel')[name]?.(options),
  });
}

/**
 * Stands in for the entry point of `tunnel` in the bundle. `@actions/http-client` imports it at each
 * start and calls one of these four where a proxy is set. The real one is the same, but it is loaded
 * when it is called, so that jobs without a proxy do not wait for it and for what it needs of Node.
 */
const NAMES = ['httpOverHttp', 'httpsOverHttp', 'httpOverHttps', 'httpsOverHttps'];

for (const name of NAMES) {
  Object.assign(exports, {
    /** @param {object} options */
    [name]: (options) => require('tunnel/lib/tunnel')[name]?.(options),
  });
}

/**
 * Stands in for `undici` in the bundle. `@actions/http-client` uses it only in `getAgentDispatcher`,
 * for callers who send their requests by undici; this action sends them by `request()`, which goes
 * by node:https and, for proxies, by `tunnel`.
 */
export function ProxyAgent() {
  throw new Error('undici is not part of this bundle: getAgentDispatcher() cannot be used here.');
}

import { getProxyUrl } from '@actions/http-client';
import { checkBypass } from '@actions/http-client/lib/proxy';

import { GalaxyStoreError } from './errors.ts';

/**
 * Host and port of the proxy on the way to an address, or an empty text where there is none that can be
 * used. The rest of its address may be a password.
 */
export function proxyHostOf(url: string): string {
  try {
    const { protocol, host } = new URL(getProxyUrl(url));
    return protocol === 'http:' || protocol === 'https:' ? host : '';
  } catch {
    return '';
  }
}

/**
 * Makes sure that a proxy that is set is used. The HTTP client ignores one whose address it does not
 * understand, and goes to the server directly; to a SOCKS proxy it would speak HTTP.
 *
 * @throws {@link GalaxyStoreError} of kind `proxy`
 */
export function refuseUnusableProxy(url: string): void {
  const { https_proxy: lowerCase, HTTPS_PROXY: upperCase } = process.env;
  const isSet = (lowerCase ?? '') !== '' || (upperCase ?? '') !== '';
  const target = new URL(url);
  if (!isSet || target.protocol !== 'https:' || checkBypass(target)) return;
  if (proxyHostOf(url) !== '') return;
  throw new GalaxyStoreError(
    'the address of the proxy in HTTPS_PROXY cannot be used, because it is not of the form http://host:port',
    { kind: 'proxy', transient: false },
  );
}

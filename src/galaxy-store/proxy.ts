import { isIP } from 'node:net';

import { GalaxyStoreError, permanent } from './errors.ts';
import { isValidHost } from './host.ts';

/** The addresses that the HTTP client reaches without a proxy, whatever is set. */
const LOOPBACK = /^(localhost$|127\.|\[::1\])/;

/** An entry of NO_PROXY: `*`, `[*.]domain[:port]`, or an IP address. */
const NO_PROXY_ENTRY =
  /^(\*|(\*?\.)?[\w-]+(\.[\w-]+)*\.?(:\d+)?|\[[\da-f:.]+\](:\d+)?|[\da-f]*:[\da-f:.]+)$/i;

/**
 * The proxy on the way to an address, or undefined where the way is direct.
 *
 * @throws {@link GalaxyStoreError} of kind `proxy` when a proxy is set whose address cannot be used. The
 *   message shows nothing of the address: any part of it may be a password.
 */
export function proxyFor(url: string): URL | undefined {
  const target = new URL(url);
  const [name, address] = settingOf('https_proxy', 'HTTPS_PROXY');
  if (address === '' || target.protocol !== 'https:' || isDirect(target)) return undefined;
  const proxy = parseProxy(address);
  if (proxy instanceof URL) return proxy;
  throw new GalaxyStoreError(
    `the address of the proxy in ${name} cannot be used: ${proxy}. Write it as http://host:port or ` +
      'http://user:password@host:port. In the user name and the password, write special characters in ' +
      'their percent form, such as %40 for @, %2F for / and %25 for %',
    permanent('proxy'),
  );
}

/**
 * Calls the HTTP client with the proxy that is meant. The client reads the environment, at once, and
 * understands fewer notations: with an address that it does not understand, it would go to the server
 * directly.
 */
export function withProxy<T>(proxy: URL | undefined, call: () => T): T {
  const own = process.env;
  process.env = { ...own, https_proxy: proxy?.href ?? '', no_proxy: proxy ? ',' : '*' };
  try {
    return call();
  } finally {
    process.env = own;
  }
}

/** What a proxy on the way to an address is sent as its Basic credentials (RFC 7617), if it asks for any. */
export function proxyCredentials(url: string): string {
  try {
    const { username = '', password = '' } = proxyFor(url) ?? {};
    const [user, secret] = [username, password].map(decodeURIComponent);
    return Buffer.from(`${user}:${secret}`).toString('base64');
  } catch {
    // Nothing is sent to a proxy whose address cannot be used.
    return '';
  }
}

/**
 * The first entry of NO_PROXY that is not understood and may be about this address, or an empty text. One
 * that may be a proxy's address with a password is not shown.
 */
export function unknownNoProxyEntry(url: string): string {
  const [, bare] = hostForms(new URL(url));
  const entries = noProxyEntries();
  const mayBeAboutIt = (item: string): boolean =>
    isIP(bare) !== 0 || !/^[\da-f.:*/-]+$/i.test(item);
  const entry = entries.find((item) => !NO_PROXY_ENTRY.test(item) && mayBeAboutIt(item));
  if (entry === undefined) return '';
  const isHarmless = /^[\x21-\x7e]{1,80}$/.test(entry) && !entries.join().includes('@');
  return isHarmless ? `"${entry}"` : 'an entry';
}

/** Gives the address, or why it cannot be used. */
function parseProxy(text: string): URL | string {
  const [start = '', scheme = 'http'] = /^([a-z][a-z\d+.-]*):\/\//i.exec(text) ?? [];
  const rest = text.slice(start.length).replace(/\/$/, '');
  if (!/^https?$/i.test(scheme)) return 'it is neither an http nor an https address';
  // Behind such a character, the host would be looked for in a part of the password.
  if (/[\s/?#\\]|@.*@/.test(rest)) {
    return 'one of the characters / ? # \\ @ or a space stands where it may not';
  }
  try {
    // The HTTP client goes to the server directly where it cannot decode the password.
    decodeURIComponent(rest);
    const url = new URL(`${scheme}://${rest}`);
    if (isValidHost(url)) return url;
  } catch {
    // Its own error would show the address.
  }
  return 'its host, its port, or a % in it is not valid';
}

function isDirect(target: URL): boolean {
  const [host, bare] = hostForms(target);
  const forms = [host, bare, `${host}:${target.port || '443'}`];
  return (
    LOOPBACK.test(host) ||
    noProxyEntries()
      .filter((entry) => NO_PROXY_ENTRY.test(entry))
      .map((entry) => entry.toLowerCase().replace(/^\*?\.|\.(?=:|$)/g, ''))
      .some((entry) => entry === '*' || forms.some((form) => `.${form}`.endsWith(`.${entry}`)))
  );
}

function noProxyEntries(): readonly string[] {
  const [, text] = settingOf('no_proxy', 'NO_PROXY');
  return text
    .split(/[\s,;|]/)
    .map(unquoted)
    .filter(Boolean);
}

/** The first of the variables that is not blank, and its value. */
function settingOf(...names: readonly [string, string]): readonly [name: string, value: string] {
  const values = names.map((name) => [name, unquoted(process.env[name] ?? '')] as const);
  return values.find(([, value]) => value !== '') ?? [names[1], ''];
}

/** Without the quotes, spaces and byte order marks that come along from a file or a shell. */
function unquoted(text: string): string {
  return text.replace(/^[\s"']+|[\s"']+$/g, '');
}

/** The host name without the dot of the root, and that without the brackets of IPv6. */
function hostForms({ hostname }: URL): readonly [host: string, bare: string] {
  const host = hostname.replace(/\.$/, '');
  return [host, host.replace(/[[\]]/g, '')];
}

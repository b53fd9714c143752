import { describe, expect, test } from '@jest/globals';

import { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import { proxyFor, unknownNoProxyEntry, withProxy } from '../../../src/galaxy-store/proxy.ts';
import { BAD_PROXY_ADDRESSES } from '../../helpers/proxy-addresses.ts';
import { withoutProxy } from '../helpers/proxy-variables.ts';
import { thrownBy } from '../../helpers/thrown.ts';

withoutProxy();

const HTTPS = 'https://store.example/auth';

describe('the proxy of an address', () => {
  test.each([
    ['http://proxy.example:3128', 'http://proxy.example:3128/'],
    ['http://proxy.example:3128/', 'http://proxy.example:3128/'],
    ['proxy.example', 'http://proxy.example/'],
    ['proxy.example.:1', 'http://proxy.example.:1/'],
    ['HTTPS://user:p%40w@Proxy.Example', 'https://user:p%40w@proxy.example/'],
    ['user@proxy.example', 'http://user@proxy.example/'],
    [' "\uFEFFhttp://[::1]:3128" ', 'http://[::1]:3128/'],
    [`${'a'.repeat(63)}.example`, `http://${'a'.repeat(63)}.example/`],
    ['.'.padStart(252, 'a.').concat('a'), `http://${'.'.padStart(252, 'a.')}a/`],
  ])('is understood: %s', (address, href) => {
    process.env['https_proxy'] = address;

    expect(proxyFor(HTTPS)?.href).toBe(href);
  });

  const [CHARACTERS, HOST_OR_PORT, SCHEME] = Object.keys(BAD_PROXY_ADDRESSES);

  test.each([
    ...Object.entries(BAD_PROXY_ADDRESSES).flatMap(([problem, addresses]) =>
      addresses.map((address) => [address, problem] as const),
    ),
    ['http://one.example\nhttp://two.example', CHARACTERS],
    ['.example:1', HOST_OR_PORT],
    ['.'.padStart(254, 'a.').concat('a'), HOST_OR_PORT],
    ['socks5+tls-1.3://proxy.example', SCHEME],
    ['httpx://proxy.example', SCHEME],
    ['xhttp://proxy.example', SCHEME],
  ])('is refused without showing it: %s', (address, problem) => {
    for (const name of ['HTTPS_PROXY', 'https_proxy']) {
      process.env[name] = address;
      const error = thrownBy(GalaxyStoreError, () => proxyFor(HTTPS));

      expect(error.facts).toEqual({ kind: 'proxy', transient: false, effect: 'none' });
      expect(error.message).toBe(
        `the address of the proxy in ${name} cannot be used: ${problem}. Write it as http://host:port or ` +
          'http://user:password@host:port. In the user name and the password, write special characters ' +
          'in their percent form, such as %40 for @, %2F for / and %25 for %',
      );
    }
  });

  test.each([
    ['nothing is set', '', HTTPS],
    ['it is blank', ' "" ', HTTPS],
    ['the address is loopback', 'http://[', 'https://127.0.0.1:8443'],
    ['the address is loopback by name', 'http://[', 'https://localhost'],
    ['the address is loopback by IPv6', 'http://[', 'https://[::1]:8443'],
    ['there is no TLS', 'http://[', 'http://store.example'],
  ])('does not matter where %s', (_why, address, url) => {
    process.env['https_proxy'] = address;

    expect(proxyFor(url)).toBeUndefined();
  });

  test('matters for what is not loopback, but looks like it', () => {
    process.env['https_proxy'] = 'proxy.example';

    expect(proxyFor('https://localhost.example')?.host).toBe('proxy.example');
    expect(proxyFor('https://a127.0.0.1.example')?.host).toBe('proxy.example');
  });
});

describe('NO_PROXY', () => {
  const IPV6 = 'https://[2001:db8::1]';
  test.each([
    ['*', HTTPS],
    ['store.example', HTTPS],
    ['example', HTTPS],
    ['.example', HTTPS],
    ['*.example.:443', HTTPS],
    ['STORE.example:443', HTTPS],
    ['a-b.c_d.example, store.example.', HTTPS],
    ["'one.example' ;;| 'store.example'", HTTPS],
    ['store.example', 'https://store.example.:8443'],
    ['store.example:8443', 'https://store.example:8443'],
    ['10.1.2.3', 'https://10.1.2.3'],
    ['2001:db8::1', IPV6],
    ['[2001:db8::1]', IPV6],
    ['[2001:db8::1]:443', IPV6],
  ])('"%s" makes the way to %s direct', (value, url) => {
    Object.assign(process.env, { https_proxy: 'proxy.example', no_proxy: value });

    expect(proxyFor(url)).toBeUndefined();
    expect(unknownNoProxyEntry(url)).toBe('');
  });

  test.each([
    ['tore.example', HTTPS, ''],
    ['store.example:444', HTTPS, ''],
    ['my.store.example', HTTPS, ''],
    ['2001:db8::2', HTTPS, ''],
    ['10.0.0.0/8,192.168.1.*,2001:db8::/32', HTTPS, ''],
    ['10.0.0.0/8', 'https://10.1.2.3', '"10.0.0.0/8"'],
    ['2001:db8::/32', IPV6, '"2001:db8::/32"'],
    ['ok.example,https://store.example', HTTPS, '"https://store.example"'],
    ['st*re.example', HTTPS, '"st*re.example"'],
    ['*store.example', HTTPS, '"*store.example"'],
    ['store.example:https', HTTPS, '"store.example:https"'],
    ['x[2001:db8::1]', IPV6, '"x[2001:db8::1]"'],
    ['[2001:db8::1]x', IPV6, '"[2001:db8::1]x"'],
    ['http://user:p,w@proxy.example', HTTPS, 'an entry'],
    ['store\u0007.example', HTTPS, 'an entry'],
    [`${'x'.repeat(80)}/`, HTTPS, 'an entry'],
  ])('"%s" leaves the proxy on the way to %s', (value, url, unknown) => {
    Object.assign(process.env, { https_proxy: 'proxy.example', NO_PROXY: value });

    expect(proxyFor(url)?.host).toBe('proxy.example');
    expect(unknownNoProxyEntry(url)).toBe(unknown);
  });
});

describe('the HTTP client', () => {
  test.each([
    [new URL('http://proxy.example'), { https_proxy: 'http://proxy.example/', no_proxy: ',' }],
    [undefined, { https_proxy: '', no_proxy: '*' }],
  ])('is told the proxy %s, and nothing of it stays', (proxy, told) => {
    process.env['https_proxy'] = 'own';

    expect(withProxy(proxy, () => ({ ...process.env }))).toMatchObject(told);
    expect(process.env['https_proxy']).toBe('own');
    expect(process.env).not.toHaveProperty('no_proxy');
    expect(() =>
      withProxy(proxy, () => {
        throw new Error('refused');
      }),
    ).toThrow('refused');
    expect(process.env['https_proxy']).toBe('own');
  });
});

import http, { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { describe, expect, jest, test } from '@jest/globals';

import { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import { proxyFor, unknownNoProxyEntry, withProxy } from '../../../src/galaxy-store/proxy.ts';
import {
  answerTo,
  expectNothingLeft,
  sendTo,
  signal,
  spyOnClient,
  useSockets,
} from '../helpers/attempts.ts';
import { reply } from '../helpers/http-server.ts';
import { rejectionOf, thrownBy } from '../../helpers/thrown.ts';

useSockets();

describe('a proxy', () => {
  interface Proxy {
    readonly host: string;
    readonly connected: readonly { readonly target: string; readonly credentials: unknown }[];
    readonly closed: Promise<void>;
  }

  /** Runs a test against a proxy that sends these bytes to whoever connects. */
  async function withProxy(
    answer: string,
    use: (proxy: Proxy) => Promise<void>,
    asked: () => void = () => undefined,
  ): Promise<void> {
    const connected: { target: string; credentials: unknown }[] = [];
    const closed = signal();
    const server = createServer().on('connect', (request, socket) => {
      const { url = '', headers } = request;
      connected.push({ target: url, credentials: headers['proxy-authorization'] });
      socket.on('end', closed.see).on('error', closed.see);
      socket.resume().write(answer);
      asked();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      await use({ host: `127.0.0.1:${port}`, connected, closed: closed.seen });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  test('that never answers is cut off as well', async () => {
    const asked = signal();
    await withProxy(
      '',
      async ({ host, closed }) => {
        process.env['https_proxy'] = `http://${host}`;
        const answer = rejectionOf(GalaxyStoreError, sendTo('https://store.example'));
        await asked.seen;
        jest.advanceTimersByTime(20_000);

        const { message, facts } = await answer;
        expect(message).toBe(
          `store.example through the proxy ${host}: no complete answer within 20 s`,
        );
        expect(facts).toEqual({ kind: 'network', transient: true, effect: 'none' });
        await closed;
      },
      asked.see,
    );
    expectNothingLeft();
  });

  test.each([
    ['user:p%40ss', `Basic ${Buffer.from('user:p@ss').toString('base64')}`],
    ['', undefined],
  ])(
    'is told the user name and the password of its address, if there are any: "%s"',
    async (...row) => {
      const [login, credentials] = row;
      await withProxy('HTTP/1.1 407 No\r\n\r\n', async ({ host, connected }) => {
        process.env['https_proxy'] = `http://${login}@${host}`;
        const error = await rejectionOf(GalaxyStoreError, sendTo('https://store.example'));

        expect(error.message).toBe(
          `the proxy ${host}: it wants a user name and a password (HTTP 407)`,
        );
        expect(connected).toEqual([{ target: 'store.example:443', credentials }]);
      });
    },
  );

  test('is told them without the help of `tunnel`, which would make Node warn', async () => {
    const { client } = spyOnClient();
    await answerTo(reply(200));
    const request = jest.fn();
    const proxyOptions: { host: string; proxyAuth?: string } = {
      host: 'proxy.example',
      proxyAuth: 'user:p@ss',
    };
    const agent = Object.assign(new http.Agent(), { proxyOptions, request });
    client().handlers[0]?.prepareRequest({ agent });
    agent.request({ method: 'CONNECT', headers: { host: 'store.example:443' } });

    expect(proxyOptions).not.toHaveProperty('proxyAuth');
    expect(request.mock.calls).toEqual([
      [
        {
          method: 'CONNECT',
          headers: { host: 'store.example:443', 'Proxy-Authorization': 'Basic dXNlcjpwQHNz' },
        },
      ],
    ]);
  });
});

describe('the verification of certificates', () => {
  test('cannot be switched off by the environment, without a proxy', async () => {
    const { client } = spyOnClient();
    await answerTo(reply(200));
    const options = {};
    client().handlers[0]?.prepareRequest(options);

    expect(options).toMatchObject({ rejectUnauthorized: true });
  });

  test.each([
    ['proxy.example', 'proxy.example', 'proxy.example'],
    ['127.0.0.1', '127.0.0.1', ''],
    ['[::1]', '::1', ''],
  ])('cannot be switched off by the environment, with the proxy %s', async (...row) => {
    const [given, host, servername] = row;
    const { client } = spyOnClient();
    await answerTo(reply(200));
    const agent = Object.assign(new http.Agent(), {
      proxyOptions: { host: given },
      request: () => undefined,
    });
    client().handlers[0]?.prepareRequest({ agent });

    expect(agent).toMatchObject({ options: { rejectUnauthorized: true } });
    expect(agent.proxyOptions).toEqual({
      host,
      rejectUnauthorized: true,
      servername,
      signal: expect.any(AbortSignal),
    });
  });
});

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

  const CHARACTERS = 'one of the characters / ? # \\ @ or a space stands where it may not';
  const HOST_OR_PORT = 'its host, its port, or a % in it is not valid';
  const SCHEME = 'it is neither an http nor an https address';
  test.each([
    ['http://user:1/pw@proxy.example', CHARACTERS],
    ['user:1?pw@proxy.example', CHARACTERS],
    ['user:1#pw@proxy.example', CHARACTERS],
    ['user:1\\pw@proxy.example', CHARACTERS],
    ['user:1@pw@proxy.example', CHARACTERS],
    ['user:1 pw@proxy.example', CHARACTERS],
    ['user:%pw@proxy.example', HOST_OR_PORT],
    ['user:%ff@proxy.example', HOST_OR_PORT],
    ['http://one.example\nhttp://two.example', CHARACTERS],
    ['http://proxy.example//', CHARACTERS],
    ['http:proxy.example:1', HOST_OR_PORT],
    ['http://', HOST_OR_PORT],
    ['proxy.example:0', HOST_OR_PORT],
    ['.example:1', HOST_OR_PORT],
    [`${'a'.repeat(64)}.example`, HOST_OR_PORT],
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

  test.each(['https://localhost.example', 'https://a127.0.0.1.example'])(
    'matters for %s, which is not loopback',
    (url) => {
      process.env['https_proxy'] = 'proxy.example';

      expect(proxyFor(url)?.host).toBe('proxy.example');
    },
  );
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

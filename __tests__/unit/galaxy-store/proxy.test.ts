import http, { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { describe, expect, jest, test } from '@jest/globals';

import { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import { proxyHostOf, refuseUnusableProxy } from '../../../src/galaxy-store/proxy.ts';
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
        expect(facts).toEqual({ kind: 'network', transient: true, answerLost: false });
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

describe('a proxy that is set', () => {
  const HTTPS = 'https://store.example/auth';

  test.each(['http://proxy.example:3128', 'proxy.example', 'https://user:pw@proxy.example'])(
    'is named by host and port alone: %s',
    (address) => {
      process.env['https_proxy'] = address;

      expect(proxyHostOf(HTTPS)).toMatch(/^proxy\.example(:3128)?$/);
      refuseUnusableProxy(HTTPS);
    },
  );

  test.each(['https_proxy', 'HTTPS_PROXY'])('is refused where %s cannot be used', (variable) => {
    for (const address of [
      'proxy.example:3128',
      'us%er:pw@proxy.example:1',
      'http://[',
      '://',
      'socks5://user:pw@proxy.example:1080',
      'httpx://proxy.example',
    ]) {
      process.env[variable] = address;
      const error = thrownBy(GalaxyStoreError, () => {
        refuseUnusableProxy(HTTPS);
      });

      expect(proxyHostOf(HTTPS)).toBe('');
      expect(error.facts).toEqual({ kind: 'proxy', transient: false });
      expect(error.message).toBe(
        'the address of the proxy in HTTPS_PROXY cannot be used, because it is not of the form http://host:port',
      );
    }
  });

  test('does not matter where it is not set at all', () => {
    refuseUnusableProxy(HTTPS);

    expect(proxyHostOf(HTTPS)).toBe('');
  });

  test.each([
    ['it is blank', '', HTTPS],
    ['the host is not to go through it', 'http://[', 'https://direct.example'],
    ['the address is loopback', 'http://[', 'https://127.0.0.1:8443'],
    ['there is no TLS', 'http://[', 'http://store.example'],
  ])('does not matter where %s', (_why, address, url) => {
    process.env['https_proxy'] = address;
    process.env['no_proxy'] = 'direct.example';
    refuseUnusableProxy(url);

    expect(proxyHostOf(url)).toBe('');
  });
});

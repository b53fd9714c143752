import { once } from 'node:events';
import https from 'node:https';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';

import { afterEach, describe, expect, jest, test } from '@jest/globals';

import { createCertificates } from '../../../emulator/certificates.ts';
import { startProxy } from '../../../emulator/proxy.ts';
import type { ProxyOptions } from '../../../emulator/proxy.ts';
import { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import { TunnelError, openTunnel } from '../../../src/galaxy-store/tunnel.ts';
import { rejectionOf } from '../../helpers/thrown.ts';
import { sendTo, useSockets } from '../helpers/attempts.ts';

const STORE = 'https://store.example';
const { signal } = new AbortController();

useSockets();

/** Runs a test against a server that does so with each connection. */
async function withConnections(
  server: net.Server,
  test: (port: number) => Promise<void>,
): Promise<void> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await test((server.address() as AddressInfo).port).finally(() => server.close());
}

describe('a tunnel', () => {
  test.each([
    [STORE, '', 'store.example:443', undefined],
    [`${STORE}:8443`, 'user:p%40ss@', 'store.example:8443', 'Basic dXNlcjpwQHNz'],
    ['https://[2001:db8::1]', 'user@', '[2001:db8::1]:443', 'Basic dXNlcjo='],
  ])('is asked for by CONNECT: %s', async (url, credentials, target, authorization) => {
    const heads: string[] = [];
    const server = net.createServer((socket) => {
      socket.once('data', (data) => {
        heads.push(String(data));
        socket.end('HTTP/1.1 200 OK\r\n\r\nfirst');
      });
    });
    await withConnections(server, async (port) => {
      const address = `http://${credentials}127.0.0.1:${port}`;
      process.env['https_proxy'] = address;
      const socket = await openTunnel(new URL(address), url, signal);
      // What came together with the answer is not lost.
      expect(String(await socket.toArray())).toBe('first');
    });

    const [line, ...headers] = heads.join('').trim().split('\r\n');
    expect(line).toBe(`CONNECT ${target} HTTP/1.1`);
    expect(headers.toSorted()).toEqual([
      'Connection: close',
      `host: ${target}`,
      ...(authorization === undefined ? [] : [`proxy-authorization: ${authorization}`]),
    ]);
  });

  test.each([201, 301, 407, 502])('is refused by a %d', async (status) => {
    const closed = Promise.withResolvers<undefined>();
    const server = net.createServer((socket) => {
      socket.on('close', closed.resolve).resume().write(`HTTP/1.1 ${status} No\r\n\r\n`);
    });
    await withConnections(server, async (port) => {
      const proxy = new URL(`http://127.0.0.1:${port}`);
      const error = await rejectionOf(TunnelError, openTunnel(proxy, STORE, signal));

      expect(error).toMatchObject({ name: 'TunnelError', status });
      await closed.promise;
    });
  });

  test('fails with the connection to the proxy', async () => {
    const proxy = new URL('http://127.0.0.1:1');
    const error = await rejectionOf(TunnelError, openTunnel(proxy, STORE, signal));

    expect(error.message).toBe('The proxy did not open a tunnel to the server.');
    expect(error).toMatchObject({ status: undefined, cause: { code: 'ECONNREFUSED' } });
  });

  test('is given up when the time is over', async () => {
    const controller = new AbortController();
    const silent = net.createServer((socket) => socket.resume());
    await withConnections(silent, async (port) => {
      const proxy = new URL(`http://127.0.0.1:${port}`);
      const tunnel = openTunnel(proxy, STORE, controller.signal);
      controller.abort();

      await rejectionOf(TunnelError, tunnel);
    });
  });

  test.each([
    ['proxy.example', 'proxy.example'],
    ['proxy.example.', 'proxy.example'],
    ['127.0.0.1', ''],
    ['[::1]', ''],
  ])('begins with the certificate of the proxy %s, where it has one', async (host, servername) => {
    const request = jest.spyOn(https, 'request');
    const given = AbortSignal.abort();
    await rejectionOf(TunnelError, openTunnel(new URL(`https://${host}`), STORE, given));

    const options: unknown = expect.objectContaining({ rejectUnauthorized: true, servername });
    expect(request.mock.calls).toEqual([[`https://${host}`, options]]);
  });
});

describe('a request through a tunnel', () => {
  const trusted = tls.getCACertificates('default');
  afterEach(() => {
    tls.setDefaultCACertificates(trusted);
  });

  /** Runs a test behind a proxy on the way to a store that does so with each request. */
  async function withStore(
    answer: (response: { end: (body: string) => void; destroy: () => void }) => void,
    proxyOptions: Partial<ProxyOptions>,
    test: () => Promise<void>,
  ): Promise<void> {
    const { authority, server } = await createCertificates(['store.example']);
    tls.setDefaultCACertificates([authority]);
    const store = https.createServer(server, (_request, response) => {
      answer(response);
    });
    await withConnections(store, async (port) => {
      const proxy = await startProxy({ targets: ['store.example:443'], port, ...proxyOptions });
      process.env['https_proxy'] = proxy.url;
      await test().finally(() => proxy.stop());
    });
  }

  test('gets its answer', async () => {
    const answer = (response: { end: (body: string) => void }): void => {
      response.end('hello');
    };
    await withStore(answer, {}, async () => {
      expect((await sendTo(STORE)).body).toBe('hello');
    });
  });

  test('may have gone out when TLS stands', async () => {
    const reset = (response: { destroy: () => void }): void => {
      response.destroy();
    };
    await withStore(reset, {}, async () => {
      const { facts } = await rejectionOf(GalaxyStoreError, sendTo(STORE));
      expect(facts).toEqual({ kind: 'network', transient: true, effect: 'unanswered' });
    });
  });

  test('has not gone out when TLS does not stand', async () => {
    await withConnections(
      net.createServer((socket) => {
        socket.end('not TLS');
      }),
      async (port) => {
        const proxy = await startProxy({ targets: ['store.example:443'], port });
        process.env['https_proxy'] = proxy.url;
        const error = await rejectionOf(GalaxyStoreError, sendTo(STORE));
        await proxy.stop();
        expect(error.facts).toEqual({ kind: 'network', transient: true, effect: 'none' });
      },
    );
  });

  test('does not go out when the proxy refuses', async () => {
    const never = (): never => {
      throw new Error('The store was asked.');
    };
    await withStore(never, { fault: 'refuse' }, async () => {
      const { facts } = await rejectionOf(GalaxyStoreError, sendTo(STORE));
      expect(facts).toEqual({ kind: 'proxy', transient: false, effect: 'none', status: 403 });
    });
  });
});

import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

import { describe, expect, test } from '@jest/globals';

import { createCertificates } from '../../emulator/certificates.ts';
import { startProxy } from '../../emulator/proxy.ts';

import { API_URL, HOST, withNetwork } from './network.ts';
import type { Network } from './network.ts';
import { PRIVATE_KEY, errorsOf, withScene } from './scene.ts';
import { legiblePieces, secretsOf } from './secrecy.ts';

describe('A runner behind a proxy', () => {
  test.each(['HTTPS_PROXY', 'https_proxy'])('reaches the store by %s', async (variable) => {
    await withNetwork({}, async ({ store, proxy, authorityFile, mainWith, post, calls }) => {
      const env = { [variable]: proxy.url, NODE_EXTRA_CA_CERTS: authorityFile };
      const created = await mainWith(env);
      expect(created.log).toContain('Created an access token');
      expect(created.exitCode).toBe(0);
      await post(created, { env });
      expect(calls()).toEqual(['create', 'revoke']);
      expect(proxy.asked).toEqual([`${HOST}:443`, `${HOST}:443`]);
      expect(store.liveTokens()).toEqual([]);
    });
  });

  test('gives the user name and the password of the proxy, and never shows them', async () => {
    await withNetwork({ proxy: { credentials: 'proxy-user:p@ss-w0rd-1234' } }, async (network) => {
      const address = `http://proxy-user:p%40ss-w0rd-1234@127.0.0.1:${network.proxy.port}`;
      const created = await network.mainWith({
        HTTPS_PROXY: address,
        NODE_EXTRA_CA_CERTS: network.authorityFile,
        RUNNER_DEBUG: '1',
      });
      expect(created.exitCode).toBe(0);
      expect(created.stderr).toBe('');
      expect(created.stdout).not.toMatch(/proxy-user|w0rd/);
    });
  });

  test.each([
    { name: 'none', credentials: '' },
    { name: 'wrong ones', credentials: 'proxy-user:wr0ng-pass@' },
  ])('is told what to do when the proxy wants credentials and gets $name', async (given) => {
    await withNetwork({ proxy: { credentials: 'proxy-user:right' } }, async (network) => {
      const { proxy, mainWith, calls } = network;
      const failed = await mainWith({
        HTTPS_PROXY: `http://${given.credentials}127.0.0.1:${proxy.port}`,
        NODE_EXTRA_CA_CERTS: network.authorityFile,
        RUNNER_DEBUG: '1',
      });
      expect(failed.exitCode).toBe(1);
      expect(errorsOf(failed)).toEqual([
        expect.stringContaining(
          `the proxy 127.0.0.1:${proxy.port}: it wants a user name and a password (HTTP 407)`,
        ),
      ]);
      expect(errorsOf(failed)[0]).toContain('docs/troubleshooting.md#proxy-fault');
      expect(failed.stdout + failed.stderr).not.toMatch(/proxy-user|wr0ng/);
      expect(proxy.asked).toHaveLength(1);
      expect(calls()).toEqual([]);
    });
  });

  test('is told when the proxy refuses the host', async () => {
    await withNetwork({ proxy: { fault: 'refuse' } }, async ({ proxy, mainWith }) => {
      const failed = await mainWith({ HTTPS_PROXY: proxy.url });
      expect(errorsOf(failed)[0]).toContain('it refused the connection (HTTP 403)');
      expect(proxy.asked).toHaveLength(1);
    });
  });

  test('tries again when the proxy cannot reach the store', async () => {
    await withNetwork(
      { proxy: { fault: 'bad-gateway' }, speed: 50 },
      async ({ proxy, mainWith }) => {
        const failed = await mainWith({ HTTPS_PROXY: proxy.url });
        expect(errorsOf(failed)[0]).toContain(
          'it refused the connection (HTTP 502) (after 8 attempts',
        );
        expect(proxy.asked).toHaveLength(8);
      },
    );
  });

  test('is told when the proxy cannot be reached', async () => {
    await withNetwork({ speed: 50 }, async ({ mainWith }) => {
      const port = await closedPort();
      const failed = await mainWith({ HTTPS_PROXY: `http://user:s3cret-pw@127.0.0.1:${port}` });
      expect(failed.exitCode).toBe(1);
      expect(errorsOf(failed)[0]).toContain(
        `the proxy 127.0.0.1:${port}: the connection was refused (ECONNREFUSED) (after 8 attempts`,
      );
      expect(errorsOf(failed)[0]).not.toContain('nobody knows');
      expect(failed.stdout + failed.stderr).not.toContain('s3cret');
    });
  });

  test('ends by itself when the proxy never answers CONNECT', async () => {
    await withNetwork(
      { proxy: { fault: 'silent' }, speed: 40 },
      async ({ proxy, mainWith, calls }) => {
        const failed = await mainWith({ HTTPS_PROXY: proxy.url });
        expect(failed.exitCode).toBe(1);
        expect(failed.signal).toBeNull();
        expect(errorsOf(failed)[0]).toContain(
          `${HOST} through the proxy 127.0.0.1:${proxy.port}: no complete answer within`,
        );
        expect(errorsOf(failed)[0]).not.toContain('may have created');
        expect(calls()).toEqual([]);
      },
    );
  });

  test('ends by itself when nobody answers behind the proxy', async () => {
    const sockets = new Set<Socket>();
    const silent = createServer((socket) => sockets.add(socket));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const proxy = await startProxy({ targets: [`${HOST}:443`], port });
    await withScene({ speed: 40 }, async ({ main }) => {
      const failed = await main({ 'api-url': API_URL }, { env: { HTTPS_PROXY: proxy.url } });
      expect(failed.exitCode).toBe(1);
      expect(failed.signal).toBeNull();
      expect(errorsOf(failed)[0]).toContain('no complete answer within');
      // The connection never stood, so no token can have been created.
      expect(errorsOf(failed)[0]).not.toContain('may have created');
    });
    await proxy.stop();
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  test.each([
    'ht tp://user:s3cret-pw@proxy.test',
    'user:s3cret-pw@127.0.0.1:1',
    'user:s3cret%pw@127.0.0.1:1',
    'proxy.test:3128',
    'socks5://user:s3cret-pw@127.0.0.1:1080',
    'http://[',
  ])('is told when the address of the proxy cannot be used: %s', async (address) => {
    await withScene({}, async ({ main }) => {
      const env = { HTTPS_PROXY: address };
      const failed = await main({ 'api-url': API_URL }, { env });
      expect(errorsOf(failed)).toEqual([
        expect.stringContaining('the address of the proxy in HTTPS_PROXY cannot be used'),
      ]);
      expect(failed.stdout + failed.stderr).not.toContain('s3cret');
    });
  });

  test.each(['NO_PROXY', 'no_proxy'])('goes around the proxy for hosts in %s', async (variable) => {
    await withNetwork({ speed: 50 }, async ({ proxy, mainWith }) => {
      const failed = await mainWith({ HTTPS_PROXY: proxy.url, [variable]: `other.test,${HOST}` });
      expect(errorsOf(failed)[0]).toMatch(
        /galaxy-store\.test: the (host name is not known|name server)/,
      );
      expect(proxy.asked).toEqual([]);
    });
  });

  test.each(['HTTP_PROXY', 'http_proxy'])('does not use %s for https', async (variable) => {
    await withNetwork({ speed: 50 }, async ({ proxy, mainWith }) => {
      await mainWith({ [variable]: proxy.url });
      expect(proxy.asked).toEqual([]);
    });
  });

  test('reaches a loopback address without the proxy', async () => {
    await withScene({}, async ({ main }) => {
      const port = await closedPort();
      const proxy = `http://127.0.0.1:${port}`;
      const created = await main({}, { env: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy } });
      expect(created.exitCode).toBe(0);
    });
  });
});

describe('A runner behind a proxy of another kind', () => {
  test('reaches the store through a proxy that speaks TLS itself', async () => {
    const both = await createCertificates([HOST, 'localhost']);
    await withNetwork({ certificates: both, proxy: { tls: both.server } }, async (network) => {
      const created = await network.mainWith({
        HTTPS_PROXY: `https://localhost:${network.proxy.port}`,
        NODE_EXTRA_CA_CERTS: network.authorityFile,
      });
      expect(created.log).toContain('Created an access token');
      expect(network.proxy.serverNames).toEqual(['localhost']);
    });
  });

  test('is told when the certificate of the proxy is not accepted', async () => {
    const both = await createCertificates([HOST, 'localhost']);
    await withNetwork({ certificates: both, proxy: { tls: both.server } }, async (network) => {
      const failed = await network.mainWith({
        HTTPS_PROXY: `https://localhost:${network.proxy.port}`,
      });
      expect(errorsOf(failed)).toEqual([
        expect.stringContaining(
          `the proxy localhost:${network.proxy.port}: its certificate was not accepted`,
        ),
      ]);
      expect(network.proxy.asked).toEqual([]);
    });
  });

  test('reaches the store through a proxy with an IPv6 address', async () => {
    await withNetwork({ proxy: { host: '::1' } }, async (network) => {
      const { proxy, mainWith } = network;
      const created = await mainWith({
        HTTPS_PROXY: `http://[::1]:${proxy.port}`,
        NODE_EXTRA_CA_CERTS: network.authorityFile,
      });
      expect(created.log).toContain('Created an access token');
    });
  });

  test('is told when the server behind the address does not speak TLS', async () => {
    await withScene({ speed: 50 }, async ({ store, main }) => {
      const failed = await main({ 'api-url': `https://localhost:${store.port}` });
      expect(errorsOf(failed)[0]).toContain('the connection could not be made secure');
      expect(errorsOf(failed)[0]).not.toContain('may have created');
    });
  });
});

describe('A certificate that cannot be trusted', () => {
  const cases = [
    {
      name: 'from an unknown authority',
      certificates: () => createCertificates([HOST]),
      trusted: false,
      says: /comes from an authority that is not (known|trusted) here/,
    },
    {
      name: 'that has expired',
      certificates: () =>
        createCertificates([HOST], { notAfter: new Date(Date.now() - 60 * 60 * 1000) }),
      trusted: true,
      says: /the certificate has expired \(CERT_HAS_EXPIRED\)/,
    },
    {
      name: 'that is made for clients',
      certificates: () => createCertificates([HOST], { forClients: true }),
      trusted: true,
      says: /the certificate, or that of its authority, is not made for servers \(INVALID_PURPOSE\)/,
    },
    {
      name: 'for another host',
      certificates: () => createCertificates(['another-store.test']),
      trusted: true,
      says: /the certificate is for another host name \(ERR_TLS_CERT_ALTNAME_INVALID\)/,
    },
  ];

  test.each(cases)('$name ends the job at once', async ({ certificates, trusted, says }) => {
    await withNetwork({ certificates: await certificates() }, async (network) => {
      const failed = await network.mainWith({
        HTTPS_PROXY: network.proxy.url,
        NODE_EXTRA_CA_CERTS: trusted ? network.authorityFile : '',
      });
      expect(failed.exitCode).toBe(1);
      expect(errorsOf(failed)).toEqual([expect.stringMatching(says)]);
      expect(errorsOf(failed)[0]).toContain('Nothing was sent.');
      expect(errorsOf(failed)[0]).toContain('docs/troubleshooting.md#certificate-refused');
      expect(network.proxy.asked).toHaveLength(1);
      expect(network.calls()).toEqual([]);
      expect(legiblePieces(failed, secretsOf(network.store, PRIVATE_KEY))).toEqual([]);
    });
  });

  test.each([
    { way: 'through a proxy', apiUrl: () => API_URL },
    { way: 'without one', apiUrl: (network: Network) => `https://localhost:${network.store.port}` },
  ])('is refused $way even with NODE_TLS_REJECT_UNAUTHORIZED=0', async ({ apiUrl }) => {
    await withNetwork({}, async (network) => {
      const env = { HTTPS_PROXY: network.proxy.url, NODE_TLS_REJECT_UNAUTHORIZED: '0' };
      const failed = await network.main({ 'api-url': apiUrl(network) }, { env });
      expect(failed.exitCode).toBe(1);
      expect(errorsOf(failed)[0]).toMatch(/authority that is not (known|trusted) here|self-signed/);
      expect(network.calls()).toEqual([]);
    });
  });
});

/** A port of loopback on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

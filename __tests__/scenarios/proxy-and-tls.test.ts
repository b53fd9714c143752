import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

import { describe, expect, test } from '@jest/globals';

import { createCertificates } from '../../emulator/certificates.ts';
import { startProxy } from '../../emulator/proxy.ts';

import { expectError, expectRequests } from './expectations.ts';
import { CLOSED_ADDRESS, NETWORK_FAULTS } from './network-fault-table.ts';
import { API_URL, HOST, withNetwork } from '../../runner/network.ts';
import type { Network } from '../../runner/network.ts';
import { PRIVATE_KEY, errorsOf, withScene } from '../../runner/scene.ts';
import { visiblePieces, secretsOf } from '../../runner/secrecy.ts';

describe('A runner behind a proxy', () => {
  test.each(['HTTPS_PROXY', 'https_proxy'])('reaches the store by %s', async (variable) => {
    await withNetwork({}, async ({ store, proxy, authorityFile, main, post, calls }) => {
      const env = {
        [variable]: proxy.url,
        NODE_EXTRA_CA_CERTS: authorityFile,
        ACTIONS_ORCHESTRATION_ID: 'run.job',
      };
      const created = await main({}, { env });
      expect(created.log).toContain('Created an access token');
      expect(created.exitCode).toBe(0);
      await post(created, { env });
      expect(calls()).toEqual(['create', 'revoke']);
      expect(proxy.asked).toEqual([`${HOST}:443`, `${HOST}:443`]);
      expect(store.liveTokens()).toEqual([]);
      for (const { headers } of store.requests) {
        expect(headers['user-agent']).toMatch(
          /^galaxy-store-access-token\/[\d.]+ \(\+https:\/\/github\.com\/[^ ]+\)$/,
        );
      }
    });
  });

  test.each([
    ['without a scheme', (port: number) => `proxy-user:s3cret-pw@127.0.0.1:${port}`],
    ['in double quotes', (port: number) => `"http://proxy-user:s3cret-pw@127.0.0.1:${port}"`],
    ['in single quotes', (port: number) => `' proxy-user:s3cret-pw@127.0.0.1:${port} '`],
    ['in capitals', (port: number) => `HTTP://proxy-user:s3cret-pw@LOCALHOST:${port}/`],
    ['after a byte order mark', (port: number) => `\uFEFFproxy-user:s3cret-pw@localhost:${port}`],
  ])('understands an address %s', async (_form, addressWith) => {
    await withNetwork({ proxy: { credentials: 'proxy-user:s3cret-pw' } }, async (network) => {
      const { proxy, authorityFile, main } = network;
      const env = { https_proxy: ' "" ', NODE_EXTRA_CA_CERTS: authorityFile };
      const created = await main({}, { env: { ...env, HTTPS_PROXY: addressWith(proxy.port) } });
      expect(created.log).toContain('Created an access token');
      expect(proxy.asked).toEqual([`${HOST}:443`]);
    });
  });

  test('gives the user name and the password of the proxy, and never shows them', async () => {
    await withNetwork({ proxy: { credentials: 'proxy-user:p@ss-w0rd-1234' } }, async (network) => {
      const address = `http://proxy-user:p%40ss-w0rd-1234@127.0.0.1:${network.proxy.port}`;
      const env = { ...network.env, HTTPS_PROXY: address, RUNNER_DEBUG: '1' };
      const created = await network.main({}, { env });
      expect(created.exitCode).toBe(0);
      expect(created.stderr).toBe('');
      expect(created.stdout).not.toMatch(/proxy-user|w0rd/);
    });
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
    ['no_proxy', `other.test,${HOST}`],
    ['NO_PROXY', `other.test,${HOST.toUpperCase()}:443`],
    ['NO_PROXY', `*.test`],
    ['NO_PROXY', `.test`],
    ['NO_PROXY', `*`],
    ['NO_PROXY', `other.test;${HOST}`],
    ['NO_PROXY', `other.test|${HOST}|another.test`],
    ['NO_PROXY', `other.test ${HOST}`],
    ['NO_PROXY', `"other.test, ${HOST}"`],
    ['NO_PROXY', `other.test, '${HOST}.'`],
  ])('goes around the proxy for hosts in %s=%s', async (variable, value) => {
    await withNetwork({ speed: 50 }, async ({ proxy, main }) => {
      const failed = await main({}, { env: { HTTPS_PROXY: proxy.url, [variable]: value } });
      expect(errorsOf(failed)[0]).toMatch(
        /galaxy-store\.test: the (host name is not known|name server)/,
      );
      expect(proxy.asked).toEqual([]);
    });
  });

  test.each(['HTTP_PROXY', 'http_proxy'])('does not use %s for https', async (variable) => {
    await withNetwork({ speed: 50 }, async ({ proxy, main }) => {
      await main({}, { env: { [variable]: proxy.url } });
      expect(proxy.asked).toEqual([]);
    });
  });

  test('reaches a loopback address without the proxy', async () => {
    await withScene({}, async ({ main }) => {
      const proxy = `http://${CLOSED_ADDRESS}`;
      const created = await main({}, { env: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy } });
      expect(created.exitCode).toBe(0);
    });
  });
});

describe('A runner behind a proxy of another kind', () => {
  test('reaches the store through a proxy that speaks TLS itself', async () => {
    const both = await createCertificates([HOST, 'localhost']);
    await withNetwork({ certificates: both, proxy: { tls: both.server } }, async (network) => {
      const env = { ...network.env, HTTPS_PROXY: `https://localhost:${network.proxy.port}` };
      const created = await network.main({}, { env });
      expect(created.log).toContain('Created an access token');
      expect(network.proxy.serverNames).toEqual(['localhost']);
    });
  });

  test('reaches the store through a proxy with an IPv6 address', async () => {
    await withNetwork({ proxy: { host: '::1' } }, async (network) => {
      const env = { ...network.env, HTTPS_PROXY: `http://[::1]:${network.proxy.port}` };
      const created = await network.main({}, { env });
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

describe('A job that a proxy or a certificate keeps from its token', () => {
  test.each(NETWORK_FAULTS)('is told so when $name', async (fault) => {
    const options = await (typeof fault.network === 'function' ? fault.network() : fault.network);
    await withNetwork({ speed: 20, ...options }, async (network) => {
      const env = fault.env?.(network) ?? { HTTPS_PROXY: network.proxy.url };
      const failed = await network.main({}, { env: { ...env, RUNNER_DEBUG: '1' } });
      expect(failed.exitCode).toBe(1);
      expect(failed.signal).toBeNull();
      expectError(failed, fault.says, fault.topic);

      // The connection never stood, so no token can have been created.
      expect(failed.stdout).not.toMatch(/may have created|nobody knows/);
      expect(network.calls()).toEqual([]);
      if (fault.requests === 1) expect(failed.log).not.toContain('attempt 1 of');
      expectRequests(network.proxy.asked.length, fault.proxySeesNothing ? 0 : fault.requests);

      expect(failed.stdout + failed.stderr).not.toMatch(/proxy-user|s3cret/);
      expect(visiblePieces(failed, secretsOf(network.store, PRIVATE_KEY))).toEqual([]);
    });
  });
});

describe('An address of the API that cannot exist', () => {
  test.each([
    'https://devapi.samsungapps.com:0',
    'http://127.0.0.1:0',
    'https://devapi.samsungapps.com:65536',
    'https://devapi..samsungapps.com',
    `https://${'a'.repeat(64)}.test`,
    'https://',
  ])('is refused at once: %s', async (address) => {
    await withScene({}, async ({ main, calls }) => {
      const failed = await main({ 'api-url': address });
      expect(failed.exitCode).toBe(1);
      expectError(failed, ['api-url '], 'api-url-not-allowed');
      expect(failed.log).not.toContain('attempt 1 of');
      expect(calls()).toEqual([]);
    });
  });
});

describe('A certificate that cannot be trusted', () => {
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

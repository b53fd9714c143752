import { createServer, type AddressInfo, type Socket } from 'node:net';

import { describe, expect, test } from '@jest/globals';

import { createCertificates } from '../../emulator/certificates.ts';
import { startProxy } from '../../emulator/proxy.ts';
import { expectFailure, expectNoSecret, expectRequests } from './expectations.ts';
import { CLOSED_ADDRESS, NETWORK_FAULTS } from './network-fault-table.ts';
import { API_URL, HOST, withNetwork } from '../../runner/network.ts';
import { errorsOf, withScene } from '../../runner/scene.ts';

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

  // The tests of the parser prove every notation.
  test.each([
    ['usual', 'http://proxy-user:p%40ss-w0rd-1234@127.0.0.1:'],
    ['odd', ' "\uFEFFproxy-user:p%40ss-w0rd-1234@LOCALHOST:'],
  ])(
    'gives the proxy of an %s address its password, and never shows it',
    async (_form, address) => {
      await withNetwork(
        { proxy: { credentials: 'proxy-user:p@ss-w0rd-1234' } },
        async (network) => {
          const { port, asked } = network.proxy;
          const env = { https_proxy: ' "" ', HTTPS_PROXY: `${address}${port}`, RUNNER_DEBUG: '1' };
          const created = await network.main({}, { env: { ...network.env, ...env } });
          expect(created.log).toContain('Created an access token');
          expect(created.exitCode).toBe(0);
          expect(created.stderr).toBe('');
          expect(created.stdout).not.toMatch(/proxy-user|w0rd/);
          expect(asked).toEqual([`${HOST}:443`]);
        },
      );
    },
  );

  test('ends by itself when the server behind the proxy is silent', async () => {
    const sockets = new Set<Socket>();
    const silent = createServer((socket) => sockets.add(socket));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const proxy = await startProxy({ targets: [`${HOST}:443`], port });
    await withScene({ speed: 40 }, async ({ main }) => {
      const failed = await main({ 'api-url': API_URL }, { env: { HTTPS_PROXY: proxy.url } });
      expectFailure(failed, ['no complete answer within'], 'network-fault');
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
    ['NO_PROXY', `"other.test; *.test."`],
  ])('goes around the proxy for hosts in %s=%s', async (variable, value) => {
    await withNetwork({ speed: 50 }, async ({ proxy, main }) => {
      const failed = await main({}, { env: { HTTPS_PROXY: proxy.url, [variable]: value } });
      expect(errorsOf(failed)[0]).toMatch(
        /galaxy-store\.test: the (host name is not known|name server)/,
      );
      expect(proxy.asked).toEqual([]);
    });
  });

  test('does not use HTTP_PROXY for https', async () => {
    await withNetwork({ speed: 50 }, async ({ proxy, main }) => {
      await main({}, { env: { HTTP_PROXY: proxy.url, http_proxy: proxy.url } });
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

const LOCALHOST = await createCertificates([HOST, 'localhost']);

describe('A runner behind a proxy of another kind', () => {
  test.each([
    ['that speaks TLS itself', { tls: LOCALHOST.server }, 'https://localhost'],
    ['with an IPv6 address', { host: '::1' }, 'http://[::1]'],
  ])('reaches the store through one %s', async (_kind, proxy, address) => {
    await withNetwork({ certificates: LOCALHOST, proxy }, async (network) => {
      const env = { ...network.env, HTTPS_PROXY: `${address}:${network.proxy.port}` };
      const created = await network.main({}, { env });
      expect(created.log).toContain('Created an access token');
      expect(network.proxy.serverNames).toEqual('tls' in proxy ? ['localhost'] : []);
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
      expectFailure(failed, fault.says, fault.topic);
      expect(failed.stdout).toMatch(/^::debug::GalaxyStoreError: /m);

      // The connection never stood, so no token can have been created.
      expect(failed.stdout).not.toMatch(/may have created|nobody knows/);
      expect(network.calls()).toEqual([]);
      if (fault.requests === 1) expect(failed.log).not.toContain('attempt 1 of');
      expectRequests(network.proxy.asked.length, fault.proxySeesNothing ? 0 : fault.requests);

      expect(failed.stdout + failed.stderr).not.toMatch(/proxy-user|s3cret/);
      expectNoSecret(failed, network);
    });
  });
});

describe('A certificate that cannot be trusted', () => {
  test('is refused even with NODE_TLS_REJECT_UNAUTHORIZED=0, with and without a proxy', async () => {
    await withNetwork({}, async ({ store, proxy, main, calls }) => {
      const env = { HTTPS_PROXY: proxy.url, NODE_TLS_REJECT_UNAUTHORIZED: '0' };
      for (const apiUrl of [API_URL, `https://localhost:${store.port}`]) {
        const failed = await main({ 'api-url': apiUrl }, { env });
        expectFailure(failed, ['authority that is not known here'], 'certificate-refused');
      }
      expect(calls()).toEqual([]);
    });
  });
});

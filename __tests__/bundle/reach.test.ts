import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import type { Fault } from '../../emulator/emulator.ts';
import { withNetwork, type Network, type NetworkOptions } from '../../runner/network.ts';
import { KEY } from '../../runner/scene.ts';
import type { StepResult } from '../../runner/step.ts';
import { faultsOf } from '../helpers/fault-plans.ts';
import { generateRsaKey } from '../../emulator/rsa-key.ts';

/** The words of every stand-in that is reached, and of Node when it misses a module. */
const LEFT_OUT = /is not part of this bundle|nothing is known of the range|Cannot find module/;

interface Failure {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly fault?: Fault;
}

const WRONG = { 'service-account-id': '', 'private-key': 'x', scopes: 'all', 'api-url': 'ftp://x' };
const UNKNOWN = { 'service-account-id': 'unknown' };
const PAGE = '<p>Log in';

const FAILURES: readonly (readonly [name: string, says: string, failure: Failure])[] = [
  ['inputs that are all wrong', 'publishing', { inputs: WRONG }],
  ['an error with its stack', 'AUTH_REQUIRE', { inputs: UNKNOWN, env: { RUNNER_DEBUG: '1' } }],
  ['another key', 'invalid signature', { inputs: { 'private-key': generateRsaKey().pkcs1 } }],
  ['a scope that is not granted', 'NO_PERMISSION', { inputs: { scopes: 'gss' } }],
  ['a redirect', 'HTTP 302', { fault: { kind: 'status', status: 302 } }],
  ['a page instead of JSON', 'not JSON', { fault: { kind: 'status', status: 200, body: PAGE } }],
  ['another protocol', 'not HTTP', { fault: { kind: 'raw', bytes: 'SSH-2.0-OpenSSH\r\n' } }],
  ['an unknown authority', 'certificate', { env: { NODE_EXTRA_CA_CERTS: '' } }],
  ['a proxy that refuses', 'proxy', { inputs: { 'api-url': 'https://elsewhere.test' } }],
];

/** The Node that runs the tests, and the others of the path that `engines` allows, one of each version. */
function findNodes(): readonly { readonly path: string; readonly version: string }[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const names = ['node', 'node20', 'node22', 'node24', 'node.exe'];
  const paths = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  const found = new Map<string, string>();
  for (const path of [...paths, process.execPath]) {
    // What does not run at all, such as a broken link, prints nothing.
    const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 10_000 });
    const major = Number(/^v(\d+)\./.exec(stdout)?.[1] ?? 0);
    if (major >= 20) found.set(stdout.trim(), path);
  }
  return [...found].map(([version, path]) => ({ path, version }));
}

describe.each(findNodes())(
  'Under Node $version the bundle needs nothing that was left out',
  ({ path }) => {
    const play = (options: NetworkOptions, use: (network: Network) => Promise<void>) =>
      withNetwork({ scopes: ['publishing'], step: { node: path }, ...options }, use);

    test('to create, verify and revoke a token by TLS through a proxy', async () => {
      await play({}, async ({ store, proxy, main, post, env }) => {
        const inputs = { verify: 'true', 'export-environment-variables': 'true' };
        const created = await main(inputs, { env });
        expectWhole(created, 0);
        expect(store.liveTokens()).toEqual([created.outputs['access-token']]);

        const revoked = await post(created, { env });
        expectWhole(revoked, 0);
        expect(store.liveTokens()).toEqual([]);
        expect(proxy.asked).toEqual(Array.from({ length: 3 }, () => 'galaxy-store.test:443'));
      });
    });

    test('to create a token without a proxy, with a key in the older encoding', async () => {
      await play({}, async ({ store, proxy, main, env }) => {
        const apiUrl = `https://localhost:${store.port}`;
        const inputs = { 'private-key': KEY.pkcs1, 'api-url': apiUrl };
        const created = await main(inputs, { env });
        expectWhole(created, 0);
        expect(store.liveTokens()).toHaveLength(1);
        expect(proxy.asked).toEqual([]);
      });
    });

    test('to try again after a passing fault', async () => {
      const faults = faultsOf('create', { kind: 'status', status: 503 }, 1);
      await play({ faults }, async ({ main, env }) => {
        const created = await main({}, { env });
        expectWhole(created, 0);
        expect(created.stdout).toContain('attempt 1 of 8 failed: HTTP 503');
      });
    });

    test.each(FAILURES)('to explain %s', async (_name, says, { inputs, fault, ...failure }) => {
      const faults = fault === undefined ? {} : { faults: faultsOf('create', fault) };
      await play(faults, async ({ store, main, env }) => {
        const refused = await main(inputs, { env: { ...env, ...failure.env } });
        expectWhole(refused, 1);
        expect(refused.stdout).toContain('::error');
        expect(refused.stdout).toContain(says);
        expect(store.liveTokens()).toEqual([]);
      });
    });

    test('to be loud about a revocation that fails, in the log and in the summary', async () => {
      const faults = faultsOf('revoke', { kind: 'status', status: 400 });
      await play({ faults }, async ({ main, post, env }) => {
        const failed = await post(await main({}, { env }), { env });
        expectWhole(failed, 0);
        expect(failed.stdout).toContain('::error');
        expect(failed.summary).toContain('still valid');
      });
    });
  },
);

function expectWhole({ exitCode, stdout, stderr }: StepResult, expected: number): void {
  expect(`${stdout}${stderr}`).not.toMatch(LEFT_OUT);
  expect({ exitCode, stderr }).toEqual({ exitCode: expected, stderr: '' });
}

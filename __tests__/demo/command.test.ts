import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { endOf, type Ended } from '../../runner/child.ts';
import { ACCOUNT, PRIVATE_KEY, withScene } from '../../runner/scene.ts';
import { piecesIn, secretsOf } from '../../runner/secrecy.ts';

/** Runs a command. Gives also what is left in the folder for temporary files. */
async function run(
  [command = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>> = {},
  interruption?: AbortSignal,
): Promise<Ended & { readonly leftOver: readonly string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'demo-test-'));
  const script = resolve(import.meta.dirname, `../../scripts/${command}.ts`);
  const child = spawn(process.execPath, [script, ...args], {
    env: { PATH: process.env['PATH'], TMPDIR: folder, TEMP: folder, TMP: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  interruption?.addEventListener('abort', () => child.kill('SIGINT'));
  try {
    return { ...(await endOf(child)), leftOver: readdirSync(folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const CREDENTIALS = {
  GALAXY_STORE_SERVICE_ACCOUNT_ID: ACCOUNT.id,
  GALAXY_STORE_PRIVATE_KEY: PRIVATE_KEY,
};

test.each([
  ['demo', '--help', 0],
  ['demo', '--live', 1],
  ['probe', '--help', 0],
])('npm run %s explains itself for %s', async (command, option, expected) => {
  const { exitCode, stdout } = await run([command, option]);

  expect(exitCode).toBe(expected);
  expect(stdout).toContain(`Usage: npm run ${command}`);
  expect(stdout).toContain('npm run probe');
});

describe('npm run demo', () => {
  test('shows a token that is created, used, revoked and refused, and leaves nothing behind', async () => {
    const { exitCode, stdout, stderr, leftOver } = await run(['demo'], CREDENTIALS);

    expect({ exitCode, stderr, leftOver }).toEqual({ exitCode: 0, stderr: '', leftOver: [] });
    expect(stdout).toContain('access-token        ***');
    expect(stdout).toContain('→ HTTP 200 [{"contentName":');
    expect(stdout).toContain('→ HTTP 401 {"code":"AUTH_REQUIRE"');
    expect(stdout).toMatch(/revoke #1 +revoked +token 1/);
    expect(stdout).toContain('✓ No token is alive');
    expect(stdout).not.toMatch(/✗|\u001b|eyJ|BEGIN|\b[A-Za-z0-9]{24}\b/);
    expect(stdout).not.toContain(ACCOUNT.id);
  });
});

describe('npm run probe', () => {
  test('says before it starts how many requests it sends, and how many of them are wrong', async () => {
    await withScene({ scopes: ['publishing'] }, async ({ store: emulator }) => {
      const { exitCode, stdout, stderr } = await run(['probe', '--api-url', emulator.url], {
        ...CREDENTIALS,
        CI: 'true',
      });

      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      const announcement = stdout.slice(0, stdout.indexOf('1. A step'));
      expect(announcement).toContain(`It sends about ${emulator.requests.length} requests.`);
      const refused = emulator.events.filter(
        ({ kind, operation }) => kind === 'refused' && operation === 'create',
      );
      expect(announcement).toContain(
        `${refused.length} of them carry a wrong assertion on purpose`,
      );
      expect(piecesIn(stdout, secretsOf(emulator, PRIVATE_KEY))).toEqual([]);
    });
  });

  test('revokes every token when it is interrupted', async () => {
    const interruption = new AbortController();
    const onEvent = ({ kind, n }: { readonly kind: string; readonly n: number }): void => {
      if (kind === 'created' && n === 2) interruption.abort();
    };
    await withScene({ scopes: ['publishing'], onEvent }, async ({ store: emulator }) => {
      const args = ['probe', '--api-url', emulator.url];
      const { stdout, stderr, ...rest } = await run(args, CREDENTIALS, interruption.signal);

      expect(rest).toMatchObject({ exitCode: 1, leftOver: [] });
      expect(stderr).toContain('Ending; what is left is revoked');
      expect(stdout).toContain('Refused now: 1 of 1.');
      expect(stdout).toContain('because it was interrupted');
      expect(emulator.liveTokens()).toEqual([]);
      expect(piecesIn(stdout, secretsOf(emulator, PRIVATE_KEY))).toEqual([]);
    });
  });

  const cut = { GALAXY_STORE_PRIVATE_KEY: PRIVATE_KEY.slice(0, 400) };
  const none = { GALAXY_STORE_SERVICE_ACCOUNT_ID: '', GALAXY_STORE_PRIVATE_KEY: '' };

  test.each([
    ['variables that are missing', [], none, /service-account-id[^]*private-key/],
    ['a key that is cut', [], cut, /private-key/],
    ['another scope', ['--scopes', 'write'], {}, /scopes/],
    ['plain HTTP', ['--api-url', 'http://example.com'], {}, /api-url is plain http/],
    ['an unknown option', ['--life'], {}, /Unknown option '--life'/],
    ['a word', ['live'], {}, /Unexpected argument 'live'/],
    ['a computer without a person', [], { CI: 'true' }, /for a person at a terminal/],
  ])('refuses %s, without a piece of the key', async (_what, args, env, reason) => {
    const { exitCode, stdout, stderr } = await run(['probe', ...args], { ...CREDENTIALS, ...env });

    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(reason);
    expect(stderr).not.toContain('    at ');
    expect(stderr).not.toContain(PRIVATE_KEY.split('\n')[1]);
  });
});

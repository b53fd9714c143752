import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { ACCOUNT_ID, PEM, legibleSecrets, withEmulator } from './support.ts';

const SCRIPT = resolve(import.meta.dirname, '../../scripts/demo.ts');

interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What is left in the folder for temporary files. */
  readonly leftOver: readonly string[];
}

async function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  interruption?: AbortSignal,
): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'demo-test-'));
  const child = spawn(process.execPath, [SCRIPT, ...args], {
    env: {
      PATH: process.env['PATH'],
      CI: 'true',
      TMPDIR: folder,
      TEMP: folder,
      TMP: folder,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  interruption?.addEventListener('abort', () => child.kill('SIGINT'));
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  try {
    const exitCode = await new Promise<number | null>((done) => child.once('close', done));
    return { ...output, exitCode, leftOver: readdirSync(folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('npm run demo', () => {
  test('shows a token that is created, used, revoked and refused, and leaves nothing behind', async () => {
    const { exitCode, stdout, stderr, leftOver } = await run([]);

    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(leftOver).toEqual([]);
    expect(stdout).toContain('access-token        ***');
    expect(stdout).toContain('→ HTTP 200 [{"contentName":');
    expect(stdout).toContain('→ HTTP 401 {"code":"AUTH_REQUIRE"');
    expect(stdout).toMatch(/revoke #1 +revoked +token 1/);
    expect(stdout).toContain('✓ No token is alive');
    expect(stdout).not.toContain('✗');
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toMatch(/eyJ|BEGIN|\b[A-Za-z0-9]{24}\b/);
  });

  test('explains itself', async () => {
    const { exitCode, stdout } = await run(['--help']);

    expect(exitCode).toBe(0);
    expect(stdout).toContain('Usage: npm run demo');
  });

  test('says in one line what is missing for --live', async () => {
    const { exitCode, stdout, stderr } = await run(['--live']);

    expect(exitCode).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('--live needs GALAXY_STORE_SERVICE_ACCOUNT_ID and');
    expect(stderr).not.toContain('    at ');
  });

  test('revokes every token when it is interrupted in the middle of --live', async () => {
    const interruption = new AbortController();
    const onEvent = ({ kind, n }: { readonly kind: string; readonly n: number }): void => {
      if (kind === 'created' && n === 2) interruption.abort();
    };
    await withEmulator({ onEvent }, async (emulator) => {
      const env = { GALAXY_STORE_SERVICE_ACCOUNT_ID: ACCOUNT_ID, GALAXY_STORE_PRIVATE_KEY: PEM };
      const args = ['--live', '--api-url', emulator.url];
      const { exitCode, stdout, stderr, leftOver } = await run(args, env, interruption.signal);

      expect(exitCode).toBe(1);
      expect(stderr).toContain('Ending; revoking what is left');
      expect(stdout).toContain('Refused now: 1 of 1.');
      expect(stdout).toContain('because it was interrupted');
      expect(emulator.liveTokens()).toEqual([]);
      expect(legibleSecrets(stdout, emulator)).toEqual([]);
      expect(leftOver).toEqual([]);
    });
  });
});

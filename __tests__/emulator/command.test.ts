import { spawn } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { KNOWN_SCOPES } from '../../emulator/options.ts';
import { ACCOUNT, bothHeaders, jwtOf, privateKey } from './support.ts';

const MAIN = join(import.meta.dirname, '../../emulator/main.ts');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command; when it is ready, does something with its URL and presses Ctrl-C. */
async function command(
  args: readonly string[],
  use: (url: string, printed: string) => Promise<void>,
): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...args]);
  const printed = { stdout: '', stderr: '' };
  child.stderr.on('data', (chunk: Buffer) => (printed.stderr += chunk.toString()));
  const used = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const wasReady = printed.stdout.includes('Ctrl-C');
      printed.stdout += chunk.toString();
      if (!wasReady && printed.stdout.includes('Ctrl-C')) {
        const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed.stdout)?.[0] ?? '';
        use(url, printed.stdout).then(resolve, reject);
      }
    });
    child.on('exit', resolve);
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  try {
    await used;
  } finally {
    child.kill('SIGINT');
  }
  return { code: await ended, ...printed };
}

async function mint(url: string, jwt: string): Promise<string> {
  const headers = { authorization: `Bearer ${jwt}` };
  const response = await fetch(`${url}/auth/accessToken`, { method: 'POST', headers });
  const text = await response.text();
  return /"accessToken":"(\w+)"/.exec(text)?.[1] ?? text;
}

describe('the command', () => {
  test('makes a key, prints inputs to copy and each event, and ends on Ctrl-C', async () => {
    let token = '';
    const { code, stdout, stderr } = await command([], async (url, printed) => {
      expect(printed).toContain(`api-url: '${url}'`);
      expect(printed).toContain(`'INPUT_API-URL=${url}'`);
      const line = /'INPUT_PRIVATE-KEY=([^']+)'/.exec(printed)?.[1] ?? '';
      const key = createPrivateKey(line.replaceAll('\\n', '\n'));
      expect(key.asymmetricKeyDetails?.modulusLength).toBe(2048);
      token = await mint(url, jwtOf({ key, claims: { iss: 'emulated-account' } }));
      const headers = bothHeaders(token, 'emulated-account');
      await fetch(`${url}/auth/checkAccessToken`, { headers });
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/create #1 +created +token 1/);
    expect(stdout).toMatch(/check +#1 +checked +token 1 is valid/);
    expect(stdout).toContain('Tokens still alive: 1');
    expect(stdout).not.toContain(token);
  });

  test('takes an account, its public key and its scopes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
    try {
      const file = join(folder, 'public.pem');
      writeFileSync(file, ACCOUNT.publicKey.export({ type: 'spki', format: 'pem' }));
      const args = ['--account', ACCOUNT.id, '--public-key', file, '--scopes', 'publishing'];
      const { code, stdout } = await command(args, async (url) => {
        expect(await mint(url, jwtOf({ key: privateKey }))).toHaveLength(24);
        const refused = await mint(url, jwtOf({ claims: { scopes: ['gss'] } }));
        expect(refused).toContain('NO_PERMISSION');
      });
      expect(code).toBe(0);
      expect(stdout).not.toContain('PRIVATE KEY---');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each([
    [['--scopes', 'publish'], `--scopes: "publish" is not one of ${KNOWN_SCOPES.join(', ')}`],
    [['--port', 'x'], '--port must be a whole number'],
    [['--content-id', '12'], '--content-id must have 12 digits'],
    [['--public-key', '/does/not/exist'], 'ENOENT'],
    [['--colour'], '--colour'],
  ])('says what is wrong with %j', async (args, reason) => {
    const { code, stderr } = await command(args, async () => {
      await Promise.reject(new Error('It must not start'));
    });
    expect(code).toBe(1);
    expect(stderr).toContain(reason);
    expect(stderr).toContain('--help');
    expect(stderr).not.toContain('    at ');
  });

  test('explains itself with --help', async () => {
    const { code, stdout } = await command(['--help'], async () => {
      await Promise.resolve();
    });
    expect(code).toBe(0);
    expect(stdout).toContain('--public-key FILE');
  });
});

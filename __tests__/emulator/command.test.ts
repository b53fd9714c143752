import { spawn } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ACCOUNT_ID, bothHeaders, jwtOf, publicKey } from './support.ts';

const MAIN = join(import.meta.dirname, '../../emulator/main.ts');

/** Runs the command. When it is ready, does something with its URL and presses Ctrl-C. */
async function command(
  args: readonly string[],
  use?: (url: string, printed: string) => Promise<void>,
): Promise<{ readonly code: unknown; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, [MAIN, ...args]);
  const closed = once(child, 'close');
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  try {
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      const wasReady = stdout.includes('Ctrl-C');
      stdout += chunk.toString();
      if (wasReady || !stdout.includes('Ctrl-C')) continue;
      await use?.(/http:\/\/127\.0\.0\.1:\d+/.exec(stdout)?.[0] ?? '', stdout);
      child.kill('SIGINT');
    }
  } finally {
    child.kill('SIGINT');
  }
  const [code] = (await closed) as unknown[];
  return { code, stdout, stderr };
}

async function created(url: string, jwt: string): Promise<string> {
  const headers = { authorization: `Bearer ${jwt}` };
  const text = await (await fetch(`${url}/auth/accessToken`, { method: 'POST', headers })).text();
  return /"accessToken":"(\w+)"/.exec(text)?.[1] ?? text;
}

test('it makes a key, prints inputs to copy and each event, and ends on Ctrl-C', async () => {
  let token = '';
  const { code, stdout, stderr } = await command([], async (url, printed) => {
    expect(printed).toContain(`api-url: '${url}'`);
    expect(printed).toContain(`'INPUT_API-URL=${url}'`);
    const line = /'INPUT_PRIVATE-KEY=([^']+)'/.exec(printed)?.[1] ?? '';
    const key = createPrivateKey(line.replaceAll('\\n', '\n'));
    expect(key.asymmetricKeyDetails?.modulusLength).toBe(2048);
    token = await created(url, jwtOf({ iss: 'emulated-account' }, {}, key));
    const headers = bothHeaders(token, 'emulated-account');
    await fetch(`${url}/auth/checkAccessToken`, { headers });
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/create #1 +created +token 1/);
  expect(stdout).toMatch(/check +#1 +checked +token 1 is valid/);
  expect(stdout).toContain('Tokens still alive: 1');
  expect(stdout).not.toContain(token);
});

test('it takes an account and its public key', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
  try {
    const file = join(folder, 'public.pem');
    writeFileSync(file, publicKey.export({ type: 'spki', format: 'pem' }));
    const args = ['--account', ACCOUNT_ID, '--public-key', file];
    const { code, stdout } = await command(args, async (url) => {
      expect(await created(url, jwtOf())).toHaveLength(24);
    });
    expect(code).toBe(0);
    expect(stdout).not.toContain('PRIVATE KEY---');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  [['--port', 'x'], 1, '--port must be 0 to 65535'],
  [['--port', '65536'], 1, '--port must be 0 to 65535'],
  [['--public-key', '/does/not/exist'], 1, 'ENOENT'],
  [['--colour'], 1, '--colour'],
  [['--help'], 0, '--public-key FILE'],
])('%j: it ends with code %i and says why', async (args, expected, reason) => {
  const { code, stdout, stderr } = await command(args);
  const [text, other] = expected === 0 ? [stdout, stderr] : [stderr, stdout];
  expect({ code, other }).toEqual({ code: expected, other: '' });
  expect(text).toContain(reason);
  expect(text).toContain('--help');
  expect(text).not.toContain('    at ');
});

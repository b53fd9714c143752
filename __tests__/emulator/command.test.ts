import { spawn } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { endOf, type Ended } from '../../runner/child.ts';
import { untilSaid } from '../../runner/scene.ts';
import { ACCOUNT_ID, check, create, jwtOf, publicKey } from './support.ts';

const MAIN = join(import.meta.dirname, '../../emulator/main.ts');

/** Runs the command. When it is ready, does something with its URL and presses Ctrl-C. */
async function command(
  args: readonly string[],
  use?: (url: string, printed: string) => Promise<void>,
): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...args]);
  const ended = endOf(child);
  let printed = '';
  child.stdout.on('data', (text: string) => (printed += text));
  try {
    await untilSaid({ process: child }, 'Ctrl-C');
    await use?.(/http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0] ?? '', printed);
  } finally {
    child.kill('SIGINT');
  }
  return await ended;
}

test('it makes a key, prints inputs to copy and each event, and ends on Ctrl-C', async () => {
  let token = '';
  const { exitCode, stdout, stderr } = await command([], async (url, printed) => {
    expect(printed).toContain(`api-url: '${url}'`);
    expect(printed).toContain(`'INPUT_API-URL=${url}'`);
    const line = /'INPUT_PRIVATE-KEY=([^']+)'/.exec(printed)?.[1] ?? '';
    const key = createPrivateKey(line.replaceAll('\\n', '\n'));
    expect(key.asymmetricKeyDetails?.modulusLength).toBe(2048);
    const { text } = await create({ url }, jwtOf({ iss: 'emulated-account' }, {}, key));
    token = /"accessToken":"(\w+)"/.exec(text)?.[1] ?? text;
    expect((await check({ url }, token, 'emulated-account')).status).toBe(200);
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
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
    const { exitCode, stdout } = await command(args, async (url) => {
      expect((await create({ url })).status).toBe(200);
    });
    expect(exitCode).toBe(0);
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
  const { exitCode, stdout, stderr } = await command(args);
  const [text, other] = expected === 0 ? [stdout, stderr] : [stderr, stdout];
  expect({ exitCode, other }).toEqual({ exitCode: expected, other: '' });
  expect(text).toContain(reason);
  expect(text).toContain('--help');
  expect(text).not.toContain('    at ');
});

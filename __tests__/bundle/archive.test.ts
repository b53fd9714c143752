import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { startEmulator } from '../../emulator/emulator.ts';
import { runStep } from '../../runner/step.ts';
import { listArchive, makeArchive } from '../../scripts/bench/sizes.ts';
import { generateRsaKey } from '../../emulator/rsa-key.ts';

const KEY = generateRsaKey();
const ACCOUNT = {
  id: 'archive-account',
  publicKey: KEY.publicKey,
  scopes: ['publishing'],
} as const;

let folder: string;
let archive: Buffer;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-'));
  archive = makeArchive();
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('The archive alone, unpacked into an empty folder, creates and revokes a token', async () => {
  execFileSync('tar', ['-xf', '-'], { cwd: folder, input: archive });
  const store = await startEmulator({ accounts: [ACCOUNT] });
  try {
    const main = await runStep({
      stage: 'main',
      actionFolder: folder,
      secrets: [KEY.pkcs8],
      inputs: {
        'service-account-id': ACCOUNT.id,
        'private-key': KEY.pkcs8,
        'api-url': store.url,
      },
    });
    expect(main).toMatchObject({ exitCode: 0, stderr: '' });
    expect(store.liveTokens()).toEqual([main.outputs['access-token']]);

    const post = await runStep({ stage: 'post', actionFolder: folder, state: main.state });
    expect(post).toMatchObject({ exitCode: 0, stderr: '' });
    expect(store.liveTokens()).toEqual([]);
  } finally {
    await store.stop();
  }
});

test('The archive carries the licences of what is bundled, and nothing that only developers need', () => {
  const paths = listArchive(archive);

  expect(paths).toEqual(
    expect.arrayContaining(['LICENSE', 'dist/main/LICENSES.txt', 'dist/post/LICENSES.txt']),
  );
  expect(
    paths.filter((path) => !/^(?:LICENSE|README\.md|action\.yml|dist\/.+)$/.test(path)),
  ).toEqual([]);
});

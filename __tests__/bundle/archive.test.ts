import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

import { withScene } from '../../runner/scene.ts';
import { makeArchive } from '../../scripts/check-size.ts';

test('The archive alone, unpacked into an empty folder, creates and revokes a token', async () => {
  const actionFolder = mkdtempSync(join(tmpdir(), 'archive-'));
  try {
    execFileSync('tar', ['-xf', '-'], { cwd: actionFolder, input: makeArchive() });
    await withScene({ step: { actionFolder } }, async ({ store, main, post }) => {
      const created = await main();
      expect(created).toMatchObject({ exitCode: 0, stderr: '' });
      expect(store.liveTokens()).toEqual([created.outputs['access-token']]);

      expect(await post(created)).toMatchObject({ exitCode: 0, stderr: '' });
      expect(store.liveTokens()).toEqual([]);
    });
  } finally {
    rmSync(actionFolder, { recursive: true, force: true });
  }
});

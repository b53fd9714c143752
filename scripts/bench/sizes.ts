import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { PROJECT_DIR } from '../../runner/project.ts';

/** What a runner downloads and loads, in bytes. */
export interface Sizes {
  readonly main: number;
  readonly post: number;
  readonly archive: number;
}

/** The archive of the last commit that GitHub offers to runners, before it is packed. */
export function makeArchive(): Buffer {
  return execFileSync('git', ['archive', '--format=tar', 'HEAD'], {
    cwd: PROJECT_DIR,
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** The paths of the files in an archive, sorted, folders left out. */
export function listArchive(archive: Buffer): readonly string[] {
  return execFileSync('tar', ['-tf', '-'], { input: archive, encoding: 'utf8' })
    .split(/\r?\n/)
    .filter((path) => path !== '' && !path.endsWith('/'))
    .toSorted();
}

/** Measures the two bundles as they are on the disk, and the archive as GitHub packs it. */
export function measureSizes(archive: Buffer): Sizes {
  return {
    main: statSync(join(PROJECT_DIR, 'dist/main/index.js')).size,
    post: statSync(join(PROJECT_DIR, 'dist/post/index.js')).size,
    archive: gzipSync(archive, { level: 9 }).length,
  };
}

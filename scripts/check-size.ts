// Checks the sizes of the bundles, and the size and the content of the archive: npm run check:size
import { execFileSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { PROJECT_DIR } from '../runner/project.ts';

/** What a runner downloads and loads, and the most that it may be, in bytes. */
const LIMITS: Readonly<Record<string, number>> = {
  'dist/main/*.js': 350_000,
  'dist/post/*.js': 250_000,
  'the archive that a runner downloads': 150_000,
};

/** What a runner needs, and what a licence asks to come along. Everything else stays out. */
const CONTENT = [
  ...['LICENSE', 'README.md', 'action.yml', 'dist/main/LICENSES.txt', 'dist/post/LICENSES.txt'],
  ...filesOf('dist/**/*.*'),
];

function filesOf(pattern: string): readonly string[] {
  return globSync(pattern, { cwd: PROJECT_DIR }).map((path) => path.replaceAll('\\', '/'));
}

/** The archive of the last commit that GitHub offers to runners, before it is packed. */
export function makeArchive(): Buffer {
  const options = { cwd: PROJECT_DIR, maxBuffer: 64 * 1024 * 1024 };
  return execFileSync('git', ['archive', '--format=tar', 'HEAD'], options);
}

/** Measures the two bundles as they are on the disk, and the archive as GitHub packs it. */
export function measureSizes(archive: Buffer): Readonly<Record<string, number>> {
  const sizeOf = (pattern: string): number =>
    filesOf(pattern).reduce((sum, path) => sum + statSync(join(PROJECT_DIR, path)).size, 0);
  return {
    'dist/main/*.js': sizeOf('dist/main/*.js'),
    'dist/post/*.js': sizeOf('dist/post/*.js'),
    'the archive that a runner downloads': gzipSync(archive, { level: 9 }).length,
  };
}

if (import.meta.main) {
  const archive = makeArchive();
  const listing = execFileSync('tar', ['-tf', '-'], { input: archive, encoding: 'utf8' });
  const content = listing.split(/\r?\n/).filter((path) => path !== '' && !path.endsWith('/'));
  const sizes = Object.entries(measureSizes(archive));
  const problems = [
    ...sizes
      .filter(([name, size]) => size > (LIMITS[name] ?? 0))
      .map(([name, size]) => `${name} has ${size} bytes, more than ${LIMITS[name]}.`),
    ...content
      .filter((path) => !CONTENT.includes(path))
      .map((path) => `The archive holds ${path}, which no runner needs. See .gitattributes.`),
    ...CONTENT.filter((path) => !content.includes(path)).map(
      (path) => `The archive lacks ${path}. Commit it, and see .gitattributes.`,
    ),
  ];
  for (const [name, size] of sizes) console.log(`${name}: ${size} bytes`);
  console.log(`${content.length} files in the archive`);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}

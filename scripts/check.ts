// Checks everything that needs no test, and reports each part: npm run check
import { spawnSync } from 'node:child_process';

import { PROJECT_DIR } from '../runner/project.ts';
import { differencesFromSources } from './build.ts';

/** What holds when a part passes, and the part: it prints its own findings. */
const PARTS: Readonly<Record<string, () => boolean | Promise<boolean>>> = {
  'Types: tsc has no errors': () => runs('node_modules/typescript/bin/tsc'),
  'Lint: ESLint has no findings': () => runs('node_modules/eslint/bin/eslint.js', '.'),
  'Format: every file is as Prettier writes it': () =>
    runs('node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  'Documents: the tables of README.md and action-types.yml match action.yml': () =>
    runs('scripts/docs-tables.ts', '--check'),
  'Bundle: dist/ is the build of src/': isBuildOfSources,
};

function runs(...args: readonly string[]): boolean {
  const options = { cwd: PROJECT_DIR, stdio: 'inherit' } as const;
  return spawnSync(process.execPath, args, options).status === 0;
}

async function isBuildOfSources(): Promise<boolean> {
  const differences = await differencesFromSources();
  if (differences.length === 0) return true;
  console.error(`dist/ does not match src/: ${differences.join(', ')}`);
  console.error('Run "npm run build" and commit dist/ with your change.');
  return false;
}

for (const [claim, passes] of Object.entries(PARTS)) {
  const passed = await passes();
  console.log(`${passed ? '✓' : '✗ NOT SO:'} ${claim}`);
  if (!passed) process.exitCode = 1;
}

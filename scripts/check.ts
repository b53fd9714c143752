// Checks everything that needs no test, and reports each part: npm run check
import { spawnSync } from 'node:child_process';

import { bundle, differencesFrom } from './bundle.ts';
import { PROJECT_DIR } from '../runner/project.ts';

interface Part {
  /** What holds when the part passes. */
  readonly claim: string;
  readonly passes: () => boolean | Promise<boolean>;
}

const PARTS: readonly Part[] = [
  { claim: 'Types: tsc has no errors', passes: () => runs('typescript/bin/tsc') },
  { claim: 'Lint: ESLint has no findings', passes: () => runs('eslint/bin/eslint.js', '.') },
  {
    claim: 'Format: every file is as Prettier writes it',
    passes: () => runs('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  },
  {
    claim: 'Documents: the tables of README.md and action-types.yml match action.yml',
    passes: () => runs('../scripts/docs-tables.ts', '--check'),
  },
  { claim: 'Bundle: dist/ is the build of src/', passes: isBuildOfSources },
];

/** Runs a script of a package. It prints its own findings. */
function runs(script: string, ...args: readonly string[]): boolean {
  const { status } = spawnSync(process.execPath, [`node_modules/${script}`, ...args], {
    cwd: PROJECT_DIR,
    stdio: 'inherit',
  });
  return status === 0;
}

async function isBuildOfSources(): Promise<boolean> {
  const differences = await differencesFrom(await bundle());
  if (differences.length === 0) return true;
  console.error(`dist/ does not match src/: ${differences.join(', ')}`);
  console.error('Run "npm run build" and commit dist/ with your change.');
  return false;
}

for (const { claim, passes } of PARTS) {
  const passed = await passes();
  console.log(`${passed ? '✓' : '✗ NOT SO:'} ${claim}`);
  if (!passed) process.exitCode = 1;
}

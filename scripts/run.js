// Makes every npm script work on a fresh clone: it installs the dependencies when they are missing
// or older than the lock file. Plain JavaScript without imports from node_modules, because it runs
// on whatever Node the newcomer has.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

const modifiedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

if (modifiedAt('node_modules/.package-lock.json') < modifiedAt('package-lock.json')) {
  const quiet = process.argv.includes('--quiet');
  console.error('Installing the dependencies (npm ci) …');
  const { status } = spawnSync('npm ci --no-audit --no-fund', {
    shell: true,
    stdio: quiet ? ['ignore', 'ignore', 'inherit'] : 'inherit',
  });
  if (status !== 0) {
    console.error('npm ci failed. Mend what it says above, then run the command again.');
    process.exit(1);
  }
}

// The scripts need Node 24, as the runner has it. It comes as a package, which not every system has.
if (Number.parseInt(process.versions.node, 10) < 24 && !existsSync('node_modules/.bin/node')) {
  console.error(
    'Node 24 was not installed: npm has no package of it for this system ' +
      `(${process.platform} ${process.arch}), or npm did not run its install script. ` +
      'Install Node 24 yourself (https://nodejs.org), then run the command again.',
  );
  process.exit(1);
}

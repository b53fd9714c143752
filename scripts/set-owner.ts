// Puts the owner of the published repository in everywhere, and commits this: npm run set-owner -- NAME
// When the repository moves to another owner: npm run set-owner -- NAME --replace OLD
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { git, npmRun, repositoryFiles } from './repository/files.ts';
import { currentOwner, refusalOf, withOwner } from './repository/owner.ts';
import { PROJECT_DIR } from '../runner/project.ts';

/** @returns the paths of the files that changed */
async function setOwner(from: string, to: string): Promise<readonly string[]> {
  const changed: string[] = [];
  // dist/ comes from the build alone, so that it always is what the sources give.
  for (const path of repositoryFiles().filter((file) => !file.startsWith('dist/'))) {
    const before = await readFile(join(PROJECT_DIR, path), 'utf8');
    const after = withOwner(before, from, to);
    if (after === before) continue;
    await writeFile(join(PROJECT_DIR, path), after);
    changed.push(path);
  }
  return changed;
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { replace: { type: 'string' } },
});
const from = currentOwner();
const to = positionals.length === 1 ? (positionals[0] ?? '') : '';
const refusal = refusalOf({
  from,
  to,
  replace: values.replace,
  origin: git('config', '--default', '', '--get', 'remote.origin.url'),
  hasUncommittedChanges: git('status', '--porcelain') !== '',
});
if (from === to) {
  console.log(`Nothing to do: the owner is ${to} already.`);
} else if (refusal !== undefined) {
  console.error(refusal);
  process.exitCode = 1;
} else {
  const changed = await setOwner(from, to);
  for (const script of ['format', 'build']) npmRun(script);
  git('add', '--all');
  git('commit', '--message', `Set the owner of the repository to ${to}`);
  for (const path of changed) console.log(`  ${path}`);
  console.log(
    `The owner is ${to} in ${changed.length} files and in dist/. This is the last commit now.`,
  );
}

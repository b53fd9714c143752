// Puts the owner of the published repository in everywhere: npm run set-owner -- NAME
// It may be run again when the repository moves.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { repositoryFiles } from './repository/files.ts';
import { currentOwner, isOwnerName, withOwner } from './repository/owner.ts';
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

const [owner, ...rest] = process.argv.slice(2);
if (owner === undefined || rest.length > 0 || !isOwnerName(owner)) {
  console.error('Give the name of one GitHub user or organisation: npm run set-owner -- NAME');
  process.exitCode = 1;
} else {
  const changed = await setOwner(currentOwner(), owner);
  for (const path of changed) console.log(`  ${path}`);
  console.log(
    changed.length === 0
      ? `Nothing to do: ${owner} is the owner already.`
      : `The owner is ${owner} in ${changed.length} files. Now run "npm run build" and then "npm test", ` +
          'and commit everything together.',
  );
}

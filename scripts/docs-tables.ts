// Writes the tables of inputs and outputs in README.md, which come from action.yml. With --check it
// writes nothing and fails where they, or action-types.yml, are out of date.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readActionMetadata } from '../runner/action-metadata.ts';
import { DocumentError } from './markdown.ts';
import { differencesOfTypes, readActionTypes, withTables } from './repository/action.ts';
import { PROJECT_DIR } from '../runner/project.ts';

const README = join(PROJECT_DIR, 'README.md');

async function run(isCheck: boolean): Promise<readonly string[]> {
  const action = readActionMetadata();
  const before = await readFile(README, 'utf8');
  const after = withTables(before, action);
  const problems = differencesOfTypes(action, readActionTypes());
  if (after === before) return problems;
  if (isCheck) {
    return [...problems, 'The tables in README.md do not match action.yml: run "npm run docs".'];
  }
  await writeFile(README, after);
  console.log('README.md: wrote the tables of inputs and outputs anew.');
  return problems;
}

try {
  const isCheck = process.argv.includes('--check');
  const problems = await run(isCheck);
  for (const problem of problems) console.error(problem);
  if (problems.length === 0 && !isCheck) {
    console.log('README.md and action-types.yml match action.yml: every input and output.');
  }
  process.exitCode = problems.length === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof DocumentError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

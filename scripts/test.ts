// Runs the tests: npm test [-- WORDS and options of Jest]. Without words it runs all of them and checks
// the coverage. Words choose files by their path below the project.
import { sep } from 'node:path';

import { buildArgv, run } from 'jest';

import { PROJECT_DIR } from '../runner/project.ts';

/** Jest would look for a word in the whole path, and so take all files of a folder with this word. */
function belowProject(word: string): string {
  const folder = (PROJECT_DIR + sep).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return `^${folder}.*(?:${word})`;
}

process.env['NODE_ENV'] ??= 'test';
const args = process.argv.slice(2);
const { _: words, coverage, testNamePattern } = await buildArgv(args);
const isPart = words.length > 0 || testNamePattern !== undefined;
await run(
  [
    ...(isPart || coverage !== undefined ? [] : ['--coverage']),
    ...args.map((arg) => (words.includes(arg) ? belowProject(arg) : arg)),
  ],
  PROJECT_DIR,
);

// Says whether this tree can be released as it is: npm run release:check
// In the release workflow the tag is an argument, `-- --tag v1.2.3`.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { readActionMetadata } from '../runner/action-metadata.ts';
import { VERSION } from '../src/project.ts';
import { PROJECT_DIR } from '../runner/project.ts';
import { problemsOfChangelog, readChangelog } from './repository/changelog.ts';
import { git, npmRun, repositoryFiles } from './repository/files.ts';
import { marketplaceProblems } from './repository/action.ts';
import { PLACEHOLDER, namesOwner } from './repository/owner.ts';

/** One thing that was checked, and what is wrong with it. */
interface Finding {
  readonly subject: string;
  readonly problems: readonly string[];
}

/**
 * Checks everything that has to be right before a release. It changes nothing.
 *
 * @param tag - the tag that is being released, where there is one already
 */
async function releaseProblems(tag: string | undefined): Promise<readonly Finding[]> {
  return [
    { subject: 'the version is the same everywhere', problems: await versionProblems(tag) },
    { subject: 'CHANGELOG.md', problems: await changelogProblems() },
    { subject: 'the Marketplace', problems: marketplaceProblems(readActionMetadata()) },
    { subject: 'the owner of the repository is set', problems: await ownerProblems() },
    { subject: 'no change is uncommitted', problems: uncommittedProblems() },
    { subject: 'npm run check: code, documents and dist/', problems: commandProblems('check') },
    { subject: 'npm run check:size: the archive', problems: commandProblems('check:size') },
  ];
}

const read = (path: string): Promise<string> => readFile(join(PROJECT_DIR, path), 'utf8');

async function versionProblems(tag: string | undefined): Promise<readonly string[]> {
  const versions = new Map(tag === undefined ? [] : [['the tag', tag.replace(/^v/, '')]]);
  for (const path of ['package.json', 'package-lock.json']) {
    const { version } = JSON.parse(await read(path)) as { readonly version: string };
    versions.set(path, version);
  }
  const problems = [...versions]
    .filter(([, version]) => version !== VERSION)
    .map(([where, version]) => `${where} has ${version}, src/project.ts has ${VERSION}.`);
  const isTaken = tag === undefined && git('tag', '--list', `v${VERSION}`) !== '';
  return isTaken ? [...problems, `The tag v${VERSION} exists: choose a new version.`] : problems;
}

async function changelogProblems(): Promise<readonly string[]> {
  return problemsOfChangelog(readChangelog(await read('CHANGELOG.md')), VERSION);
}

async function ownerProblems(): Promise<readonly string[]> {
  const files = await Promise.all(
    repositoryFiles().map(async (path) => ({ path, text: await read(path) })),
  );
  const found = files.filter(({ text }) => namesOwner(text, PLACEHOLDER));
  if (found.length === 0) return [];
  const example = found[0]?.path ?? '';
  return [
    `The placeholder ${PLACEHOLDER} stands in ${found.length} files, ${example} for one: ` +
      'run "npm run set-owner -- NAME".',
  ];
}

function uncommittedProblems(): readonly string[] {
  const lines = git('status', '--porcelain').split('\n');
  return lines.map((line) => line.trim()).filter((line) => line !== '');
}

function commandProblems(script: string): readonly string[] {
  try {
    npmRun(script);
    return [];
  } catch (error) {
    return error instanceof Error ? error.message.split('\n') : [String(error)];
  }
}

const { values } = parseArgs({ options: { tag: { type: 'string' } } });
const results = await releaseProblems(values.tag);
for (const { subject, problems } of results) {
  console.log(`${problems.length === 0 ? 'ok    ' : 'NOT OK'}  ${subject}`);
  for (const problem of problems) console.log(`          ${problem}`);
}
const failed = results.filter(({ problems }) => problems.length > 0).length;
console.log(
  failed === 0 ? '\nReady to be released.' : `\nNot ready: ${failed} of ${results.length}.`,
);
process.exitCode = failed === 0 ? 0 : 1;

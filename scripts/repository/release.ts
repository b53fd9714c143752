import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readActionMetadata } from '../../runner/action-metadata.ts';
import { VERSION } from '../../src/project.ts';
import { bundle, differencesFrom } from '../bundle.ts';
import { PROJECT_DIR } from '../../runner/project.ts';
import { withTables } from './action-tables.ts';
import { differencesOfTypes, readActionTypes } from './action-types.ts';
import { problemsOfChangelog, readChangelog } from './changelog.ts';
import { git, repositoryFiles } from './files.ts';
import { PLACEHOLDER, namesOwner } from './owner.ts';

/** One thing that was looked at, and what is wrong with it. */
export interface Finding {
  readonly subject: string;
  readonly problems: readonly string[];
}

/**
 * Looks at everything that has to be right before a release. It changes nothing.
 *
 * @param tag - the tag that is being released, where there is one already
 */
export async function releaseProblems(tag: string | undefined): Promise<readonly Finding[]> {
  return [
    { subject: 'the version is the same everywhere', problems: await versionProblems(tag) },
    { subject: 'CHANGELOG.md', problems: await changelogProblems() },
    { subject: 'README.md and action-types.yml match action.yml', problems: await docsProblems() },
    { subject: 'the owner of the repository is set', problems: await ownerProblems() },
    { subject: 'no change is uncommitted', problems: uncommittedProblems() },
    { subject: 'dist/ is the build of src/', problems: await distProblems() },
    { subject: 'size and content of the archive', problems: sizeProblems() },
  ];
}

const read = (path: string): Promise<string> => readFile(join(PROJECT_DIR, path), 'utf8');

async function versionProblems(tag: string | undefined): Promise<readonly string[]> {
  const inFile = async (path: string): Promise<readonly [string, string]> => {
    const { version } = JSON.parse(await read(path)) as { readonly version: string };
    return [path, version];
  };
  const versions = [
    await inFile('package.json'),
    await inFile('package-lock.json'),
    ...(tag === undefined ? [] : [['the tag', tag.replace(/^v/, '')] as const]),
  ];
  const wrong = versions.filter(([, version]) => version !== VERSION);
  const problems = wrong.map(
    ([where, version]) => `${where} says ${version}, src/project.ts says ${VERSION}.`,
  );
  const isTaken = tag === undefined && git('tag', '--list', `v${VERSION}`) !== '';
  return isTaken ? [...problems, `The tag v${VERSION} exists: choose a new version.`] : problems;
}

async function changelogProblems(): Promise<readonly string[]> {
  return problemsOfChangelog(readChangelog(await read('CHANGELOG.md')), VERSION);
}

async function docsProblems(): Promise<readonly string[]> {
  const action = readActionMetadata();
  const readme = await read('README.md');
  const isCurrent = (await withTables(readme, action)) === readme;
  return [
    ...(isCurrent ? [] : ['The tables in README.md are out of date: run "npm run docs".']),
    ...differencesOfTypes(action, readActionTypes()),
  ];
}

async function ownerProblems(): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const path of repositoryFiles()) {
    if (namesOwner(await read(path), PLACEHOLDER)) paths.push(path);
  }
  if (paths.length === 0) return [];
  return [
    `The placeholder ${PLACEHOLDER} stands in ${paths.length} files, ${paths[0] ?? ''} for one: ` +
      'run "npm run set-owner -- NAME", then "npm run build".',
  ];
}

function uncommittedProblems(): readonly string[] {
  const status = git('status', '--porcelain');
  return status === '' ? [] : status.split('\n').map((line) => line.trim());
}

async function distProblems(): Promise<readonly string[]> {
  const workingDirectory = process.cwd();
  try {
    const differences = await differencesFrom(await bundle());
    return differences.map((path) => `dist/${path} differs: run "npm run build" and commit dist/.`);
  } finally {
    process.chdir(workingDirectory);
  }
}

/** The archive is that of the last commit, which is what a runner would download. */
function sizeProblems(): readonly string[] {
  const { status, stdout, stderr } = spawnSync('npm run --silent check:size', {
    cwd: PROJECT_DIR,
    encoding: 'utf8',
    shell: true,
  });
  return status === 0 ? [] : [`${stdout}${stderr}`.trim()];
}

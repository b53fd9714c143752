// Says whether this tree can be released as it is: npm run release:check
// In the release workflow the tag is an argument, `-- --tag v1.2.3`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { readActionMetadata, type ActionMetadata } from '../runner/action-metadata.ts';
import { PROJECT_DIR } from '../runner/project.ts';
import { VERSION } from '../src/project.ts';
import { problemsOfChangelog, readChangelog } from './release-notes.ts';
import { git, npmRun, repositoryFiles } from './repository.ts';
import { PLACEHOLDER, withOwner } from './set-owner.ts';

/** The form on the page of a release refuses a description of 125 characters or more. */
const DESCRIPTION_LIMIT = 125;
/** GitHub documents no limit for the name. This length still fits into its lists. */
const NAME_LIMIT = 64;

/** https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#brandingcolor */
const COLORS = 'white black yellow blue green orange red purple gray-dark'.split(' ');

/** Feather icons that the Marketplace leaves out. actionlint checks that an icon is one of Feather. */
const OMITTED_ICONS = (
  'coffee columns divide-circle divide-square divide frown hexagon key meh mouse-pointer smile tool ' +
  'x-octagon'
).split(' ');

/** What the GitHub Marketplace would refuse in action.yml, a sentence each. */
export function marketplaceProblems(
  action: Pick<ActionMetadata, 'name' | 'description' | 'branding'>,
): readonly string[] {
  const { branding, description, name } = action;
  const checks: readonly (readonly [isWrong: boolean, problem: string])[] = [
    [name.trim() === '' || name.length > NAME_LIMIT, `name: 1 to ${NAME_LIMIT} characters.`],
    [
      description.trim() === '' || description.length >= DESCRIPTION_LIMIT,
      `description: ${description.length} characters, fewer than ${DESCRIPTION_LIMIT} are allowed.`,
    ],
    [!COLORS.includes(branding.color), `branding.color: one of ${COLORS.join(', ')}.`],
    [
      !/^[a-z]+(-[a-z\d]+)*$/.test(branding.icon) || OMITTED_ICONS.includes(branding.icon),
      `branding.icon: a Feather icon, but none of ${OMITTED_ICONS.join(', ')}.`,
    ],
  ];
  return checks.filter(([isWrong]) => isWrong).map(([, problem]) => `action.yml, ${problem}`);
}

const read = (path: string): string => readFileSync(join(PROJECT_DIR, path), 'utf8');

function versionProblems(tag: string | undefined): readonly string[] {
  const versions = ['package.json', 'package-lock.json'].map((path) => {
    const { version } = JSON.parse(read(path)) as { readonly version: string };
    return [path, version] as const;
  });
  const all = tag === undefined ? versions : [['the tag', tag.replace(/^v/, '')], ...versions];
  const isTaken = tag === undefined && git('tag', '--list', `v${VERSION}`) !== '';
  return [
    ...all
      .filter(([, version]) => version !== VERSION)
      .map(([where, version]) => `${where} has ${version}, src/project.ts has ${VERSION}.`),
    ...(isTaken ? [`The tag v${VERSION} exists: choose a new version.`] : []),
  ];
}

function ownerProblems(): readonly string[] {
  const found = repositoryFiles().filter((path) => {
    const text = read(path);
    return withOwner(text, PLACEHOLDER, '') !== text;
  });
  const [example] = found;
  if (example === undefined) return [];
  return [
    `The placeholder ${PLACEHOLDER} stands in ${found.length} files, ${example} for one: ` +
      'run "npm run set-owner -- NAME".',
  ];
}

function commandProblems(script: string): readonly string[] {
  try {
    npmRun(script);
    return [];
  } catch (error) {
    return error instanceof Error ? error.message.split('\n') : [String(error)];
  }
}

/** Checks everything that has to be right before a release. It changes nothing. */
function check(): void {
  const { values } = parseArgs({ options: { tag: { type: 'string' } } });
  const changelog = readChangelog(read('CHANGELOG.md'));
  const subjects: Readonly<Record<string, readonly string[]>> = {
    'the version is the same everywhere': versionProblems(values.tag),
    'CHANGELOG.md': problemsOfChangelog(changelog, VERSION),
    'the Marketplace': marketplaceProblems(readActionMetadata()),
    'the owner of the repository is set': ownerProblems(),
    'no change is uncommitted': git('status', '--porcelain').split('\n').filter(Boolean),
    'npm run check: code, documents and dist/': commandProblems('check'),
    'npm run check:size: the archive': commandProblems('check:size'),
  };
  for (const [subject, problems] of Object.entries(subjects)) {
    console.log(`${problems.length === 0 ? 'ok    ' : 'NOT OK'}  ${subject}`);
    for (const problem of problems) console.log(`          ${problem}`);
  }
  const all = Object.values(subjects);
  const failed = all.filter((problems) => problems.length > 0).length;
  console.log(
    failed === 0 ? '\nReady to be released.' : `\nNot ready: ${failed} of ${all.length}.`,
  );
  process.exitCode = failed === 0 ? 0 : 1;
}

if (import.meta.main) check();

// Puts the owner of the published repository in everywhere, and commits this: npm run set-owner -- NAME
// When the repository moves to another owner: npm run set-owner -- NAME --replace OLD
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { PROJECT_DIR } from '../runner/project.ts';
import { REPOSITORY_URL } from '../src/project.ts';
import { git, npmRun, repositoryFiles } from './repository.ts';

const NAME = 'galaxy-store-access-token';

/** Stands for the owner's name until the repository has an owner. */
export const PLACEHOLDER = 'OWNER';

/**
 * What GitHub accepts as the name of a user or an organization: letters, digits and single hyphens
 * between them, 39 characters at most. The placeholders of the documents are refused.
 */
export function isOwnerName(name: string): boolean {
  return /^(?!(?:OWNER|NAME)$)(?=.{1,39}$)[a-z\d]+(?:-[a-z\d]+)*$/i.test(name);
}

/** Where a text names the owner: in the address of this repository, and in a line of CODEOWNERS. */
function mentions(owner: string): RegExp {
  return new RegExp(String.raw`(?<![\w-])${owner}(?=/${NAME})|(?<=^\S+ +@)${owner}$`, 'gm');
}

/** Whether a text names this repository under an owner. */
export function namesOwner(text: string, owner: string): boolean {
  return mentions(owner).test(text);
}

/** The text with another owner of this repository in it. Other mentions of the name stay as they are. */
export function withOwner(text: string, from: string, to: string): string {
  return text.replaceAll(mentions(from), to);
}

/** What is known before the owner changes. */
export interface OwnerChange {
  readonly from: string;
  readonly to: string;
  /** The owner that the person at the keyboard wants to replace. */
  readonly replace?: string | undefined;
  /** The address of the remote `origin`, or nothing. */
  readonly origin: string;
  readonly hasUncommittedChanges: boolean;
}

/** Why the owner must stay as it is, and what to do; nothing where it may change. */
export function refusalOf(change: OwnerChange): string | undefined {
  const { from, hasUncommittedChanges, origin, replace, to } = change;
  const remoteOwner = /github\.com[:/]([^/]+)\//.exec(origin)?.[1] ?? to;
  if (!isOwnerName(to)) {
    return 'Give the name of one GitHub user or organization: npm run set-owner -- NAME';
  }
  if (hasUncommittedChanges) {
    return 'There are uncommitted changes. Commit or stash them first: this change is a commit of its own.';
  }
  if (remoteOwner.toLowerCase() !== to.toLowerCase()) {
    return `The remote "origin" belongs to ${remoteOwner}. If ${to} is right, change the remote first.`;
  }
  if (from !== PLACEHOLDER && from !== replace) {
    return `The owner is ${from}. To replace it: npm run set-owner -- ${to} --replace ${from}`;
  }
  return undefined;
}

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

if (import.meta.main) {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { replace: { type: 'string' } },
  });
  const from = new URL(REPOSITORY_URL).pathname.split('/')[1] ?? PLACEHOLDER;
  const [to = '', ...others] = positionals;
  const refusal = refusalOf({
    from,
    to: others.length === 0 ? to : '',
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
}

// Puts the owner of the published repository in everywhere, and commits this: npm run set-owner -- NAME
// When the repository moves to another owner: npm run set-owner -- NAME --replace OLD
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { PROJECT_DIR } from '../runner/project.ts';
import { REPOSITORY_URL } from '../src/project.ts';
import { git, npmRun, repositoryFiles } from './repository.ts';

/** Stands for the owner's name until the repository has an owner. */
export const PLACEHOLDER = 'OWNER';

/**
 * What GitHub accepts as the name of a user or an organization: letters, digits and single hyphens
 * between them, 39 characters at most. The placeholders of the documents are refused.
 */
export function isOwnerName(name: string): boolean {
  return /^(?!(?:OWNER|NAME)$)(?=.{1,39}$)[a-z\d]+(?:-[a-z\d]+)*$/i.test(name);
}

/**
 * The text with another owner of this repository in it: in the address of the repository, and in a line of
 * CODEOWNERS. Other mentions of the name stay as they are.
 */
export function withOwner(text: string, from: string, to: string): string {
  const address = `(?<![\\w-])${from}(?=/galaxy-store-access-token)`;
  return text.replaceAll(new RegExp(`${address}|(?<=^\\S+ +@)${from}$`, 'gm'), to);
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
  const remote = /github\.com[:/]([^/]+)\//.exec(origin)?.[1] ?? to;
  const reasons = {
    'Give the name of one GitHub user or organization: npm run set-owner -- NAME': !isOwnerName(to),
    'There are uncommitted changes. Commit or stash them first: this change is a commit of its own.':
      hasUncommittedChanges,
    [`The remote "origin" belongs to ${remote}. If ${to} is right, change the remote first.`]:
      remote.toLowerCase() !== to.toLowerCase(),
    [`The owner is ${from}. To replace it: npm run set-owner -- ${to} --replace ${from}`]:
      from !== PLACEHOLDER && from !== replace,
  };
  return Object.entries(reasons).find(([, applies]) => applies)?.[0];
}

/** @returns the paths of the files that changed */
function setOwner(from: string, to: string): readonly string[] {
  // dist/ comes from the build alone, so that it always is what the sources give.
  return repositoryFiles().filter((path) => {
    const before = readFileSync(join(PROJECT_DIR, path), 'utf8');
    const after = path.startsWith('dist/') ? before : withOwner(before, from, to);
    if (after !== before) writeFileSync(join(PROJECT_DIR, path), after);
    return after !== before;
  });
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
    const changed = setOwner(from, to);
    for (const script of ['format', 'build']) npmRun(script);
    git('add', '--all');
    git('commit', '--message', `Set the owner of the repository to ${to}`);
    for (const path of changed) console.log(`  ${path}`);
    console.log(
      `The owner is ${to} in ${changed.length} files and in dist/. This is the last commit now.`,
    );
  }
}

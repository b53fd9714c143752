// Puts the owner of the published repository in everywhere, and commits this: npm run set-owner -- NAME
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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

/** Whether the remote is a repository of this owner, or no repository on GitHub. */
export function isOwnerOf(remote: string, name: string): boolean {
  const [, owner = name] = /github\.com[:/]([^/]+)\//.exec(remote) ?? [];
  return owner.toLowerCase() === name.toLowerCase();
}

/** Replaces the owner in every file. dist/ comes from the build alone. */
function setOwner(from: string, to: string): void {
  for (const path of repositoryFiles().filter((each) => !each.startsWith('dist/'))) {
    const before = readFileSync(join(PROJECT_DIR, path), 'utf8');
    const after = withOwner(before, from, to);
    if (after !== before) writeFileSync(join(PROJECT_DIR, path), after);
  }
  for (const script of ['format', 'build']) npmRun(script);
  git('add', '--all');
  git('commit', '--message', `Set the owner of the repository to ${to}`);
  console.log(`The owner was ${from} and is ${to}. This is the last commit now: git show --stat`);
}

if (import.meta.main) {
  const [name = '', ...others] = process.argv.slice(2);
  const from = new URL(REPOSITORY_URL).pathname.split('/')[1] ?? PLACEHOLDER;
  const remote = git('config', '--default', '', '--get', 'remote.origin.url');
  const refusals = {
    'Give the name of one GitHub user or organization: npm run set-owner -- NAME':
      !isOwnerName(name) || others.length > 0,
    'There are uncommitted changes. Commit or stash them first: this change is a commit of its own.':
      git('status', '--porcelain') !== '',
    [`The remote "origin" is of somebody else. If ${name} is right, change the remote first.`]:
      !isOwnerOf(remote, name),
  };
  const refusal = Object.entries(refusals).find(([, applies]) => applies)?.[0];
  if (refusal !== undefined) {
    console.error(refusal);
    process.exitCode = 1;
  } else if (name === from) {
    console.log(`Nothing to do: the owner is ${name} already.`);
  } else {
    setOwner(from, name);
  }
}

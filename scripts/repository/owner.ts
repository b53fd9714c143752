import { REPOSITORY_URL } from '../../src/project.ts';

const NAME = 'galaxy-store-access-token';

/** Stands for the owner's name until the repository has an owner. */
export const PLACEHOLDER = 'OWNER';

/** The owner in the sources now. */
export function currentOwner(): string {
  return new URL(REPOSITORY_URL).pathname.split('/')[1] ?? PLACEHOLDER;
}

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

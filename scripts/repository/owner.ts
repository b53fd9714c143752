import { REPOSITORY_URL } from '../../src/project.ts';

const NAME = 'galaxy-store-access-token';

/** What stands in the place of the owner's name until the repository has one. */
export const PLACEHOLDER = 'OWNER';

/** The owner who stands in the sources now. */
export function currentOwner(): string {
  return new URL(REPOSITORY_URL).pathname.split('/')[1] ?? PLACEHOLDER;
}

/**
 * What GitHub accepts as the name of a user or an organisation: letters, digits and single hyphens
 * between them, 39 characters at most.
 */
export function isOwnerName(name: string): boolean {
  return /^(?=.{1,39}$)[a-z\d]+(?:-[a-z\d]+)*$/i.test(name);
}

/** Whether a text names this repository under an owner. */
export function namesOwner(text: string, owner: string): boolean {
  return text.includes(`${owner}/${NAME}`);
}

/** The text with another owner of this repository in it. What else is called so stays as it is. */
export function withOwner(text: string, from: string, to: string): string {
  return text.replaceAll(`${from}/${NAME}`, `${to}/${NAME}`);
}

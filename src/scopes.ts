import { UserError } from './user-error.ts';

/** The scopes that a service account can have: "Create an access token" of Samsung's documentation. */
export const SCOPES = ['publishing', 'gss'] as const;

export type Scope = (typeof SCOPES)[number];

const ALLOWED = new Intl.ListFormat('en').format(SCOPES);

/**
 * Reads the scopes: separated by commas, spaces or new lines, in any case, duplicates dropped.
 *
 * @throws {@link UserError} which lists what is allowed, and what was probably meant
 */
export function parseScopes(text: string): readonly Scope[] {
  const names = new Set(
    text
      .toLowerCase()
      .split(/[\s,]/)
      .filter((name) => name !== ''),
  );
  const unknown = [...names].filter((name) => !isScope(name));
  if (unknown.length > 0 || names.size === 0) {
    const problem =
      names.size === 0
        ? 'no scope is named'
        : [...new Set(unknown.map(describeUnknownScope))].join('; ');
    throw new UserError(
      'scopes-not-allowed',
      `scopes: ${problem}. Allowed are ${ALLOWED}, separated by commas, spaces or new lines.`,
    );
  }
  return [...names].filter(isScope);
}

function isScope(name: string): name is Scope {
  return SCOPES.some((scope) => scope === name);
}

function describeUnknownScope(name: string): string {
  // What does not look like the name of a scope may be a secret in the wrong place.
  if (!/^[a-z][a-z_.-]{0,23}$/.test(name)) return 'there is a word that is no scope';
  const meant = SCOPES.find((scope) => name.startsWith(scope.slice(0, 3)));
  return `there is no scope "${name}"` + (meant ? ` (did you mean "${meant}"?)` : '');
}

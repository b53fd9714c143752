import { visible } from './escapes.ts';
import { UserError } from './user-error.ts';

/** The scopes that a service account can have: "Create an access token" of Samsung's documentation. */
export const SCOPES = ['publishing', 'gss'] as const;

export type Scope = (typeof SCOPES)[number];

/** Between and around the names: the notations of JSON, YAML, shells and forms. */
const SEPARATORS = /[\s,;|"'`\[\]“”‘’]|\\{1,9}[nrt]/;

/**
 * Reads the scopes: separated by commas, semicolons, bars, spaces or new lines, or a list of JSON or
 * YAML, in any case, duplicates dropped.
 *
 * @throws {@link UserError} which lists what is allowed, and what was probably meant
 */
export function parseScopes(text: string): readonly Scope[] {
  const words = visible(text).toLowerCase().split(SEPARATORS);
  // The dash is that of a list of YAML.
  const names = new Set(words.filter((name) => name !== '' && name !== '-'));
  const scopes = [...names].filter(isScope);
  if (scopes.length > 0 && scopes.length === names.size) return scopes;
  const unknown = [...names].filter((name) => !isScope(name));
  const problem =
    names.size === 0
      ? 'no scope is named'
      : [...new Set(unknown.map(describeUnknownScope))].join('; ');
  // Intl takes 9 ms to load, so it waits for a failure.
  const allowed = new Intl.ListFormat('en').format(SCOPES);
  throw new UserError(
    'scopes-not-allowed',
    `scopes: ${problem}. Allowed are ${allowed}, separated by commas, spaces or new lines.`,
  );
}

function isScope(name: string): name is Scope {
  return SCOPES.some((scope) => scope === name);
}

function describeUnknownScope(name: string): string {
  // Anything that is not close to the name of a scope may be a secret in the wrong place.
  const meant = SCOPES.find((scope) => isClose(name, scope));
  if (meant === undefined) return 'there is a word that is no scope';
  return `there is no scope "${name}" (did you mean "${meant}"?)`;
}

/** Whether a word has nothing but letters and begins like a scope, or is a scope with a typing error. */
function isClose(name: string, scope: string): boolean {
  if (!/^[a-z][a-z_.-]{0,23}$/.test(name)) return false;
  const rest = scope.length > 3 ? [scope.slice(0, -1), scope.slice(-5)] : [];
  return name.startsWith(scope.slice(0, 3)) || rest.some((part) => name.includes(part));
}

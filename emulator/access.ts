import type { Backend, Log } from './backend.ts';
import type { Call } from './http.ts';
import type { Scope, ServiceAccount } from './options.ts';
import { authRequired, insufficientScopes } from './refusal.ts';
import type { Token } from './tokens.ts';

export const CONTENT_METRIC = '/gss/query/contentMetric';

/** What follows `Bearer` and one space in the header. @throws Refusal when that has another form */
export function credential(call: Call, what: 'JWT' | 'access token'): string {
  const [, value] = /^Bearer (\S+)$/.exec(call.headers.authorization ?? '') ?? [];
  if (value !== undefined) return value;
  const message = `Please set the authorization header as 'Bearer <${what}>'`;
  throw authRequired(message, `no ${what} in the Authorization header`);
}

/** The service account of that ID. @throws Refusal when there is none */
export function accountOf({ options, tokens }: Backend, id: string): ServiceAccount {
  const account = options.accounts.find((known) => known.id === id);
  if (account !== undefined) return account;
  // A secret may have been pasted in the place of an ID; only what can be nothing but an ID is repeated.
  const isPlain = /^[\w@.:-]{1,64}$/.test(id) && tokens.look(id) === undefined;
  const detail = `service account ${isPlain ? `"${id}"` : `of ${id.length} characters`} is unknown`;
  throw authRequired('Not found service account by serviceAccountId', detail);
}

/**
 * The token of a call, by the two headers of every call but create: the access token and the service account
 * that it belongs to (use-the-access-token.html). @throws Refusal when one is missing, or they do not fit
 */
export function authenticate(backend: Backend, call: Call): Token {
  const value = credential(call, 'access token');
  // contentMetric alone does not require the second one: there the token names the account.
  const named = call.path === CONTENT_METRIC ? backend.tokens.look(value)?.account : undefined;
  const { id } = accountOf(backend, String(call.headers['service-account-id'] ?? named ?? ''));
  const found = backend.tokens.find(value, id);
  if (typeof found !== 'string') return found;
  throw authRequired('Invalid accessToken', found, id);
}

/** The same for a call that needs a scope, and logs the use. @throws Refusal also when the token lacks it */
export function authorise(backend: Backend, call: Call, log: Log, scope: Scope): Token {
  const token = authenticate(backend, call);
  const { number, account, scopes, value } = token;
  const what = `${call.method} ${call.path}`;
  if (!scopes.includes(scope)) {
    throw insufficientScopes(`${what} needs scope ${scope}, which token ${number} lacks`, account);
  }
  log({ kind: 'used', detail: `token ${number} for ${what}`, account, token: value });
  return token;
}

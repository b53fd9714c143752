import type { Backend, Log } from './backend.ts';
import { bearer, gatewayError, header } from './http.ts';
import type { Answer, Call } from './http.ts';
import type { Scope, ServiceAccount } from './options.ts';
import type { Token } from './tokens.ts';

const UNKNOWN_ACCOUNT = {
  documented: 'Not found service account by serviceAccountId',
  observed: 'Not found serviceAccount by serviceAccountId',
} as const;

export interface Granted {
  readonly token: Token;
  readonly account: ServiceAccount;
}

export type Access = Granted | { readonly refusal: Answer };

/** 401 for an unknown account, in the spelling that the options ask for. */
export function unknownAccount(backend: Backend, id: string | undefined, log: Log): Answer {
  const message = UNKNOWN_ACCOUNT[backend.options.unknownAccountSpelling ?? 'documented'];
  const detail =
    id === undefined || id === ''
      ? 'no service account was named'
      : `service account ${quoteId(backend, id)} is unknown`;
  return refuse(log, { status: 401, code: 'AUTH_REQUIRE', message, detail });
}

/**
 * Checks the two headers of every call but create: the access token and the service account that it belongs to
 * (use-the-access-token.html).
 */
export function authenticate(backend: Backend, call: Call, log: Log): Access {
  const value = bearer(call.headers);
  if (value === undefined) {
    return { refusal: missingBearer(log, 'access token') };
  }
  const id = header(call.headers, 'service-account-id');
  const account = id === undefined ? undefined : backend.account(id);
  if (account === undefined) {
    return { refusal: unknownAccount(backend, id, log) };
  }
  const token = backend.tokens.find(value, account.id);
  if (token !== undefined) {
    return { token, account };
  }
  const detail = backend.tokens.explain(value, account.id);
  const message = 'Invalid accessToken';
  const refused = { status: 401, code: 'AUTH_REQUIRE', message, detail, account: account.id };
  return { refusal: refuse(log, refused) };
}

/** 401 for a call without `Authorization: Bearer …`, whatever else it carries. */
export function missingBearer(log: Log, what: 'JWT' | 'access token'): Answer {
  return refuse(log, {
    status: 401,
    code: 'AUTH_REQUIRE',
    message: `Please set the authorization header as 'Bearer <${what}>'`,
    detail: `no ${what} in the Authorization header`,
  });
}

/** 403 for a scope that was not granted, or that the token was not created for. */
export function insufficientScopes(log: Log, account: string, detail: string): Answer {
  const message = 'Insufficient scopes';
  return refuse(log, { status: 403, code: 'NO_PERMISSION', message, detail, account });
}

/** Checks the headers and that the token was created for the scope. Logs the use. */
export function authorise(backend: Backend, call: Call, log: Log, scope: Scope): Access {
  const access = authenticate(backend, call, log);
  if ('refusal' in access) {
    return access;
  }
  const { token, account } = access;
  if (!token.scopes.includes(scope)) {
    const detail = `${call.method} ${call.path} needs scope ${scope}, which token ${token.number} lacks`;
    return { refusal: insufficientScopes(log, account.id, detail) };
  }
  const detail = `token ${token.number} for ${call.method} ${call.path}`;
  log({ kind: 'used', detail, account: account.id, token: token.value });
  return access;
}

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly detail: string;
  readonly account?: string;
}

export function refuse(log: Log, refusal: Refusal): Answer {
  const { status, code, message, detail, account } = refusal;
  log({ kind: 'refused', status, detail, ...(account === undefined ? {} : { account }) });
  return gatewayError(status, code, message);
}

/** A secret may have been pasted in the place of an ID; only what can be nothing but an ID is repeated. */
function quoteId(backend: Backend, id: string): string {
  const isPlain = /^[\w@.:-]{1,64}$/.test(id) && backend.tokens.look(id) === undefined;
  return isPlain ? `"${id}"` : `of ${id.length} characters`;
}

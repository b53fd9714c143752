import { claimedIssuer, verifyAssertion } from './assertion.ts';
import type { AssertionFault } from './assertion.ts';
import {
  authenticate,
  insufficientScopes,
  missingBearer,
  refuse,
  unknownAccount,
} from './access.ts';
import type { Access, Granted } from './access.ts';
import type { Backend, Log, Routes } from './backend.ts';
import { bearer, jsonAnswer } from './http.ts';
import type { Answer, Call } from './http.ts';
import { KNOWN_SCOPES } from './options.ts';

/** The three endpoints of create-an-access-token.html and use-the-access-token.html. */
export function authRoutes(backend: Backend): Routes {
  return {
    'POST /auth/accessToken': (call, log) => create(backend, call, log),
    'GET /auth/checkAccessToken': (call, log) => check(backend, call, log),
    'DELETE /auth/revokeAccessToken': (call, log) => revoke(backend, call, log),
  };
}

async function create(backend: Backend, call: Call, log: Log): Promise<Answer> {
  // A JWT in the body is not looked at: apkgo sent it there at first and was always told 401.
  const jwt = bearer(call.headers);
  if (jwt === undefined) {
    return missingBearer(log, 'JWT');
  }
  const issuer = claimedIssuer(jwt);
  if (typeof issuer !== 'string') {
    return assertionRefusal(log, issuer);
  }
  const account = backend.account(issuer);
  if (account === undefined) {
    return unknownAccount(backend, issuer, log);
  }
  const result = await verifyAssertion(jwt, account, backend.now());
  if ('fault' in result) {
    return assertionRefusal(log, result.fault, account.id);
  }
  const asked = result.claims['scopes'] as readonly unknown[];
  const scopes = KNOWN_SCOPES.filter((scope) => asked.includes(scope));
  if (!asked.every((scope) => account.scopes.some((granted) => granted === scope))) {
    const detail = `asked for ${describeScopes(asked)}, granted ${account.scopes.join(', ')}`;
    return insufficientScopes(log, account.id, detail);
  }
  const token = backend.tokens.create(account, scopes);
  const { iat = 0, exp = 0 } = result.claims;
  const detail = `token ${token.number}, scopes ${scopes.join(', ')}, JWT of ${Math.round(exp - iat)} s`;
  log({ kind: 'created', detail, account: account.id, token: token.value });
  return jsonAnswer(200, { ok: true, createdItem: { accessToken: token.value } });
}

function check(backend: Backend, call: Call, log: Log): Answer {
  return withToken(authenticate(backend, call, log), ({ token, account }) => {
    const detail = `token ${token.number} is valid`;
    log({ kind: 'checked', detail, account: account.id, token: token.value });
  });
}

function revoke(backend: Backend, call: Call, log: Log): Answer {
  return withToken(authenticate(backend, call, log), ({ token, account }) => {
    backend.tokens.revoke(token.value);
    const detail = `token ${token.number}`;
    log({ kind: 'revoked', detail, account: account.id, token: token.value });
  });
}

function withToken(access: Access, act: (granted: Granted) => void): Answer {
  if ('refusal' in access) {
    return access.refusal;
  }
  act(access);
  return jsonAnswer(200, { ok: true });
}

function assertionRefusal(log: Log, fault: AssertionFault, accountId?: string): Answer {
  const account = accountId === undefined ? {} : { account: accountId };
  if (fault.by === 'library') {
    log({ kind: 'refused', status: 500, detail: fault.message, ...account });
    return jsonAnswer(500, { message: fault.message });
  }
  const { message } = fault;
  return refuse(log, { status: 401, code: 'AUTH_REQUIRE', message, detail: message, ...account });
}

function describeScopes(scopes: readonly unknown[]): string {
  return scopes.map((scope) => (typeof scope === 'string' ? scope : typeof scope)).join(', ');
}

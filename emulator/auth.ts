import { accountOf, authenticate, credential } from './access.ts';
import { claimedIssuer, verifyAssertion } from './assertion.ts';
import type { Handler, Routes } from './backend.ts';
import { jsonAnswer } from './http.ts';
import { KNOWN_SCOPES } from './options.ts';
import { insufficientScopes } from './refusal.ts';

const create: Handler = async (backend, call, log) => {
  // A JWT in the body is not looked at: apkgo sent it there at first and was always told 401.
  const jwt = credential(call, 'JWT');
  const account = accountOf(backend, claimedIssuer(jwt));
  const claims = await verifyAssertion(jwt, account, backend.now());
  const scopes = KNOWN_SCOPES.filter((scope) => claims.scopes.includes(scope));
  if (!claims.scopes.every((scope) => account.scopes.some((granted) => granted === scope))) {
    const asked = claims.scopes.map((scope) => (typeof scope === 'string' ? scope : typeof scope));
    const detail = `asked for ${asked.join(', ')}, granted ${account.scopes.join(', ')}`;
    throw insufficientScopes(detail, account.id);
  }
  const { number, value } = backend.tokens.create(account.id, scopes);
  const life = Math.round(claims.exp - claims.iat);
  const detail = `token ${number}, scopes ${scopes.join(', ')}, JWT of ${life} s`;
  log({ kind: 'created', detail, account: account.id, token: value });
  return jsonAnswer(200, { ok: true, createdItem: { accessToken: value } });
};

const check: Handler = (backend, call, log) => {
  const { number, account, value } = authenticate(backend, call);
  log({ kind: 'checked', detail: `token ${number} is valid`, account, token: value });
  return jsonAnswer(200, { ok: true });
};

const revoke: Handler = (backend, call, log) => {
  const { number, account, value } = authenticate(backend, call);
  backend.tokens.revoke(value);
  log({ kind: 'revoked', detail: `token ${number}`, account, token: value });
  return jsonAnswer(200, { ok: true });
};

/** The three endpoints of create-an-access-token.html and use-the-access-token.html. */
export const AUTH_ROUTES: Routes = {
  'POST /auth/accessToken': create,
  'GET /auth/checkAccessToken': check,
  'DELETE /auth/revokeAccessToken': revoke,
};

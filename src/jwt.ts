import type { KeyObject } from 'node:crypto';

import jwt from 'jsonwebtoken';

import type { Scope } from './scopes.ts';

/** The assertion claims to be this much older than it is, so that a slow server clock accepts it. */
const BACKDATED_S = 30;

/** How long the assertion lives. The API allows 20 minutes; one request needs far less. */
const LIFETIME_S = 5 * 60;

/**
 * Signs the assertion (a JWT) that is exchanged for an access token: header `alg` and `typ`, claims
 * `iss`, `scopes`, `iat` and `exp`, nothing else. From "Create an access token" of Samsung's
 * documentation, which wants the scopes as an array and the times in seconds.
 *
 * @param key - the RSA private key of the service account
 * @param nowMs - the time to sign for, in milliseconds since 1970
 */
export function signAssertion(
  serviceAccountId: string,
  scopes: readonly Scope[],
  key: KeyObject,
  nowMs: number,
): string {
  const iat = Math.floor(nowMs / 1000) - BACKDATED_S;
  const claims = { iss: serviceAccountId, scopes, iat, exp: iat + LIFETIME_S };
  return jwt.sign(claims, key, { algorithm: 'RS256' });
}

import { sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import type { Scope } from './scopes.ts';

/** The assertion claims to be this much older than it is, so that a slow server clock accepts it. */
const BACKDATED_S = 30;

/** How long the assertion lives. The API allows 20 minutes; one request needs far less. */
const LIFETIME_S = 5 * 60;

/**
 * Signs the assertion (a JWT) that is exchanged for an access token: header `alg` and `typ`, claims
 * `iss`, `scopes`, `iat` and `exp`, nothing else. From "Create an access token" of Samsung's
 * documentation, which wants the scopes as an array and the times in seconds. The form is the compact
 * serialization of RFC 7515, section 7.1. Node alone is enough for it: `jsonwebtoken` would bring 15
 * packages, 95 kB of bundle, and 3 ms for each step.
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
  const parts = [{ alg: 'RS256', typ: 'JWT' }, claims].map((part) => JSON.stringify(part));
  const input = parts.map((part) => Buffer.from(part).toString('base64url')).join('.');
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
}

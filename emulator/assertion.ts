import { errors, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import type { ServiceAccount } from './options.ts';

/** exp may be at most 20 minutes after iat (create-an-access-token.html). */
const MAX_LIFETIME_SECONDS = 20 * 60;
/** Samsung's own sample rounds iat up by as much as half a second, so some tolerance there must be. */
const FUTURE_TOLERANCE_SECONDS = 5;

/** What is wrong with an assertion, and which of the two known shapes says so. */
export interface AssertionFault {
  /** `library`: the 500 that a JWT library's error causes. `gateway`: 401 AUTH_REQUIRE. */
  readonly by: 'library' | 'gateway';
  readonly message: string;
}

export type AssertionResult = { readonly claims: JWTPayload } | { readonly fault: AssertionFault };

/** The account ID that an assertion claims, unverified: the key to verify with depends on it. */
export function claimedIssuer(jwt: string): string | AssertionFault {
  const parts = jwt.split('.');
  if (parts.length !== 3) {
    return library('jwt malformed');
  }
  const header = jsonPart(parts[0]);
  const payload = jsonPart(parts[1]);
  if (header === undefined || payload === undefined) {
    return library('invalid token');
  }
  return typeof payload['iss'] === 'string' ? payload['iss'] : '';
}

/**
 * Verifies an assertion with the account's public key, at the server's time.
 *
 * The messages are those of node-jsonwebtoken, which the observed `invalid signature` points to. What that
 * library does not check (the 20 minutes, iat, the scopes) is answered as the documented AUTH_REQUIRE.
 */
export async function verifyAssertion(
  jwt: string,
  account: ServiceAccount,
  nowMs: number,
): Promise<AssertionResult> {
  if (jwt.endsWith('.')) {
    return { fault: library('jwt signature is required') };
  }
  try {
    const { payload } = await jwtVerify(jwt, account.publicKey, {
      algorithms: ['RS256'],
      issuer: account.id,
      currentDate: new Date(nowMs),
    });
    const fault = claimFault(payload, nowMs / 1000);
    return fault === undefined ? { claims: payload } : { fault };
  } catch (error) {
    return { fault: library(libraryMessage(error)) };
  }
}

function claimFault(claims: JWTPayload, now: number): AssertionFault | undefined {
  if (claims.iat === undefined || claims.exp === undefined) {
    return gateway('iat and exp are required');
  }
  if (claims.iat > now + FUTURE_TOLERANCE_SECONDS) {
    return gateway('iat is in the future');
  }
  if (claims.exp - claims.iat > MAX_LIFETIME_SECONDS) {
    return gateway('exp is more than 20 minutes after iat');
  }
  const scopes = claims['scopes'];
  if (!Array.isArray(scopes) || scopes.length === 0) {
    return gateway('scopes must be a non-empty array');
  }
  return undefined;
}

function libraryMessage(error: unknown): string {
  if (error instanceof errors.JWTExpired) {
    return 'jwt expired';
  }
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) {
    return 'invalid algorithm';
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return 'invalid signature';
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.claim === 'nbf' ? 'jwt not active' : `invalid ${error.claim} value`;
  }
  return 'invalid token';
}

function library(message: string): AssertionFault {
  return { by: 'library', message };
}

function gateway(message: string): AssertionFault {
  return { by: 'gateway', message };
}

function jsonPart(part: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...value }
      : undefined;
  } catch {
    return undefined;
  }
}

import { errors, jwtVerify, type JWTPayload } from 'jose';
import { isRecord, type Fields } from './fields.ts';
import { jsonAnswer } from './http.ts';
import type { ServiceAccount } from './options.ts';
import { Refusal, authRequired } from './refusal.ts';

/** exp may be at most 20 minutes after iat (create-an-access-token.html). */
const MAX_LIFETIME_SECONDS = 20 * 60;
/** Samsung's own sample rounds iat up by as much as half a second, so some tolerance there must be. */
const FUTURE_TOLERANCE_SECONDS = 5;

/** The claims of an assertion, each of the type that it must have. */
export interface Claims {
  readonly iat: number;
  readonly exp: number;
  readonly scopes: readonly unknown[];
}

/** The account ID that an assertion claims, unverified: the key to verify with depends on it. @throws Refusal */
export function claimedIssuer(jwt: string): string {
  const parts = jwt.split('.');
  if (parts.length !== 3) throw libraryRefusal('jwt malformed');
  const [header, payload] = parts.map(jsonPart);
  if (!header || !payload) throw libraryRefusal('invalid token');
  return typeof payload['iss'] === 'string' ? payload['iss'] : '';
}

/**
 * Verifies an assertion with the account's public key, at the server's time.
 *
 * The messages are those of node-jsonwebtoken, which the observed `invalid signature` points to. What that
 * library does not check (the 20 minutes, iat, the scopes) is answered as the documented AUTH_REQUIRE.
 *
 * @throws Refusal
 */
export async function verifyAssertion(
  jwt: string,
  { id, publicKey }: ServiceAccount,
  nowMs: number,
): Promise<Claims> {
  if (jwt.endsWith('.')) throw libraryRefusal('jwt signature is required', id);
  const currentDate = new Date(nowMs);
  const options = { algorithms: ['RS256'], issuer: id, currentDate };
  const { payload } = await jwtVerify(jwt, publicKey, options).catch((error: unknown) => {
    throw libraryRefusal(libraryMessage(error), id);
  });
  const claims = claimsOf(payload, nowMs / 1000);
  if (typeof claims === 'string') throw authRequired(claims, claims, id);
  return claims;
}

/** The claims, or what is wrong with them. */
function claimsOf({ iat, exp, scopes }: JWTPayload, now: number): Claims | string {
  if (iat === undefined || exp === undefined) return 'iat and exp are required';
  if (iat > now + FUTURE_TOLERANCE_SECONDS) return 'iat is in the future';
  if (exp - iat > MAX_LIFETIME_SECONDS) return 'exp is more than 20 minutes after iat';
  const isList = Array.isArray(scopes) && scopes.length > 0;
  return isList ? { iat, exp, scopes } : 'scopes must be a non-empty array';
}

const MESSAGES: Readonly<Record<string, string>> = {
  [errors.JWTExpired.code]: 'jwt expired',
  [errors.JOSEAlgNotAllowed.code]: 'invalid algorithm',
  [errors.JOSENotSupported.code]: 'invalid algorithm',
  [errors.JWSSignatureVerificationFailed.code]: 'invalid signature',
};

function libraryMessage(error: unknown): string {
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.claim === 'nbf' ? 'jwt not active' : `invalid ${error.claim} value`;
  }
  return (error instanceof errors.JOSEError ? MESSAGES[error.code] : undefined) ?? 'invalid token';
}

/** The 500 that an error of a JWT library causes. */
function libraryRefusal(message: string, account?: string): Refusal {
  return new Refusal(jsonAnswer(500, { message }), message, account);
}

function jsonPart(part: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

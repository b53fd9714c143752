import { randomBytes, randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import jwt from 'jsonwebtoken';

import { generateRsaKey } from '../../emulator/rsa-key.ts';

/** Who signs, and what an ordinary assertion asks for. */
export interface Signer {
  readonly serviceAccountId: string;
  readonly scopes: readonly string[];
  readonly key: KeyObject;
}

const RS256 = { algorithm: 'RS256' } as const;

/** The claims of an ordinary assertion, as the action makes them. */
function claimsOf({ serviceAccountId, scopes }: Signer): object {
  return { iss: serviceAccountId, scopes, ...lifetime(-30, 270) };
}

/** `iat` and `exp`, in seconds from now. */
function lifetime(from: number, to: number): { readonly iat: number; readonly exp: number } {
  const now = Math.floor(Date.now() / 1000);
  return { iat: now + from, exp: now + to };
}

export function ordinaryAssertion(signer: Signer): string {
  return jwt.sign(claimsOf(signer), signer.key, RS256);
}

type Wrong = Readonly<Record<string, (signer: Signer) => string>>;

const withClaims = (change: () => object) => (signer: Signer) =>
  jwt.sign({ ...claimsOf(signer), ...change() }, signer.key, RS256);

const MINUTES = 60;

/** Assertions with one fault each, by what is wrong with them, so that an answer can only be about this fault. */
export const WRONG_ASSERTIONS: Readonly<Record<'verification' | 'times' | 'scopes', Wrong>> = {
  verification: {
    'signed with another key': (signer) =>
      jwt.sign(claimsOf(signer), generateRsaKey().privateKey, RS256),
    'signed with HS256': (signer) =>
      jwt.sign(claimsOf(signer), randomBytes(32), { algorithm: 'HS256' }),
    'from an account that does not exist': withClaims(() => ({ iss: 'no-such-service-account' })),
    'from an account that does not exist, with a UUID': withClaims(() => ({ iss: randomUUID() })),
    'no JWT at all': () => 'no-jwt-at-all',
  },
  times: {
    'expired 10 minutes ago': withClaims(() => lifetime(-15 * MINUTES, -10 * MINUTES)),
    'issued 25 minutes ago, expires in a minute': withClaims(() =>
      lifetime(-25 * MINUTES, MINUTES),
    ),
    'iat 30 s in the future': withClaims(() => lifetime(30, 330)),
    'iat 10 minutes in the future': withClaims(() => lifetime(10 * MINUTES, 15 * MINUTES)),
    'exp 21 minutes after iat': withClaims(() => lifetime(-30, 21 * MINUTES - 30)),
    'exp 60 minutes after iat': withClaims(() => lifetime(-30, 60 * MINUTES - 30)),
  },
  scopes: {
    'empty list of scopes': withClaims(() => ({ scopes: [] })),
    'unknown scope "no-such-scope"': withClaims(() => ({ scopes: ['no-such-scope'] })),
  },
};

export const WRONG_COUNT = Object.values(WRONG_ASSERTIONS).flatMap(Object.keys).length;

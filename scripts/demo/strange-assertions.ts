import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import jwt from 'jsonwebtoken';

import type { Scope } from '../../src/scopes.ts';

/** Who signs, and what an ordinary assertion asks for. */
export interface Signer {
  readonly serviceAccountId: string;
  readonly scopes: readonly Scope[];
  readonly key: KeyObject;
}

/** An assertion that ought to be refused. */
export interface StrangeAssertion {
  /** What is wrong with it. */
  readonly what: string;
  /** @param nowMs - the time to sign for, in milliseconds since 1970 */
  readonly sign: (nowMs: number) => string;
}

const MINUTE_S = 60;

const NO_JWT = 'no-jwt-at-all';

/** Assertions with one fault each, by what is wrong with them, so that the answer can only be about this fault. */
export function strangeAssertions(
  signer: Signer,
): Readonly<Record<'verification' | 'times' | 'scopes', readonly StrangeAssertion[]>> {
  const { serviceAccountId, scopes, key } = signer;
  const claims = (nowMs: number, change?: (nowS: number) => object): object => {
    const nowS = Math.floor(nowMs / 1000);
    const times = lifetime(nowS - 30, 5 * MINUTE_S);
    return { iss: serviceAccountId, scopes, ...times, ...change?.(nowS) };
  };
  const signed = (change: (nowS: number) => object) => (nowMs: number) =>
    jwt.sign(claims(nowMs, change), key, { algorithm: 'RS256' });
  return {
    verification: [
      {
        what: 'signed with another key',
        sign: (nowMs) => jwt.sign(claims(nowMs), otherKey(), { algorithm: 'RS256' }),
      },
      {
        what: 'signed with HS256',
        sign: (nowMs) => jwt.sign(claims(nowMs), randomBytes(32), { algorithm: 'HS256' }),
      },
      {
        what: 'from an account that does not exist',
        sign: signed(() => ({ iss: 'no-such-service-account' })),
      },
      { what: 'no JWT at all', sign: () => NO_JWT },
    ],
    times: [
      {
        what: 'expired 10 minutes ago',
        sign: signed((nowS) => lifetime(nowS - 15 * MINUTE_S, 5 * MINUTE_S)),
      },
      {
        what: 'iat 30 s in the future',
        sign: signed((nowS) => lifetime(nowS + 30, 5 * MINUTE_S)),
      },
      {
        what: 'iat 10 minutes in the future',
        sign: signed((nowS) => lifetime(nowS + 10 * MINUTE_S, 5 * MINUTE_S)),
      },
      {
        what: 'exp 21 minutes after iat',
        sign: signed((nowS) => lifetime(nowS - 30, 21 * MINUTE_S)),
      },
      {
        what: 'exp 60 minutes after iat',
        sign: signed((nowS) => lifetime(nowS - 30, 60 * MINUTE_S)),
      },
    ],
    scopes: [
      { what: 'empty list of scopes', sign: signed(() => ({ scopes: [] })) },
      {
        what: 'unknown scope "no-such-scope"',
        sign: signed(() => ({ scopes: ['no-such-scope'] })),
      },
    ],
  };
}

function lifetime(iat: number, seconds: number): { readonly iat: number; readonly exp: number } {
  return { iat, exp: iat + seconds };
}

function otherKey(): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
}

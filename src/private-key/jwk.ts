import { createPrivateKey } from 'node:crypto';

import { toBase64 } from './decodings.ts';

// RFC 7518, section 6.3: the numbers of an RSA private key. All of them are long, except for `e`.
const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi'] as const;
const MEMBER = /\b(n|e|d|p|q|dp|dq|qi)["']?\s{0,9}:\s{0,9}["']?([\w-]{3,3000})/g;
const MOST_KEYS = 8;

/** Whether a text is a JWK, or a set of them (RFC 7517), and no document around one. */
export function isJwk(text: string): boolean {
  if (!/\bkty\b/.test(text)) return false;
  return text.split('{', 3).length < 3 || /^[^{]*\{\W*keys\b/.test(text);
}

/** An RSA private key in PKCS#1, and the digits of its numbers in the JWK, in one piece. */
export interface JwkKey {
  readonly der: Buffer;
  readonly digits: string;
}

/** The RSA private keys in a JWK, or in a set of them. Whether their numbers fit is not checked. */
export function readJwk(text: string): readonly JwkKey[] {
  const members = [...text.matchAll(MEMBER)].map(([, name = '', value = '']) => ({ name, value }));
  const valuesOf = (wanted: string): readonly string[] =>
    members.flatMap(({ name, value }) => (name === wanted ? [value] : []));
  const publicKeys = valuesOf('n').slice(0, MOST_KEYS);
  const privateKeys = valuesOf('d').slice(0, MOST_KEYS);
  // A set may hold public keys as well, so each modulus is tried with each private half.
  const pairs = privateKeys.flatMap((_d, index) => publicKeys.map((n, at) => ({ n, at, index })));
  return pairs.map(({ n, at, index }) => {
    const e = valuesOf('e')[at] ?? '';
    const secret = Object.fromEntries(
      SECRET_MEMBERS.map((name) => [name, valuesOf(name)[index] ?? '']),
    );
    const key = { kty: 'RSA', n, e, ...secret };
    const der = createPrivateKey({ key, format: 'jwk' }).export({ type: 'pkcs1', format: 'der' });
    const own = new Set([n, ...Object.values(secret)]);
    const digits = members.map(({ value }) => (own.has(value) ? value : '')).join('');
    return { der, digits: toBase64(digits) };
  });
}

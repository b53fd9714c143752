import { createPrivateKey } from 'node:crypto';

import { attempt } from '../attempt.ts';
import { toBase64, type KeyDigits } from './decodings.ts';

// RFC 7518, section 6.3: the numbers of an RSA private key. All of them are long, except for `e`.
const MEMBER = /\b(n|e|d|p|q|dp|dq|qi)["']?\s{0,9}:\s{0,9}["']?([\w-]{3,3000})/g;

/** Whether a text is a JWK (RFC 7517), and no document around one. */
export function isJwk(text: string): boolean {
  return /\bkty\b/.test(text) && text.split('{', 3).length < 3;
}

/** The RSA private key in a JWK, and the digits of its numbers. Whether the numbers fit is not checked. */
export function readJwk(text: string): readonly KeyDigits[] {
  const key: Record<string, string> = { kty: 'RSA' };
  for (const [, name = '', value = ''] of text.matchAll(MEMBER)) key[name] = value;
  const der = attempt(() =>
    createPrivateKey({ key, format: 'jwk' }).export({ type: 'pkcs1', format: 'der' }),
  );
  return der ? [{ der, digits: toBase64(Object.values(key).slice(1).join('')) }] : [];
}

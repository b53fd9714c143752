import { createPrivateKey, type KeyObject } from 'node:crypto';

import { attempt } from '../attempt.ts';

/** An RSA private key, and whether its numbers fit together, so that none of them was changed. */
export interface RsaKey {
  readonly key: KeyObject;
  readonly bits: number;
  readonly isProven: boolean;
}

export const FEWEST_BITS = 2048;
/** OpenSSL verifies nothing longer. */
export const MOST_BITS = 16_384;
export const SEQUENCE = 0x30;
// PKCS#8 (RFC 5208): version 0, rsaEncryption with NULL (RFC 8017, appendix A.1), and the key in PKCS#1.
const PKCS8 = /3082....020100300d06092a864886f70d01010105000482..../;
const PKCS8_LENGTH = 26;
const ATTRIBUTES = 0xa0;

/**
 * Reads PKCS#8 or PKCS#1 of some 1024 bits and more, strictly: OpenSSL forgives a changed version,
 * parameter or length, but what it writes of the key has to be what was read, and nothing may follow.
 */
export function readRsaKey(der: Buffer): RsaKey | undefined {
  const isPkcs8 = PKCS8.test(der.toString('hex', 0, PKCS8_LENGTH));
  const start = isPkcs8 ? PKCS8_LENGTH : 0;
  const end = start + (declaredLength(der.subarray(start)) ?? 0);
  const isWhole = der.length === declaredLength(der) && (der[end] ?? ATTRIBUTES) === ATTRIBUTES;
  if (!isWhole || (isPkcs8 && der.readUInt16BE(start - 2) !== end - start)) return undefined;
  const pkcs1 = der.subarray(start, end);
  const key = attempt(() => createPrivateKey({ key: pkcs1, format: 'der', type: 'pkcs1' }));
  if (key?.asymmetricKeyType !== 'rsa') return undefined;
  if (!key.export({ format: 'der', type: 'pkcs1' }).equals(pkcs1)) return undefined;
  const { asymmetricKeyDetails: { modulusLength: bits = 0 } = {} } = key;
  return { key, bits, isProven: bits <= MOST_BITS && numbersFit(integersIn(pkcs1)) };
}

/** Whether it may sign assertions. */
export const isUsable = (rsa?: RsaKey): rsa is RsaKey =>
  rsa?.isProven === true && rsa.bits >= FEWEST_BITS;

/** The length in bytes that a SEQUENCE of DER (X.690) says it has, whole or not, if it is 256 or more. */
export function declaredLength(bytes: Buffer): number | undefined {
  const isSequence = /3082(?!00)..../.test(bytes.toString('hex', 0, 4));
  return isSequence ? 4 + bytes.readUInt16BE(2) : undefined;
}

/** The integers in a structure that OpenSSL has written, whatever sequence they are in. */
function integersIn(der: Buffer): readonly bigint[] {
  const integers: bigint[] = [];
  for (let at = 0; at < der.length;) {
    const [tag, first = 0] = der.subarray(at, at + 2);
    const begin = at + 2 + Math.max(0, first - 0x80);
    const end = begin + (first < 0x80 ? first : der.readUIntBE(at + 2, first - 0x80));
    if (tag !== SEQUENCE) integers.push(BigInt(`0x${der.toString('hex', begin, end)}`));
    at = tag === SEQUENCE ? begin : end;
  }
  return integers;
}

/**
 * Whether the numbers of a key fit together (RFC 8017, section 3.2). A key that passes is the key that
 * was issued: no change of a single number leaves all of these equations true.
 */
function numbersFit([, ...integers]: readonly bigint[]): boolean {
  const [n = 0n, e = 0n, d = 0n, p = 0n, q = 0n, dP = 0n, dQ = 0n, qInv = 0n] = integers;
  // r, d and t of each further prime stand behind these.
  const factors = [q, dQ, 1n, p, dP, qInv, ...integers.slice(8)];
  let product = 1n;
  for (let at = 0; at < factors.length; at += 3) {
    const [prime = 0n, exponent = 0n, coefficient = 0n] = factors.slice(at, at + 3);
    if (prime < 3n || coefficient >= prime) return false;
    if ((e * d) % (prime - 1n) !== 1n || exponent !== d % (prime - 1n)) return false;
    // q·qInv ≡ 1 mod p, and likewise for each further prime and the product of those before it.
    if ((product * coefficient) % prime !== 1n) return false;
    product *= prime;
  }
  return product === n && d < n;
}

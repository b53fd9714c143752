import { createPrivateKey, createPublicKey, sign, verify, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** What the outermost structure of the bytes is by its first few bytes, intact or not. */
export type DerKind =
  'private-key' | 'encrypted-key' | 'request' | 'key-store' | 'openssh' | 'other';

// The header of a structure, in hexadecimal, whatever its length.
const SEQUENCE = '30(?:82.{4}|81..|[0-7].)';

// RFC 5958 (PKCS#8: versions 0 and 1), RFC 8017 (PKCS#1), RFC 5915 (EC), RFC 5958 section 3 with the
// PKCS#5 and PKCS#12 algorithms, RFC 2986 (PKCS#10), RFC 7292 (PKCS#12, version 3), Java's own store.
const KINDS: readonly (readonly [DerKind, RegExp])[] = [
  ['request', new RegExp(`^${SEQUENCE}${SEQUENCE}020100${SEQUENCE}`)],
  ['encrypted-key', new RegExp(`^${SEQUENCE}${SEQUENCE}06..2a864886f70d01(?:05|0c01)`)],
  ['key-store', new RegExp(`^(?:${SEQUENCE}02010330|feedfeed|cececece)`)],
  ['openssh', /^6f70656e7373682d6b65792d763100/],
  ['private-key', new RegExp(`^${SEQUENCE}0201(?:00(?:02|30)|01(?:04|30))`)],
];

/** Tells by the first bytes what a structure claims to be. */
export function kindOf(bytes: Buffer): DerKind {
  const hex = bytes.subarray(0, 32).toString('hex');
  return KINDS.find(([, pattern]) => pattern.test(hex))?.[0] ?? 'other';
}

/** The length in bytes that the outermost structure says it has, its header included. */
export function declaredLength(bytes: Buffer): number | undefined {
  if (bytes.length < 4 || bytes[0] !== 0x30) return undefined;
  const first = bytes.readUInt8(1);
  if (first < 0x80) return 2 + first;
  if (first === 0x81) return 3 + bytes.readUInt8(2);
  return first === 0x82 ? 4 + bytes.readUInt16BE(2) : undefined;
}

/** The outermost structure without what follows it. */
export function withoutTail(bytes: Buffer): Buffer {
  return bytes.subarray(0, declaredLength(bytes));
}

/**
 * Loads a private key of any algorithm, whatever its armour called it.
 *
 * @throws Error of node:crypto if the bytes are no private key, or an encrypted one.
 */
export function loadPrivateKey(bytes: Buffer): KeyObject {
  const key = withoutTail(bytes);
  try {
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  } catch {
    return createPrivateKey({ key, format: 'der', type: 'pkcs1' });
  }
}

/** Whether the bytes are a public key, PKCS#1 or not. */
export function isPublicKey(bytes: Buffer): boolean {
  const key = withoutTail(bytes);
  return (
    succeeds(() => createPublicKey({ key, format: 'der', type: 'spki' })) ||
    succeeds(() => createPublicKey({ key, format: 'der', type: 'pkcs1' }))
  );
}

/** Whether the bytes are an X.509 certificate. */
export function isCertificate(bytes: Buffer): boolean {
  return succeeds(() => new X509Certificate(withoutTail(bytes)));
}

// OpenSSL verifies nothing longer, and a signature with such a key would take minutes.
const MOST_BITS = 16_384;

/**
 * Whether what an RSA key signs stands up to its own public half. Node loads such a key without
 * looking at its numbers, so that a key with a few wrong characters is found out here only.
 */
export function isConsistent(key: KeyObject): boolean {
  if (Number(key.asymmetricKeyDetails?.modulusLength) > MOST_BITS) return false;
  const probe = Buffer.from('probe');
  return succeeds(() => verify('sha256', probe, createPublicKey(key), sign('sha256', probe, key)));
}

function succeeds(attempt: () => unknown): boolean {
  try {
    return attempt() !== false;
  } catch {
    return false;
  }
}

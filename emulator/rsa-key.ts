import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** An RSA key in both of its encodings, as PEM with line breaks of one character. */
export interface RsaKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly pkcs8: string;
  readonly pkcs1: string;
}

/** Makes an RSA key. It takes a fraction of a second, so make one per test file. */
export function generateRsaKey(bits = 2048): RsaKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  return {
    privateKey,
    publicKey,
    pkcs8: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    pkcs1: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  };
}

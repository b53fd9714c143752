import { generateKeyPairSync } from 'node:crypto';

/** Makes an RSA key. It takes a fraction of a second, so make one per test file. */
export function generateRsaKey(bits = 2048) {
  const pair = generateKeyPairSync('rsa', { modulusLength: bits });
  const pem = (type: 'pkcs8' | 'pkcs1'): string =>
    pair.privateKey.export({ type, format: 'pem' }).toString();
  return { ...pair, pkcs8: pem('pkcs8'), pkcs1: pem('pkcs1') };
}

/** An RSA key in both of its encodings, as PEM with line breaks of one character. */
export type RsaKey = Readonly<ReturnType<typeof generateRsaKey>>;

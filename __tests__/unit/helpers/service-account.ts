import { generateKeyPairSync } from 'node:crypto';

/** A service account of the tests: its ID and its key, made when a test starts. */
export const ACCOUNT_ID = 'account-1';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

export const PRIVATE_KEY = privateKey;
export const PUBLIC_KEY = publicKey;
export const PEM = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

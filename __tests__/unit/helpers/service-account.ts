import { generateRsaKey } from '../../../emulator/rsa-key.ts';

/** A service account of the tests: its ID and its key, made when a test starts. */
export const ACCOUNT_ID = 'account-1';

export const { privateKey: PRIVATE_KEY, publicKey: PUBLIC_KEY, pkcs8: PEM } = generateRsaKey();

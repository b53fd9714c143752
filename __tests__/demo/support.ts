import { generateKeyPairSync } from 'node:crypto';

import { startEmulator } from '../../emulator/emulator.ts';
import type { Emulator, EmulatorOptions } from '../../emulator/emulator.ts';
import type { LiveOptions } from '../../scripts/demo/options.ts';
import { Printer } from '../../scripts/demo/print.ts';
import type { Timing } from '../../scripts/demo/timing.ts';
import { parsePrivateKey } from '../../src/private-key.ts';

export const ACCOUNT_ID = 'service-account-of-the-demo';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const PEM = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

export const FAST: Timing = {
  pauseMs: 0,
  pollMs: 20,
  polls: 20,
  timeoutMs: 2_000,
  cleanUpMs: 500,
};

/** Runs a test against an emulator that knows the account of these tests. */
export async function withEmulator(
  options: Partial<EmulatorOptions>,
  test: (emulator: Emulator) => Promise<void>,
): Promise<void> {
  const account = { id: ACCOUNT_ID, publicKey: keys.publicKey, scopes: ['publishing'] as const };
  const emulator = await startEmulator({ accounts: [account], ...options });
  try {
    await test(emulator);
  } finally {
    await emulator.stop();
  }
}

export function liveOptions(apiUrl: string): LiveOptions {
  const { key, secretsToMask } = parsePrivateKey(PEM);
  return {
    apiUrl,
    serviceAccountId: ACCOUNT_ID,
    privateKey: PEM,
    key,
    keySecrets: secretsToMask,
    scopes: ['publishing'],
  };
}

/** A printer whose lines can be read afterwards. */
export function recordingPrinter(): { readonly print: Printer; readonly text: () => string } {
  const lines: string[] = [];
  return { print: new Printer((line) => lines.push(line), false), text: () => lines.join('') };
}

/** Every token, every signature of an assertion and every line of the key that can be read in a text. */
export function legibleSecrets(text: string, emulator: Emulator): readonly string[] {
  const tokens = emulator.events.flatMap(({ token }) => (token === undefined ? [] : [token]));
  const credentials = emulator.requests.flatMap(({ headers }) =>
    (headers.authorization ?? '').replace('Bearer ', '').split('.'),
  );
  const secrets = [
    ...tokens,
    ...credentials,
    ...PEM.split('\n').filter((line) => /^\w/.test(line)),
  ];
  return secrets.filter((secret) => secret !== '' && text.includes(secret));
}

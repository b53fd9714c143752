import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { KNOWN_SCOPES } from './options.ts';
import type { EmulatorOptions, Scope, ServiceAccount } from './options.ts';
import { generateRsaKey } from './rsa-key.ts';

export const USAGE = `Usage: npm run emulator -- [options]

  --port N            port to listen on (default: a free one)
  --host HOST         address to listen on (default: 127.0.0.1)
  --account ID        ID of the service account (default: emulated-account)
  --public-key FILE   PEM file with the account's public key (default: a fresh pair, printed)
  --scopes LIST       what the account was granted (default: ${KNOWN_SCOPES.join()})
  --content-id ID     the app that is on sale, 12 digits (default: 000012345678)
  --propagation-ms N       how long a new token is unknown to check and revoke (default: 0)
  --help              this text
`;

/** What the command line asks for. The private key is there only when the emulator made the pair itself. */
export interface Command {
  readonly account: ServiceAccount;
  readonly privateKey?: KeyObject;
  readonly options: EmulatorOptions;
}

/**
 * Reads the command line. Nothing comes back when help was asked for.
 *
 * @throws Error that names the option which is wrong
 */
export function commandFrom(args: readonly string[]): Command | undefined {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: text,
      host: text,
      account: { ...text, default: 'emulated-account' },
      'public-key': text,
      scopes: { ...text, default: KNOWN_SCOPES.join(',') },
      'content-id': text,
      'propagation-ms': text,
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    return undefined;
  }
  const pair = keys(values['public-key']);
  const { account: id, host } = values;
  const account = { id, publicKey: pair.publicKey, scopes: scopesFrom(values.scopes) };
  const contentId = values['content-id'];
  const options: EmulatorOptions = {
    accounts: [account],
    port: wholeNumber('port', values.port ?? '0', 65_535),
    propagationMs: wholeNumber('propagation-ms', values['propagation-ms'] ?? '0', 3_600_000),
    ...(host === undefined ? {} : { host }),
    ...(contentId === undefined ? {} : { apps: [{ contentId: twelveDigits(contentId) }] }),
  };
  return { account, options, ...pair };
}

function keys(file: string | undefined): {
  readonly publicKey: KeyObject;
  readonly privateKey?: KeyObject;
} {
  if (file === undefined) {
    return generateRsaKey();
  }
  return { publicKey: createPublicKey(readFileSync(file)) };
}

function scopesFrom(list: string): readonly Scope[] {
  return list
    .split(/[\s,]+/)
    .filter((name) => name !== '')
    .map((name) => {
      const scope = KNOWN_SCOPES.find((known) => known === name);
      if (scope === undefined) {
        throw new Error(`--scopes: "${name}" is not one of ${KNOWN_SCOPES.join(', ')}`);
      }
      return scope;
    });
}

function wholeNumber(name: string, value: string, most: number): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number > most) {
    throw new Error(`--${name} must be a whole number from 0 to ${most}`);
  }
  return number;
}

function twelveDigits(contentId: string): string {
  if (!/^\d{12}$/.test(contentId)) {
    throw new Error('--content-id must have 12 digits');
  }
  return contentId;
}

import type { KeyObject } from 'node:crypto';
import { parseArgs } from 'node:util';

import { parseApiUrl } from '../../src/api-url.ts';
import { parsePrivateKey } from '../../src/private-key.ts';
import { SCOPES, parseScopes } from '../../src/scopes.ts';
import type { Scope } from '../../src/scopes.ts';
import { parseServiceAccountId } from '../../src/service-account-id.ts';
import { UserError } from '../../src/user-error.ts';

/** The service account that is tried, and where. */
export interface LiveOptions {
  readonly apiUrl: string;
  readonly serviceAccountId: string;
  /** The key as it stands in the variable. */
  readonly privateKey: string;
  readonly key: KeyObject;
  /** What gives the key away, beyond the text itself. */
  readonly keySecrets: readonly string[];
  readonly scopes: readonly Scope[];
}

export type DemoOptions =
  | { readonly mode: 'help' }
  | { readonly mode: 'emulator' }
  | { readonly mode: 'live'; readonly live: LiveOptions };

/** The command was called in a way that cannot work; the message says what to change. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const DEFAULT_API_URL = 'https://devapi.samsungapps.com';
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

export const HELP = `Shows the action at work: a token is created, masked, used and revoked.

Usage: npm run demo
       npm run demo -- --live [--scopes publishing,gss] [--api-url URL]

Without options everything happens on this machine, against an emulator of the Galaxy Store.

  --live         use the real Galaxy Store, then ask it what its documentation leaves open. It creates
                 a few access tokens and revokes every one of them. It changes nothing else.
  --scopes LIST  scopes to ask for with --live: ${SCOPES.join(', ')} (default: publishing)
  --api-url URL  address of the API with --live (default: ${DEFAULT_API_URL})
  --help         this text

--live needs two variables:
  GALAXY_STORE_SERVICE_ACCOUNT_ID  the ID of the service account
  GALAXY_STORE_PRIVATE_KEY         its private key, for example "$(cat privateKey.txt)"
`;

/**
 * Reads the command line and the environment.
 *
 * @throws {@link UsageError} which says what is missing or wrong, without a secret
 */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): DemoOptions {
  const values = parse(args);
  if (values.help) return { mode: 'help' };
  if (values.live) return { mode: 'live', live: readLiveOptions(values, env) };
  if (values['api-url'] !== undefined || values.scopes !== undefined) {
    throw new UsageError('--api-url and --scopes are for --live only.');
  }
  return { mode: 'emulator' };
}

interface CommandLine {
  readonly help: boolean;
  readonly live: boolean;
  readonly 'api-url'?: string;
  readonly scopes?: string;
}

function parse(args: readonly string[]): CommandLine {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        live: { type: 'boolean', default: false },
        'api-url': { type: 'string' },
        scopes: { type: 'string' },
      },
    });
    return values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${reason}\nSee npm run demo -- --help.`, { cause: error });
  }
}

function readLiveOptions(values: CommandLine, env: NodeJS.ProcessEnv): LiveOptions {
  const serviceAccountId = env['GALAXY_STORE_SERVICE_ACCOUNT_ID']?.trim() ?? '';
  const privateKey = env['GALAXY_STORE_PRIVATE_KEY'] ?? '';
  requireVariables({
    GALAXY_STORE_SERVICE_ACCOUNT_ID: serviceAccountId,
    GALAXY_STORE_PRIVATE_KEY: privateKey,
  });
  const apiUrl = explained('--api-url', () => parseApiUrl(values['api-url'] ?? DEFAULT_API_URL));
  refuseInAutomation(apiUrl, env);
  const { key, secretsToMask } = explained('GALAXY_STORE_PRIVATE_KEY', () =>
    parsePrivateKey(privateKey),
  );
  return {
    apiUrl,
    serviceAccountId: explained('GALAXY_STORE_SERVICE_ACCOUNT_ID', () =>
      parseServiceAccountId(serviceAccountId),
    ),
    privateKey,
    key,
    keySecrets: secretsToMask,
    scopes: explained('--scopes', () => parseScopes(values.scopes ?? 'publishing')),
  };
}

function requireVariables(variables: Readonly<Record<string, string>>): void {
  const missing = Object.keys(variables).filter((name) => variables[name]?.trim() === '');
  if (missing.length === 0) return;
  throw new UsageError(
    `--live needs ${missing.join(' and ')}, which ${missing.length === 1 ? 'is' : 'are'} not set.\n` +
      'See npm run demo -- --help.',
  );
}

/** Nothing that runs by itself may probe somebody's live service; a person must have asked for it. */
function refuseInAutomation(apiUrl: string, env: NodeJS.ProcessEnv): void {
  const isAutomated = !['', 'false', '0'].includes(env['CI'] ?? '');
  if (isAutomated && !LOOPBACK_HOST.test(new URL(apiUrl).hostname)) {
    throw new UsageError(
      '--live asks the real Galaxy Store and is meant for a person at a terminal. It does not run where ' +
        'the variable CI is set.',
    );
  }
}

function explained<T>(source: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UsageError(`${source} cannot be used. ${error.message}`, { cause: error });
  }
}

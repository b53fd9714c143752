// Tries the action with a real account, and asks the API what its documentation leaves open: npm run probe
import { parseArgs } from 'node:util';

import { readInputs } from '../src/inputs.ts';
import { InputsError } from '../src/user-error.ts';
import { interruption, terminalPrinter } from './demo/terminal.ts';
import { runProbe, type ProbeOptions } from './probe/run.ts';

const HELP = `Tries the action with your own account, then asks the API what its documentation leaves open.

Usage: npm run probe -- [--scopes publishing,gss] [--api-url URL]

  --scopes LIST  scopes to ask for (default: publishing)
  --api-url URL  address of the API (default: https://devapi.samsungapps.com); "npm run emulator" prints
                 one for a trial on this computer
  --help         this text

It needs two variables:
  GALAXY_STORE_SERVICE_ACCOUNT_ID  the ID of the service account (service-account-id)
  GALAXY_STORE_PRIVATE_KEY         its private key (private-key), for example "$(cat privateKey.txt)"

It creates a few access tokens and revokes every one of them. It changes nothing else.
`;

/** No rate limit is documented; a public tool that sends many requests keeps 400 ms between them. */
const POLITE = { pauseMs: 400, pollMs: 500, polls: 10, timeoutMs: 20_000 };

/**
 * Reads the command line and the environment. The action's own checks decide what is right.
 *
 * @returns undefined where help is asked for
 * @throws InputsError, or the TypeError of `parseArgs`, without a secret
 */
async function readOptions(env: NodeJS.ProcessEnv): Promise<ProbeOptions | undefined> {
  const { help, ...flags } = parseArgs({
    options: {
      help: { type: 'boolean', short: 'h' },
      'api-url': { type: 'string' },
      scopes: { type: 'string' },
    },
  }).values;
  if (help === true) return undefined;
  const privateKey = env['GALAXY_STORE_PRIVATE_KEY'] ?? '';
  const given: Readonly<Record<string, string | undefined>> = {
    ...flags,
    'private-key': privateKey.trim(),
    'service-account-id': env['GALAXY_STORE_SERVICE_ACCOUNT_ID']?.trim(),
  };
  const secrets = [privateKey];
  const inputs = await readInputs({
    getInput: (name) => given[name] ?? '',
    setSecret: (secret) => secrets.push(secret),
  });
  return { ...inputs, privateKey, key: inputs.privateKey, secrets };
}

/** Nothing that runs by itself may probe a live service; a person must have asked for it. */
function isAutomated({ apiUrl }: ProbeOptions, env: NodeJS.ProcessEnv): boolean {
  return !['', 'false', '0'].includes(env['CI'] ?? '') && !apiUrl.startsWith('http:');
}

try {
  const options = await readOptions(process.env);
  if (options === undefined) {
    console.log(HELP);
  } else if (isAutomated(options, process.env)) {
    console.error(
      'The probe is meant for a person at a terminal. It does not run where CI is set.',
    );
    process.exitCode = 1;
  } else {
    const interrupted = interruption();
    const isGood = await runProbe(options, terminalPrinter(), POLITE, interrupted);
    process.exitCode = isGood && !interrupted.aborted ? 0 : 1;
  }
} catch (error) {
  process.exitCode = 1;
  if (error instanceof InputsError) {
    for (const { message } of error.problems) console.error(message);
  } else if (error instanceof TypeError) {
    console.error(error.message);
  } else {
    throw error;
  }
  console.error('See npm run probe -- --help.');
}

import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { describeEvent, startEmulator } from './emulator.ts';
import { KNOWN_SCOPES } from './options.ts';
import { generateRsaKey } from './rsa-key.ts';

const USAGE = `Usage: npm run emulator -- [options]

  --port N            port to listen on (default: a free one)
  --account ID        ID of the service account (default: emulated-account)
  --public-key FILE   PEM file with the account's public key (default: a fresh pair, printed)
  --help              this text
`;

async function run(args: readonly string[]): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { ...text, default: '0' },
      account: { ...text, default: 'emulated-account' },
      'public-key': text,
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) throw new Error('--port must be 0 to 65535');
  const file = values['public-key'];
  const publicKey = file === undefined ? undefined : createPublicKey(readFileSync(file));
  const pair = generateRsaKey();
  const { account: id } = values;
  const account = { id, publicKey: publicKey ?? pair.publicKey, scopes: KNOWN_SCOPES };
  const emulator = await startEmulator({
    ...{ accounts: [account], port },
    onEvent: (event) => {
      console.log(describeEvent(event));
    },
  });
  console.log(instructions(emulator.url, id, publicKey ? undefined : pair.pkcs8));
  const stop = (): void => {
    console.log(`Stopped. Tokens still alive: ${emulator.liveTokens().length}`);
    void emulator.stop();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

/** What the command prints when it is ready: how to point the action, or a workflow, at this emulator. */
function instructions(url: string, account: string, privateKey: string | undefined): string {
  const inputs = Object.entries({
    'service-account-id': account,
    // The action accepts the two characters \n for a line break, so that a key survives copying as one line.
    'private-key': privateKey?.trim().replaceAll('\n', '\\n') ?? '<your private key>',
    scopes: KNOWN_SCOPES.join(','),
    verify: 'true',
    'api-url': url,
  });
  const workflow = inputs.map(([name, value]) => `    ${name}: '${value}'`);
  const environment = inputs.map(([name, value]) => `  'INPUT_${name.toUpperCase()}=${value}' \\`);
  return `The Galaxy Store emulator listens on ${url}
If a private key stands below, it was made for this run alone: it opens nothing else.

As inputs of a workflow step on this machine:

  with:
${workflow.join('\n')}

As a command that runs the action's main step by hand, in bash or zsh:

env \\
${environment.join('\n')}
  node dist/main/index.js

Events follow. Stop with Ctrl-C.
`;
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  console.error(`The emulator cannot start: ${error instanceof Error ? error.message : 'unknown'}`);
  console.error('Run it with --help to see the options.');
  process.exitCode = 1;
}

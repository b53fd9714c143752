import { generateKeyPairSync } from 'node:crypto';

import { describeEvent, startEmulator } from '../../emulator/emulator.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { parsePrivateKey } from '../../src/private-key.ts';
import { printChecks } from './checks.ts';
import type { Check } from './checks.ts';
import type { LiveOptions } from './options.ts';
import type { Printer } from './print.ts';
import { tellStory } from './story.ts';
import { BRISK } from './timing.ts';

const SERVICE_ACCOUNT_ID = 'demo-service-account';
const SCOPES = ['publishing'] as const;

/** Shows the action against an emulator of the Galaxy Store. Gives whether everything is as it should be. */
export async function demonstrateEmulated(print: Printer): Promise<boolean> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const emulator = await startEmulator({
    accounts: [{ id: SERVICE_ACCOUNT_ID, publicKey, scopes: SCOPES }],
  });
  try {
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const { key, secretsToMask } = parsePrivateKey(pem);
    const options: LiveOptions = {
      apiUrl: emulator.url,
      serviceAccountId: SERVICE_ACCOUNT_ID,
      privateKey: pem,
      key,
      keySecrets: secretsToMask,
      scopes: SCOPES,
    };
    print.title('A Galaxy Store access token that lives exactly as long as the job');
    print.verbatim('On this machine alone, against an emulator of the Galaxy Store.');
    const { checks, token } = await tellStory(options, print, BRISK);
    tellServerSide(print, emulator);
    print.section('So it is true that');
    return printChecks(print, [...checks, ...serverChecks(emulator, token)]);
  } finally {
    await emulator.stop();
  }
}

/** What the other side saw: the assertion without its signature, and every event. */
function tellServerSide(print: Printer, emulator: Emulator): void {
  print.section('What the Galaxy Store saw');
  const create = emulator.requests.find(({ operation }) => operation === 'create');
  const [header, claims] = create?.headers.authorization?.replace(/^Bearer /, '').split('.') ?? [];
  print.text(`JWT header  ${decoded(header)}`);
  print.text(`JWT claims  ${decoded(claims)}`);
  for (const event of emulator.events) {
    // The time and the account are the same on every line here, as good as.
    const line = describeEvent(event).replace(` (account ${SERVICE_ACCOUNT_ID})`, '');
    print.text(line.replace(/^\S+ +/, ''));
  }
}

function serverChecks(emulator: Emulator, token: string | undefined): readonly Check[] {
  const revoked = emulator.events.filter(({ kind }) => kind === 'revoked');
  return [
    {
      claim: 'The Galaxy Store revoked this very token, once',
      holds: revoked.length === 1 && revoked.every((event) => event.token === token),
    },
    { claim: 'No token is alive', holds: emulator.liveTokens().length === 0 },
  ];
}

function decoded(part = ''): string {
  return Buffer.from(part, 'base64url').toString();
}

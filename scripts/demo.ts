// Shows the bundle at work as a runner runs it, against an emulator of the Galaxy Store: npm run demo

import { describeEvent, startEmulator, type Emulator } from '../emulator/emulator.ts';
import { generateRsaKey } from '../emulator/rsa-key.ts';
import { interruption, terminalPrinter, type Printer } from './demo/terminal.ts';
import { playJob } from './demo/job.ts';

const HELP = `Shows the action at work: a token is created, masked, used and revoked.

Usage: npm run demo

Everything happens on this computer, against an emulator of the Galaxy Store.
To try it with your own account: npm run probe -- --help
`;

const ACCOUNT = 'demo-service-account';
const SCOPES = ['publishing'] as const;

/** @returns whether everything is as it should be */
async function demonstrate(print: Printer): Promise<boolean> {
  const { publicKey, pkcs8: privateKey } = generateRsaKey();
  const emulator = await startEmulator({ accounts: [{ id: ACCOUNT, publicKey, scopes: SCOPES }] });
  try {
    print.title('A Galaxy Store access token that lives exactly as long as the job');
    print.verbatim('On this computer alone, against an emulator of the Galaxy Store.');
    const account = { serviceAccountId: ACCOUNT, privateKey, scopes: SCOPES };
    const { checks, token } = await playJob({ ...account, apiUrl: emulator.url }, print);
    printServerSide(print, emulator);
    print.section('So it is true that');
    const revoked = emulator.events.filter(({ kind }) => kind === 'revoked');
    return print.checks({
      ...checks,
      'The Galaxy Store revoked this very token, once':
        revoked.length === 1 && revoked[0]?.token === token,
      'No token is alive': emulator.liveTokens().length === 0,
    });
  } finally {
    await emulator.stop();
  }
}

/** What the other side saw: the assertion without its signature, and every event. */
function printServerSide(print: Printer, emulator: Emulator): void {
  print.section('What the Galaxy Store saw');
  const create = emulator.requests.find(({ operation }) => operation === 'create');
  const parts = create?.headers.authorization?.replace(/^Bearer /, '').split('.') ?? [];
  const [header, claims] = parts.map((part) => Buffer.from(part, 'base64url').toString());
  print.text(`JWT header  ${header ?? ''}\nJWT claims  ${claims ?? ''}`);
  for (const event of emulator.events) {
    // The time and the account are nearly the same on every line here.
    const line = describeEvent(event).replace(` (account ${ACCOUNT})`, '');
    print.text(line.replace(/^\S+ +/, ''));
  }
}

const args = process.argv.slice(2);
if (args.length > 0) {
  console.log(HELP);
  process.exitCode = args.every((arg) => ['--help', '-h'].includes(arg)) ? 0 : 1;
} else {
  const interrupted = interruption();
  const isGood = await demonstrate(terminalPrinter());
  process.exitCode = isGood && !interrupted.aborted ? 0 : 1;
}

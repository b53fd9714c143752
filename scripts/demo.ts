import { demonstrateEmulated } from './demo/emulated.ts';
import { demonstrateLive } from './demo/live.ts';
import { HELP, UsageError, readOptions } from './demo/options.ts';
import { Printer } from './demo/print.ts';
import { POLITE } from './demo/timing.ts';

const interruption = new AbortController();

/** Ends the demo early, but never in the middle: what it created has to be revoked first. */
function interrupt(): void {
  if (!interruption.signal.aborted) process.stderr.write('\nEnding; revoking what is left …\n');
  interruption.abort();
}

async function run(args: readonly string[]): Promise<boolean> {
  const options = readOptions(args, process.env);
  const isBold = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '';
  const print = new Printer((text) => process.stdout.write(text), isBold);
  switch (options.mode) {
    case 'help':
      process.stdout.write(HELP);
      return true;
    case 'emulator':
      return demonstrateEmulated(print);
    case 'live':
      return demonstrateLive(options.live, print, POLITE, interruption.signal);
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
for (const stream of [process.stdout, process.stderr]) {
  // A reader that goes away (`| head`) must not keep the demo from revoking.
  stream.on('error', () => undefined);
}

try {
  const isGood = await run(process.argv.slice(2));
  process.exitCode = isGood && !interruption.signal.aborted ? 0 : 1;
} catch (error) {
  process.exitCode = 1;
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
}

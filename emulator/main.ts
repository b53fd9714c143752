import { describeEvent, startEmulator } from './emulator.ts';
import { instructions } from './instructions.ts';
import { USAGE, commandFrom } from './options-from-arguments.ts';
import type { Command } from './options-from-arguments.ts';

async function run({ account, options, privateKey }: Command): Promise<void> {
  const emulator = await startEmulator({
    ...options,
    onEvent: (event) => {
      console.log(describeEvent(event));
    },
  });
  console.log(instructions(emulator.url, account, privateKey));
  const stop = (): void => {
    const live = emulator.liveTokens().length;
    console.log(`Stopped. Tokens still alive: ${live}`);
    void emulator.stop();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

try {
  const command = commandFrom(process.argv.slice(2));
  if (command === undefined) {
    console.log(USAGE);
  } else {
    await run(command);
  }
} catch (error) {
  console.error(`The emulator cannot start: ${error instanceof Error ? error.message : 'unknown'}`);
  console.error('Run it with --help to see the options.');
  process.exitCode = 1;
}

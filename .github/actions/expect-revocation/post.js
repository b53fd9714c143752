import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';

const log = readFileSync(join(env['RUNNER_TEMP'] ?? '', 'emulator.log'), 'utf8');
console.log(log);

/**
 * Each event is a line: time, operation with its number, kind, what happened.
 *
 * @param {import('../../../emulator/events.ts').EventKind} kind
 */
const count = (kind) => log.split('\n').filter((line) => line.split(/\s+/)[3] === kind).length;

if (count('created') === 0 || count('created') !== count('revoked')) {
  console.log(`::error::${count('created')} tokens created, ${count('revoked')} revoked.`);
  process.exitCode = 1;
}

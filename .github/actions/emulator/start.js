import { spawn } from 'node:child_process';
import { appendFileSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

const WAIT_MS = 20_000;
const ACCOUNT = 'e2e-account';
const temp = env['RUNNER_TEMP'] ?? '';
const logFile = join(temp, 'emulator.log');

const log = openSync(logFile, 'w');
const options = ['--account', ACCOUNT, '--public-key', join(temp, 'public.pem')];
// Detached, because act ends the process group of a step together with the step. GitHub's runner ends
// what is left when the job is complete, which is after the post steps.
const emulator = spawn(execPath, ['emulator/main.ts', ...options], {
  detached: true,
  stdio: ['ignore', log, log],
  windowsHide: true,
});
emulator.unref();

let url;
for (const end = Date.now() + WAIT_MS; url === undefined && Date.now() < end;) {
  await sleep(100);
  url = / listens on (?<url>http:\S+)/.exec(readFileSync(logFile, 'utf8'))?.groups?.['url'];
}
if (url === undefined) {
  console.log('::error::The emulator did not start.');
  console.log(readFileSync(logFile, 'utf8'));
  process.exitCode = 1;
} else {
  appendFileSync(env['GITHUB_OUTPUT'] ?? '', `api-url=${url}\nservice-account-id=${ACCOUNT}\n`);
  console.log(`The emulator listens on ${url}`);
}

// Runs every example, and what may go wrong around it, under a real workflow runner against the
// emulator. Arguments are words to look for in the names: `npm run e2e -- publish` runs two of them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Case, Provision } from './e2e/case.ts';
import { EXAMPLE_CASES } from './e2e/example-cases.ts';
import { exampleWorkflows } from './e2e/examples.ts';
import { expectSafety } from './e2e/expectations.ts';
import { FAILURE_CASES } from './e2e/failure-cases.ts';
import { eventLog, runWorkflow } from './e2e/world.ts';
import type { Run } from './e2e/world.ts';
import { ACT, ToolError, install } from './tools/install.ts';

type Outcome = 'passed' | 'environment only' | 'failed';

interface Ready extends Case {
  readonly provision: Provision;
}

/** Some of them mostly wait, so more than one at a time saves a minute. */
const LANES = 3;

async function main(words: readonly string[]): Promise<number> {
  const act = join(await install(ACT), 'act');
  // The failures first: two of them wait for a minute, beside which the examples run.
  const all = [...FAILURE_CASES, ...EXAMPLE_CASES];
  await expectEveryExample(all);
  const cases = all.filter(({ name }) => words.every((word) => name.includes(word)));
  if (cases.length === 0) {
    console.error(`No name contains ${words.join(' and ')}. There are:`);
    for (const { name } of all) console.error(`  ${name}`);
    return 1;
  }
  return report(await runAll(act, cases));
}

async function runAll(act: string, cases: readonly Case[]): Promise<readonly Outcome[]> {
  // Before anything runs: installing blocks this process, and with it the emulators.
  const ready: Ready[] = [];
  for (const each of cases) ready.push({ ...each, provision: (await each.provide?.()) ?? {} });
  const dir = await mkdtemp(join(tmpdir(), 'galaxy-store-e2e-'));
  const outcomes: Outcome[] = [];
  try {
    const waiting = ready.entries();
    const lane = async (): Promise<void> => {
      for (const [n, each] of waiting) outcomes.push(await runCase(act, join(dir, `${n}`), each));
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
  return outcomes;
}

/** A new file in examples/ must not be forgotten here. */
async function expectEveryExample(cases: readonly Case[]): Promise<void> {
  const forgotten = (await exampleWorkflows()).filter(
    (file) => !cases.some(({ name }) => name.split(' ').includes(file)),
  );
  if (forgotten.length > 0) throw new Error(`No case runs ${forgotten.join(', ')}`);
}

async function runCase(act: string, dir: string, each: Ready): Promise<Outcome> {
  let run: Run | undefined;
  try {
    run = await runWorkflow(act, dir, { ...each, ...each.provision });
    await each.expect(run);
    await expectSafety(run);
    const { notExecuted } = each.provision;
    const outcome = notExecuted === undefined ? 'passed' : 'environment only';
    const remark = notExecuted === undefined ? '' : `, with a stand-in (${notExecuted})`;
    console.log(`\n${outcome}: ${each.name}${remark}\n${eventLog(run)}`);
    return outcome;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.log(`\nFAILED: ${each.name}\n${message}`);
    // Where a secret leaked, printing the log would leak it again.
    if (run !== undefined) console.log(`${withoutSecrets(run)}\n${eventLog(run)}`);
    return 'failed';
  }
}

function withoutSecrets({ log, secrets }: Run): string {
  return secrets.reduce((text, secret) => text.replaceAll(secret, '***'), log);
}

function report(outcomes: readonly Outcome[]): number {
  const count = (wanted: Outcome): number =>
    outcomes.filter((outcome) => outcome === wanted).length;
  console.log(
    `\n${outcomes.length} workflow runs: ${count('passed')} passed, ${count('failed')} failed, ` +
      `${count('environment only')} showed the environment only, with a stand-in for the tool.`,
  );
  return count('failed') === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ToolError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

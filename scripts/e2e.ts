// Runs every example, and what may go wrong around it, under a real workflow runner against the
// emulator. Arguments are words to look for in the names: `npm run e2e -- publish` runs two of them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeEvent } from '../emulator/emulator.ts';
import { piecesIn } from '../runner/secrecy.ts';
import { CASES, type Case } from './e2e/cases.ts';
import { expectRun } from './e2e/expectations.ts';
import { exampleWorkflows } from './e2e/repository.ts';
import { runWorkflow, type Run } from './e2e/run.ts';
import { ACT, ToolError, install } from './tools.ts';

type Outcome = 'passed' | 'environment only' | 'failed';

/** Some of them mostly wait, so more than one at a time saves a minute. */
const LANES = 3;

async function main(words: readonly string[]): Promise<number> {
  const act = join(await install(ACT), 'act');
  await expectEveryExample();
  const cases = CASES.filter(({ name }) => words.every((word) => name.includes(word)));
  if (cases.length === 0) {
    console.error(`No name contains ${words.join(' and ')}. There are:`);
    for (const { name } of CASES) console.error(`  ${name}`);
    return 1;
  }
  return report(await runAll(act, cases));
}

/** A new file in examples/ must not be forgotten here. */
async function expectEveryExample(): Promise<void> {
  const forgotten = (await exampleWorkflows()).filter(
    (file) => !CASES.some(({ name }) => name.split(' ').includes(file)),
  );
  if (forgotten.length > 0) throw new Error(`No case runs ${forgotten.join(', ')}`);
}

async function runAll(act: string, cases: readonly Case[]): Promise<readonly Outcome[]> {
  const dir = await mkdtemp(join(tmpdir(), 'galaxy-store-e2e-'));
  const outcomes: Outcome[] = [];
  try {
    const waiting = cases.entries();
    const lane = async (): Promise<void> => {
      for (const [n, each] of waiting) outcomes.push(await runCase(act, join(dir, `${n}`), each));
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
  return outcomes;
}

async function runCase(act: string, dir: string, each: Case): Promise<Outcome> {
  let run: Run | undefined;
  try {
    const provision = (await each.provide?.()) ?? {};
    run = await runWorkflow(act, dir, each, provision);
    await expectRun(run, each);
    const { notExecuted } = provision;
    const outcome = notExecuted === undefined ? 'passed' : 'environment only';
    const remark = notExecuted === undefined ? '' : `, with a stand-in (${notExecuted})`;
    console.log(`\n${outcome}: ${each.name}${remark}\n${eventLog(run)}`);
    return outcome;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.log(`\nFAILED: ${each.name}\n${message}`);
    if (run === undefined) return 'failed';
    const leaks = piecesIn(run.log, run.secrets).length > 0;
    console.log(leaks ? '(A log that shows pieces of secrets is not printed.)' : run.log);
    console.log(eventLog(run));
    return 'failed';
  }
}

/** The emulator's log, for people: no secret is in it. */
function eventLog({ events }: Run): string {
  return events.map((event) => `    ${describeEvent(event)}`).join('\n');
}

function report(outcomes: readonly Outcome[]): number {
  const counts = { passed: 0, failed: 0, 'environment only': 0 };
  for (const outcome of outcomes) counts[outcome] += 1;
  console.log(
    `\n${outcomes.length} workflow runs: ${counts.passed} passed, ${counts.failed} failed, ` +
      `${counts['environment only']} showed the environment only, with a stand-in for the tool.`,
  );
  return counts.failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ToolError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

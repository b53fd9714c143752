import { spawn } from 'node:child_process';
import { endOf } from '../../runner/child.ts';

export type Outcome = 'success' | 'failure' | 'skipped';

/** A step that act reported on. Steps inside a composite action count as well. */
export interface StepResult {
  /** Key of the job in the workflow file. */
  readonly job: string;
  readonly step: string;
  readonly stage: string;
  readonly outcome: Outcome;
}

export interface ActResult {
  readonly exitCode: number | null;
  readonly steps: readonly StepResult[];
  /**
   * What act shows to people: its messages. Its JSON has other fields too, and in those it repeats the
   * very commands that mask a value, which no person ever sees.
   */
  readonly log: string;
}

export interface ActOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeLimitMs: number;
  /** Interrupts act, as Ctrl-C would. */
  readonly interrupt: AbortSignal;
}

/** How long an interrupted act may take for its post steps before it is killed. */
const GRACE_MS = 30_000;

/** Runs act and reads its log. Whatever happens, act has ended when this returns. */
export async function runAct(options: ActOptions): Promise<ActResult> {
  const { command, args, cwd, env, timeLimitMs, interrupt } = options;
  const act = spawn(command, [...args, '--json'], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = AbortSignal.any([interrupt, AbortSignal.timeout(timeLimitMs)]);
  stop.addEventListener('abort', () => {
    act.kill('SIGINT');
    setTimeout(() => act.kill('SIGKILL'), GRACE_MS).unref();
  });
  const { exitCode, stdout, stderr } = await endOf(act);
  const entries = (stdout + stderr).split('\n').map(parseLine);
  return {
    exitCode,
    steps: entries.flatMap(({ result }) => result ?? []),
    log: entries.map(({ text }) => text).join('\n'),
  };
}

interface Entry {
  readonly text: string;
  readonly result?: StepResult;
}

const OUTCOMES: readonly unknown[] = ['success', 'failure', 'skipped'] satisfies Outcome[];

function parseLine(line: string): Entry {
  let entry: Partial<Record<string, unknown>>;
  try {
    entry = JSON.parse(line) as Partial<Record<string, unknown>>;
  } catch {
    return { text: line };
  }
  const { jobID: job, step, stage, stepResult, msg } = entry;
  const where = [job, stage, step].filter((part) => typeof part === 'string').join(' / ');
  const text = `[${where}] ${typeof msg === 'string' ? msg.trimEnd() : ''}`;
  if (typeof job !== 'string' || typeof step !== 'string' || !OUTCOMES.includes(stepResult)) {
    return { text };
  }
  const outcome = stepResult as Outcome;
  return { text, result: { job, step, stage: typeof stage === 'string' ? stage : '', outcome } };
}

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parseFileCommands } from '../../runner/workflow-commands.ts';

const RECORDER = join(import.meta.dirname, 'usage-recorder.cjs');

/** Variables of this machine without which Node does not start on every system. */
const INHERITED = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'];

export interface ProcessOptions {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Which Node; the default is the one that runs this. */
  readonly node?: string;
  /** Whether to learn what the process used, which takes some of its time. */
  readonly recordUsage?: boolean;
}

export interface Usage {
  readonly cpuMs: number;
  readonly peakRssMb: number;
}

/** What came of a process that was run like a step. */
export interface FinishedProcess {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** From the start of the process to its end, in milliseconds. */
  readonly wallMs: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly usage: Usage | undefined;
}

/**
 * Runs Node as a runner starts a step, with nothing of this process's environment but what Node needs,
 * and takes the time. The runner of the tests is not used, because it reads action.yml each time and
 * could not say when the process started.
 *
 * @throws when the process cannot be started
 */
export async function runProcess(options: ProcessOptions): Promise<FinishedProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const file = (name: string): string => join(folder, name);
    for (const name of ['output', 'state', 'env', 'summary']) writeFileSync(file(name), '');
    const env: Record<string, string> = {
      ...Object.fromEntries(INHERITED.map((name) => [name, process.env[name] ?? ''])),
      GITHUB_OUTPUT: file('output'),
      GITHUB_STATE: file('state'),
      GITHUB_ENV: file('env'),
      GITHUB_STEP_SUMMARY: file('summary'),
      BENCH_USAGE_FILE: file('usage'),
      ...options.env,
    };
    const preload = options.recordUsage === true ? ['--require', RECORDER] : [];
    const node = options.node ?? process.execPath;
    const ended = await waitFor(node, [...preload, ...options.args], folder, env);
    const read = (name: string): string => readFileSync(file(name), 'utf8');
    return {
      ...ended,
      outputs: parseFileCommands(read('output')),
      state: parseFileCommands(read('state')),
      summary: read('summary'),
      usage: options.recordUsage === true ? (JSON.parse(read('usage')) as Usage) : undefined,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type EndedProcess = Pick<FinishedProcess, 'exitCode' | 'stdout' | 'stderr' | 'wallMs'>;

async function waitFor(
  node: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<EndedProcess> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    let wallMs = 0;
    let stdout = '';
    let stderr = '';
    const child = spawn(node, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('exit', () => (wallMs = performance.now() - startedAt));
    child.once('close', (exitCode) => {
      resolve({ exitCode, stdout, stderr, wallMs });
    });
  });
}

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { readActionMetadata } from './action-metadata.ts';
import { readLog } from './log.ts';
import { PROJECT_DIR } from './project.ts';
import { parseFileCommands } from './workflow-commands.ts';
import type { WorkflowCommand } from './workflow-commands.ts';

/** What a workflow says of a step, and what the runner knows. */
export interface StepOptions {
  readonly stage: 'main' | 'post';
  /** The `with:` of the step. Inputs that are left out get the default of action.yml. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** What the main step saved. */
  readonly state?: Readonly<Record<string, string>>;
  /** Variables beyond the few that every step has. */
  readonly env?: Readonly<Record<string, string>>;
  /** The secrets of the workflow, which the runner masks by itself. */
  readonly secrets?: readonly string[];
  /** The program that runs the step. Default: the Node that runs this. */
  readonly node?: string;
  /** Arguments of Node that come before the script, such as `--import` and a module. */
  readonly nodeArguments?: readonly string[];
  /** Runs this file instead of the bundle. */
  readonly script?: string;
  /** Finds out what the process used, which takes some of its time. */
  readonly recordUsage?: boolean;
  /** The folder of the action, when it is not this repository. */
  readonly actionFolder?: string;
  /** Files of the runner that do not exist, to see what happens then. */
  readonly missingFiles?: readonly RunnerFile[];
  /** Files of the runner that belong to another user, as in a container whose image has a USER. */
  readonly foreignFiles?: readonly RunnerFile[];
}

/** What the process of a step used. */
export interface Usage {
  readonly cpuMs: number;
  /** The most memory that it held at once. */
  readonly peakRssMib: number;
}

/** What came of a step. */
export interface StepResult {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** All that the process wrote, before masking. */
  readonly stdout: string;
  readonly stderr: string;
  /** What a person sees in the log: masked line by line, in the order in which masks were set. */
  readonly log: string;
  readonly commands: readonly WorkflowCommand[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly summary: string;
  /** From the start of the process to its end, in milliseconds. */
  readonly wallMs: number;
  readonly usage: Usage | undefined;
}

/** A step that runs. */
export interface RunningStep {
  readonly process: ChildProcess;
  readonly result: Promise<StepResult>;
}

const RUNNER_FILES = [
  'GITHUB_OUTPUT',
  'GITHUB_STATE',
  'GITHUB_ENV',
  'GITHUB_STEP_SUMMARY',
] as const;
export type RunnerFile = (typeof RUNNER_FILES)[number];

/** Variables of this machine without which Node or its children do not start on every platform. */
const INHERITED = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'];

/** The user nobody of Linux. */
const NOBODY = 65_534;

/** No step takes this long: it has 2 minutes for each of its two calls, and a few seconds to start. */
const LONGEST_STEP_MS = 270_000;

/** Runs one step of the action and waits for its end. */
export async function runStep(options: StepOptions): Promise<StepResult> {
  return startStep(options).result;
}

/** Starts one step of the action as a GitHub runner does: a process of its own, with its own files. */
export function startStep(options: StepOptions): RunningStep {
  const { stage, actionFolder = PROJECT_DIR, recordUsage = false, secrets = [] } = options;
  const folder = mkdtempSync(join(tmpdir(), 'runner-'));
  const { runs, inputs } = readActionMetadata(actionFolder);
  const files = Object.fromEntries(RUNNER_FILES.map((name) => [name, join(folder, name)]));
  for (const [name, path] of Object.entries(files)) {
    if (!options.missingFiles?.some((missing) => missing === name)) writeFileSync(path, '');
  }
  const isForeign = options.foreignFiles !== undefined;
  if (isForeign) shareFiles(folder, files, options.foreignFiles);
  const usageFile = recordUsage ? join(folder, 'usage') : '';

  const env: Record<string, string> = { CI: 'true', GITHUB_ACTIONS: 'true', RUNNER_TEMP: folder };
  for (const name of INHERITED) env[name] ??= process.env[name] ?? '';
  for (const [name, input] of Object.entries(inputs)) {
    env[inputVariable(name)] = options.inputs?.[name] ?? input.default ?? '';
  }
  for (const [name, value] of Object.entries(options.state ?? {})) env[`STATE_${name}`] = value;
  if (recordUsage) env['RUNNER_USAGE_FILE'] = usageFile;

  const args = [
    ...(recordUsage ? ['--require', join(import.meta.dirname, 'usage-recorder.cjs')] : []),
    ...(options.nodeArguments ?? []),
    options.script ?? resolve(actionFolder, runs[stage]),
  ];
  const startedAt = performance.now();
  const child = spawn(options.node ?? process.execPath, args, {
    cwd: folder,
    // The mode of a file does not stop root.
    ...(isForeign && process.getuid?.() === 0 && { uid: NOBODY }),
    env: { ...env, ...files, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A step that hangs must not outlive the test that finds it.
    timeout: LONGEST_STEP_MS,
    killSignal: 'SIGKILL',
  });
  const ended = collect(child, startedAt).then(({ stdout, stderr, ...rest }): StepResult => {
    const read = (name: RunnerFile): string => readIfThere(files[name] ?? '');
    return {
      ...{ stdout, stderr, ...rest },
      // What is on stderr may have come before any mask, so none of the step's own masks hides it.
      ...readLog(stderr + stdout, secrets),
      outputs: parseFileCommands(read('GITHUB_OUTPUT')),
      state: parseFileCommands(read('GITHUB_STATE')),
      variables: parseFileCommands(read('GITHUB_ENV')),
      summary: read('GITHUB_STEP_SUMMARY'),
      usage: recordUsage ? (JSON.parse(readIfThere(usageFile)) as Usage) : undefined,
    };
  });
  const result = ended.finally(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return { process: child, result };
}

/** Lets every user into a folder, and write all of its files but some. */
function shareFiles(
  folder: string,
  files: Readonly<Record<string, string>>,
  readOnly: readonly string[],
): void {
  chmodSync(folder, 0o755);
  for (const [name, path] of Object.entries(files)) {
    chmodSync(path, readOnly.includes(name) ? 0o444 : 0o666);
  }
}

/** The variable in which a runner hands over an input: upper case, dashes kept. */
function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}

type Ended = Pick<StepResult, 'exitCode' | 'signal' | 'stdout' | 'stderr' | 'wallMs'>;

/** Waits for the end of a process, and for the last of what it writes. */
async function collect(child: ChildProcess, startedAt: number): Promise<Ended> {
  const written = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (written.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (written.stderr += text));
  let wallMs = 0;
  child.once('exit', () => (wallMs = performance.now() - startedAt));
  return new Promise((done, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => {
      done({ ...written, exitCode, signal, wallMs });
    });
  });
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

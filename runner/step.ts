import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { readActionMetadata } from './action-metadata.ts';
import { endOf, type Ended } from './child.ts';
import { readLog } from './log.ts';
import { PROJECT_DIR } from './project.ts';
import { parseFileCommands, type WorkflowCommand } from './workflow-commands.ts';

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

/** What came of a step. Its output is as the process wrote it, before masking. */
export interface StepResult extends Ended {
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

const FILES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV', 'GITHUB_STEP_SUMMARY'] as const;
type RunnerFile = (typeof FILES)[number];

/** Variables of this machine without which Node or its children do not start on every platform. */
const INHERITED = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'];

/** The user nobody of Linux. */
const NOBODY = 65_534;

/** No step takes this long: it has 2 minutes for each of its two calls, and a few seconds to start. */
const LONGEST_STEP_MS = 270_000;

type Texts = Readonly<Record<string, string>>;

/** Starts one step of the action as a GitHub runner does: a process of its own, with its own files. */
export function startStep(options: StepOptions): RunningStep {
  const { stage, actionFolder = PROJECT_DIR, nodeArguments = [], recordUsage = false } = options;
  const folder = mkdtempSync(join(tmpdir(), 'runner-'));
  const files = makeFiles(folder, options);
  const { runs, inputs } = readActionMetadata(actionFolder);
  const given = Object.keys({ ...inputs, ...options.inputs }).map((name) => {
    const value = options.inputs?.[name] ?? inputs[name]?.default ?? '';
    return [`INPUT_${name.toUpperCase()}`, value] as const;
  });
  const state = Object.entries(options.state ?? {});
  const recorder = ['--require', join(import.meta.dirname, 'usage-recorder.cjs')];
  const script = options.script ?? resolve(actionFolder, runs[stage]);
  const args = [...(recordUsage ? recorder : []), ...nodeArguments, script];
  const startedAt = performance.now();
  const child = spawn(options.node ?? process.execPath, args, {
    cwd: folder,
    // The mode of a file does not stop root.
    ...(options.foreignFiles && process.getuid?.() === 0 && { uid: NOBODY }),
    env: {
      ...{
        CI: 'true',
        GITHUB_ACTIONS: 'true',
        RUNNER_TEMP: folder,
        RUNNER_USAGE_FILE: join(folder, 'usage'),
      },
      ...Object.fromEntries(INHERITED.map((name) => [name, process.env[name] ?? ''])),
      ...Object.fromEntries(given),
      ...Object.fromEntries(state.map(([name, value]) => [`STATE_${name}`, value])),
      ...files,
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A step that hangs must not outlive the test that finds it.
    timeout: LONGEST_STEP_MS,
    killSignal: 'SIGKILL',
  });
  let wallMs = 0;
  child.once('exit', () => (wallMs = performance.now() - startedAt));
  const result = endOf(child).then((ended): StepResult => {
    const read = (name: RunnerFile | 'usage'): string => {
      const path = join(folder, name);
      return existsSync(path) ? readFileSync(path, 'utf8') : '';
    };
    return {
      ...ended,
      // What is on stderr may have come before any mask, so none of the step's own masks hides it.
      ...readLog(ended.stderr + ended.stdout, options.secrets ?? []),
      outputs: parseFileCommands(read('GITHUB_OUTPUT')),
      state: parseFileCommands(read('GITHUB_STATE')),
      variables: parseFileCommands(read('GITHUB_ENV')),
      summary: read('GITHUB_STEP_SUMMARY'),
      wallMs,
      usage: recordUsage ? (JSON.parse(read('usage')) as Usage) : undefined,
    };
  });
  const removeFiles = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  return { process: child, result: result.finally(removeFiles) };
}

/** Makes the files of the runner, by the variables that name them. */
function makeFiles(folder: string, { missingFiles = [], foreignFiles }: StepOptions): Texts {
  const paths = FILES.map((name) => [name, join(folder, name)] as const);
  if (foreignFiles) chmodSync(folder, 0o755);
  for (const [name, path] of paths) {
    if (missingFiles.includes(name)) continue;
    writeFileSync(path, '');
    if (foreignFiles) chmodSync(path, foreignFiles.includes(name) ? 0o444 : 0o666);
  }
  return Object.fromEntries(paths);
}

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ACTION_FOLDER, readActionMetadata } from './action-metadata.ts';
import { Masker } from './masker.ts';
import { parseCommand, parseFileCommands } from './workflow-commands.ts';
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
  /** Modules to load before the bundle, as with `node --import`. */
  readonly preload?: readonly string[];
  /** The folder of the action, when it is not this repository. */
  readonly actionFolder?: string;
  /** Files of the runner that do not exist, to see what happens then. */
  readonly missingFiles?: readonly RunnerFile[];
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

/** Variables of this machine without which Node or its children do not start on every system. */
const INHERITED = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'];

/** No step takes this long: it has 2 minutes for each of its two calls, and a few seconds to start. */
const LONGEST_STEP_MS = 270_000;

/** Runs one step of the action and waits for its end. */
export async function runStep(options: StepOptions): Promise<StepResult> {
  return startStep(options).result;
}

/** Starts one step of the action as a GitHub runner does: a process of its own, with its own files. */
export function startStep(options: StepOptions): RunningStep {
  const folder = mkdtempSync(join(tmpdir(), 'runner-'));
  const actionFolder = options.actionFolder ?? ACTION_FOLDER;
  const metadata = readActionMetadata(actionFolder);
  const files = Object.fromEntries(RUNNER_FILES.map((name) => [name, join(folder, name)]));
  for (const [name, path] of Object.entries(files)) {
    if (!options.missingFiles?.some((missing) => missing === name)) writeFileSync(path, '');
  }

  const env: Record<string, string> = { CI: 'true', GITHUB_ACTIONS: 'true', RUNNER_TEMP: folder };
  for (const name of INHERITED) env[name] ??= process.env[name] ?? '';
  for (const [name, input] of Object.entries(metadata.inputs)) {
    env[inputVariable(name)] = options.inputs?.[name] ?? input.default ?? '';
  }
  for (const [name, value] of Object.entries(options.state ?? {})) env[`STATE_${name}`] = value;

  const preload = (options.preload ?? []).flatMap((module) => ['--import', module]);
  const child = spawn(
    process.execPath,
    [...preload, join(actionFolder, metadata.runs[options.stage])],
    {
      cwd: folder,
      env: { ...env, ...files, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A step that hangs must not outlive the test that finds it.
      timeout: LONGEST_STEP_MS,
      killSignal: 'SIGKILL',
    },
  );
  const result = collect(child, options.secrets ?? [], files).finally(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return { process: child, result };
}

/** The variable in which a runner hands over an input: upper case, dashes kept. */
export function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}

async function collect(
  child: ChildProcess,
  secrets: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<StepResult> {
  const chunks = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (chunks.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (chunks.stderr += text));
  const [exitCode, signal] = await new Promise<[number | null, NodeJS.Signals | null]>(
    (resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, killedBy) => {
        resolve([code, killedBy]);
      });
    },
  );
  const read = (name: RunnerFile): string => readIfThere(files[name] ?? '');
  return {
    ...chunks,
    // What is on stderr may have come before any mask, so none of the step's own masks hides it.
    ...readLog(chunks.stderr + chunks.stdout, secrets),
    exitCode,
    signal,
    outputs: parseFileCommands(read('GITHUB_OUTPUT')),
    state: parseFileCommands(read('GITHUB_STATE')),
    variables: parseFileCommands(read('GITHUB_ENV')),
    summary: read('GITHUB_STEP_SUMMARY'),
  };
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Obeys the commands in a log, and shows the rest as a person would see it. */
function readLog(
  text: string,
  secrets: readonly string[],
): { readonly log: string; readonly commands: readonly WorkflowCommand[] } {
  const masker = new Masker();
  for (const secret of secrets) masker.add(secret);
  const commands: WorkflowCommand[] = [];
  const shown: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const command = parseCommand(line);
    if (command) commands.push(command);
    if (command?.name === 'add-mask') masker.add(command.value);
    const visible = command ? showCommand(command) : line;
    if (visible !== undefined) shown.push(masker.mask(visible));
  }
  return { log: shown.join('\n').trim(), commands };
}

const ANNOTATIONS: Readonly<Record<string, string>> = {
  error: 'Error',
  warning: 'Warning',
  notice: 'Notice',
};

/** Annotations are shown as `Error: …`; every other command is hidden. */
function showCommand({ name, properties, value }: WorkflowCommand): string | undefined {
  const label = ANNOTATIONS[name];
  if (label === undefined) return undefined;
  return `${label}: ${properties['title'] === undefined ? '' : `${properties['title']}: `}${value}`;
}

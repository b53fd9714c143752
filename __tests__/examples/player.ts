import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { expect } from '@jest/globals';
import { parse } from 'yaml';

import { createCertificates } from '../../emulator/certificates.ts';
import { startEmulator, type Emulator } from '../../emulator/emulator.ts';
import { endOf } from '../../runner/child.ts';
import { parseFileCommands } from '../../runner/workflow-commands.ts';
import { PROJECT_DIR } from '../../runner/project.ts';
import { ACCOUNTS, ACCOUNT_ID, ID, tokenOf } from '../emulator/support.ts';

const HOSTS = ['devapi.samsungapps.com', 'seller.samsungapps.com'];
const CERTIFICATES = await createCertificates(HOSTS);

/** The steps of a job or of a composite action, as far as a test plays them. */
interface Steps {
  readonly steps: readonly {
    readonly id?: string;
    readonly run?: string;
    readonly env?: Readonly<Record<string, string>>;
  }[];
}

/** A workflow, or a composite action, whose steps stand in `runs`. */
interface Workflow {
  readonly jobs?: Readonly<Record<string, Steps>>;
  readonly runs?: Steps;
}

/** What a run of a job is given, besides the token. */
export interface Run {
  /** The file below examples/. */
  readonly file: string;
  readonly job: string;
  /** Values of expressions, such as `vars.GALAXY_STORE_ROLLOUT_RATE`. Others are blank, but for the app. */
  readonly values?: Readonly<Record<string, string>>;
  /** The files that earlier steps left in the temporary folder of the runner. Default: one app. */
  readonly files?: Readonly<Record<string, string>>;
  readonly attempt?: number;
  readonly runId?: string;
}

/** What came of a run: whether it is green, and what people see of it. */
export interface Outcome {
  readonly isGreen: boolean;
  readonly log: string;
}

/** A store, and a runner for the `run:` steps of the examples, which call it by its real names. */
export interface Player {
  readonly store: Emulator;
  readonly play: (run: Run) => Promise<Outcome>;
}

/** Sets a store with a token, plays, and clears all away. */
export async function withPlayer(play: (player: Player) => Promise<void>): Promise<void> {
  const store = await startEmulator({ accounts: ACCOUNTS, tls: CERTIFICATES.server });
  const folder = mkdtempSync(join(tmpdir(), 'example-'));
  try {
    prepare(folder, store.port);
    const tls = { ca: CERTIFICATES.authority, servername: 'devapi.samsungapps.com' };
    const token = await tokenOf(store, ['publishing', 'gss'], { tls });
    await play({ store, play: (run) => playJob(run, folder, token) });
  } finally {
    await store.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Leads curl to the store, and makes each wait short. */
function prepare(folder: string, port: number): void {
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'sleep'), '#!/bin/sh\n', { mode: 0o755 });
  const authority = join(folder, 'authority.crt');
  writeFileSync(authority, CERTIFICATES.authority);
  const routes = HOSTS.map((host) => `connect-to = "${host}:443:127.0.0.1:${port}"\n`);
  writeFileSync(join(folder, '.curlrc'), `cacert = "${authority}"\n${routes.join('')}`);
}

async function playJob(run: Run, folder: string, token: string): Promise<Outcome> {
  const workflow = parse(readFileSync(join(PROJECT_DIR, 'examples', run.file), 'utf8')) as Workflow;
  const temp = mkdtempSync(join(folder, 'temp-'));
  for (const [name, content] of Object.entries(run.files ?? { 'app/app.apk': 'an app' })) {
    mkdirSync(dirname(join(temp, name)), { recursive: true });
    writeFileSync(join(temp, name), content);
  }
  const values: Record<string, string> = {
    'runner.temp': temp,
    'steps.galaxy-store.outputs.access-token': token,
    'steps.galaxy-store.outputs.service-account-id': ACCOUNT_ID,
    'vars.GALAXY_STORE_CONTENT_ID': ID,
    'inputs.content-id': ID,
    'matrix.content-id': ID,
    ...run.values,
  };
  const evaluate = (text: unknown): string =>
    String(text).replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_all, name: string) => values[name] ?? '');
  const outcome = { isGreen: true, log: '' };
  for (const step of (workflow.runs ?? workflow.jobs?.[run.job])?.steps ?? []) {
    if (step.run === undefined || !outcome.isGreen) continue;
    const script = join(temp, 'step.sh');
    const output = join(temp, 'output.txt');
    writeFileSync(script, step.run);
    writeFileSync(output, '');
    const own = Object.entries(step.env ?? {}).map(
      ([name, text]) => [name, evaluate(text)] as const,
    );
    const child = spawn('bash', ['-e', script], {
      cwd: temp,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...Object.fromEntries(own),
        HOME: folder,
        PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
        RUNNER_TEMP: temp,
        GITHUB_RUN_ID: run.runId ?? '4711',
        GITHUB_RUN_ATTEMPT: String(run.attempt ?? 1),
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: join(temp, 'summary.md'),
      },
    });
    const { exitCode, stdout, stderr } = await endOf(child);
    outcome.isGreen = exitCode === 0;
    outcome.log += stdout + stderr;
    for (const [name, value] of Object.entries(parseFileCommands(readFileSync(output, 'utf8')))) {
      values[`steps.${step.id ?? ''}.outputs.${name}`] = value;
    }
  }
  expect(outcome.log).not.toContain(token);
  return outcome;
}

/** Publishes a file. */
export async function publish(
  { play }: Player,
  values: Run['values'] = {},
  more: Partial<Run> = {},
): Promise<Outcome> {
  return await play({ file: 'publish.yml', job: 'publish', values, ...more });
}

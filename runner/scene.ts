import { fileURLToPath } from 'node:url';

import { startEmulator, type Emulator } from '../emulator/emulator.ts';
import { KNOWN_SCOPES, type EmulatorOptions, type Scope } from '../emulator/options.ts';
import { generateRsaKey } from '../emulator/rsa-key.ts';
import { startStep, type RunningStep, type StepOptions, type StepResult } from './step.ts';

const FAST_CLOCK = fileURLToPath(new URL('fast-clock.ts', import.meta.url));

/** The service account of every scene, whose ID has the form of real ones, and its key. */
export const KEY = generateRsaKey();
const id = '0f8e4c1d-6b7a-4e2f-9d35-1c2b3a495867';
export const ACCOUNT = { id, publicKey: KEY.publicKey } as const;
export const PRIVATE_KEY = KEY.pkcs8;

type Texts = Readonly<Record<string, string>>;

export type SceneOptions = Omit<EmulatorOptions, 'accounts'> & {
  readonly scopes?: readonly Scope[];
  /** How many times as fast the timers of the bundle run. */
  readonly speed?: number;
  /** The address by which the steps call the store. Default: its own. */
  readonly apiUrl?: string;
  /** What all steps of the scene have in common. */
  readonly step?: Partial<StepOptions>;
};

/** A Galaxy Store, and a runner that runs the steps of the action against it. */
export interface Scene {
  readonly store: Emulator;
  readonly main: (inputs?: Texts, options?: Partial<StepOptions>) => Promise<StepResult>;
  readonly startMain: (inputs?: Texts, options?: Partial<StepOptions>) => RunningStep;
  readonly post: (main: StepResult, options?: Partial<StepOptions>) => Promise<StepResult>;
  readonly startPost: (main: StepResult, options?: Partial<StepOptions>) => RunningStep;
  /** Which of the calls were made, in order: `create`, `check`, `revoke`. */
  readonly calls: () => readonly string[];
}

/** Sets a scene, plays it, and clears it away. */
export async function withScene<T>(
  { scopes = KNOWN_SCOPES, speed = 1, apiUrl, step = {}, ...options }: SceneOptions,
  play: (scene: Scene) => Promise<T>,
): Promise<T> {
  const store = await startEmulator({ ...options, accounts: [{ ...ACCOUNT, scopes }] });
  const fast = speed === 1 ? [] : ['--import', FAST_CLOCK];
  const start = (own: StepOptions, more: Partial<StepOptions> = {}): RunningStep =>
    startStep({
      ...{ ...step, ...own, ...more },
      nodeArguments: [...fast, ...(more.nodeArguments ?? [])],
      env: { FAST_CLOCK: String(speed), ...step.env, ...more.env },
    });
  const startMain: Scene['startMain'] = (inputs, more) => {
    const own = { 'service-account-id': ACCOUNT.id, 'private-key': PRIVATE_KEY };
    const all = { ...own, 'api-url': apiUrl ?? store.url, ...inputs };
    return start({ stage: 'main', secrets: [PRIVATE_KEY], inputs: all }, more);
  };
  // A nested composite action hands its post step the wrong inputs: only the state may count.
  const startPost: Scene['startPost'] = ({ state }, more) =>
    start({ stage: 'post', state, inputs: { 'service-account-id': 'wrong' } }, more);
  try {
    return await play({
      store,
      main: (...args) => startMain(...args).result,
      startMain,
      post: (...args) => startPost(...args).result,
      startPost,
      calls: () => store.requests.map((request) => request.operation),
    });
  } finally {
    await store.stop();
  }
}

/** Waits until the store has seen a call. */
export async function untilCalled(scene: Scene, call: string): Promise<void> {
  while (!scene.calls().includes(call)) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Waits until a process has written these words, or has ended without them. */
export async function untilSaid(
  { process }: Pick<RunningStep, 'process'>,
  words: string,
): Promise<void> {
  await new Promise<void>((resolve) => {
    let said = '';
    process.stdout?.on('data', (text: string) => {
      said += text;
      if (said.includes(words)) resolve();
    });
    process.once('close', resolve);
  });
}

function annotations(kind: 'error' | 'warning') {
  return ({ commands }: StepResult): readonly string[] =>
    commands.filter(({ name }) => name === kind).map(({ value }) => value);
}

/** The error annotations of a step. There is one at the most, and it is the message that people read. */
export const errorsOf = annotations('error');
export const warningsOf = annotations('warning');

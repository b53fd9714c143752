import { fileURLToPath } from 'node:url';

import { startEmulator } from '../../emulator/emulator.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import type { EmulatorOptions } from '../../emulator/options.ts';
import { runStep, startStep } from '../../runner/step.ts';
import type { RunningStep, StepOptions, StepResult } from '../../runner/step.ts';
import { generateRsaKey } from '../helpers/key-shapes.ts';

const FAST_CLOCK = fileURLToPath(new URL('../../runner/fast-clock.ts', import.meta.url));

/** The service account of every scene, and its key. */
export const KEY = generateRsaKey();
export const ACCOUNT = { id: 'a1b2c3d4-service-account', publicKey: KEY.publicKey } as const;
export const PRIVATE_KEY = KEY.pkcs8;

export type SceneOptions = Omit<EmulatorOptions, 'accounts'> & {
  readonly scopes?: readonly ('publishing' | 'gss')[];
  /** How many times as fast the timers of the bundle run. */
  readonly speed?: number;
};

/** A Galaxy Store, and a runner that runs the steps of the action against it. */
export interface Scene {
  readonly store: Emulator;
  readonly main: (
    inputs?: Readonly<Record<string, string>>,
    options?: Partial<StepOptions>,
  ) => Promise<StepResult>;
  readonly startMain: (
    inputs?: Readonly<Record<string, string>>,
    options?: Partial<StepOptions>,
  ) => RunningStep;
  readonly post: (main: StepResult, options?: Partial<StepOptions>) => Promise<StepResult>;
  readonly startPost: (main: StepResult, options?: Partial<StepOptions>) => RunningStep;
  /** Which of the calls were made, in order: `create`, `check`, `revoke`. */
  readonly calls: () => readonly string[];
}

/** Sets a scene, plays it, and clears it away. */
export async function withScene(
  { scopes = ['publishing', 'gss'], speed = 1, ...options }: SceneOptions,
  play: (scene: Scene) => Promise<void>,
): Promise<void> {
  const store = await startEmulator({ ...options, accounts: [{ ...ACCOUNT, scopes }] });
  const hurry = speed === 1 ? {} : { preload: [FAST_CLOCK], env: { FAST_CLOCK: String(speed) } };
  const merged = (step: StepOptions, overrides: Partial<StepOptions> = {}): StepOptions => ({
    ...hurry,
    ...step,
    ...overrides,
    env: { ...hurry.env, ...overrides.env },
  });
  const mainOptions = (
    inputs: Readonly<Record<string, string>> = {},
    overrides?: Partial<StepOptions>,
  ): StepOptions =>
    merged(
      {
        stage: 'main',
        secrets: [PRIVATE_KEY],
        inputs: {
          'service-account-id': ACCOUNT.id,
          'private-key': PRIVATE_KEY,
          'api-url': store.url,
          ...inputs,
        },
      },
      overrides,
    );
  const postOptions = (main: StepResult, overrides?: Partial<StepOptions>): StepOptions =>
    // A nested composite action hands its post step the wrong inputs: only the state may count.
    merged(
      { stage: 'post', state: main.state, inputs: { 'service-account-id': 'wrong' } },
      overrides,
    );
  try {
    await play({
      store,
      main: (inputs, overrides) => runStep(mainOptions(inputs, overrides)),
      startMain: (inputs, overrides) => startStep(mainOptions(inputs, overrides)),
      post: (main, overrides) => runStep(postOptions(main, overrides)),
      startPost: (main, overrides) => startStep(postOptions(main, overrides)),
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

/** Waits until a step has written these words, or has ended without them. */
export async function untilSaid({ process }: RunningStep, words: string): Promise<void> {
  await new Promise<void>((resolve) => {
    let said = '';
    process.stdout?.on('data', (text: string) => {
      said += text;
      if (said.includes(words)) resolve();
    });
    process.once('close', resolve);
  });
}

/** The error annotations of a step. There is one at the most, and it is the message that people read. */
export function errorsOf(result: StepResult): readonly string[] {
  return result.commands.filter(({ name }) => name === 'error').map(({ value }) => value);
}

export function warningsOf(result: StepResult): readonly string[] {
  return result.commands.filter(({ name }) => name === 'warning').map(({ value }) => value);
}

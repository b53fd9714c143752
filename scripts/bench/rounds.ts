import { join } from 'node:path';

import { runStep } from '../../runner/step.ts';
import type { StepOptions, StepResult } from '../../runner/step.ts';

import { checkMain, checkPost } from './checks.ts';
import { ACCOUNT_ID, CONNECTIONS } from './stores.ts';
import type { Connection, Stores } from './stores.ts';

export const MAKERS = ['floor', 'bundle'] as const;
export type Maker = (typeof MAKERS)[number];

export const STAGES = ['main', 'post'] as const;
export type Stage = (typeof STAGES)[number];

/** The name of what runs in one place of a round. */
export type RowName = 'empty' | `${Stage} ${Maker} ${Connection}`;

/** One run of everything. */
export type Round = ReadonlyMap<RowName, StepResult>;

/** The scripts that do the same work as the bundle without any package. */
const FLOORS: Readonly<Record<Stage, string>> = {
  main: join(import.meta.dirname, 'main-floor.cjs'),
  post: join(import.meta.dirname, 'post-floor.cjs'),
};

export interface Bench {
  readonly stores: Stores;
  /** The file with the certificate authority. */
  readonly authorityFile: string;
  readonly recordUsage: boolean;
}

/**
 * Runs everything once. The order turns round with each round, so that no side profits from a computer
 * that gets slower or faster.
 *
 * @throws when a run did not do its whole work, so that a fast failure cannot count
 */
export async function playRound(bench: Bench, number: number): Promise<Round> {
  const turn = <T>(items: readonly T[]): readonly T[] =>
    number % 2 === 0 ? items : items.toReversed();
  const round = new Map<RowName, StepResult>();
  round.set('empty', await run(bench, 'bundle', { stage: 'main', nodeArguments: ['-e', '0'] }));
  for (const connection of turn(CONNECTIONS)) {
    const states = new Map<Maker, Readonly<Record<string, string>>>();
    for (const maker of turn(MAKERS)) {
      const step = await playMain(bench, maker, connection);
      states.set(maker, step.state);
      round.set(`main ${maker} ${connection}`, step);
    }
    for (const maker of turn(MAKERS)) {
      const step = await playPost(bench, maker, connection, states.get(maker) ?? {});
      round.set(`post ${maker} ${connection}`, step);
    }
  }
  return round;
}

async function playMain(bench: Bench, maker: Maker, connection: Connection): Promise<StepResult> {
  const { stores } = bench;
  const inputs = {
    'service-account-id': ACCOUNT_ID,
    'private-key': stores.privateKey,
    'api-url': stores.urls[connection],
  };
  const step = await run(bench, maker, { stage: 'main', inputs });
  checkMain(step, await stores.report(connection), stores.privateKey);
  return step;
}

async function playPost(
  bench: Bench,
  maker: Maker,
  connection: Connection,
  state: Readonly<Record<string, string>>,
): Promise<StepResult> {
  const step = await run(bench, maker, { stage: 'post', state });
  checkPost(step, await bench.stores.report(connection));
  return step;
}

async function run(
  { authorityFile, recordUsage }: Bench,
  maker: Maker,
  options: StepOptions,
): Promise<StepResult> {
  const script = maker === 'floor' ? { script: FLOORS[options.stage] } : {};
  const env = { NODE_EXTRA_CA_CERTS: authorityFile };
  return runStep({ ...options, ...script, env, recordUsage });
}

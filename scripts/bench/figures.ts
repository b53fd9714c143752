import type { StepResult } from '../../runner/step.ts';

import { MAKERS, STAGES } from './rounds.ts';
import type { Round, RowName } from './rounds.ts';
import { CONNECTIONS } from './stores.ts';

/** What was measured of one kind of run; each figure is a median. */
export interface Figures {
  readonly row: RowName;
  readonly wallMs: number;
  /** The median of how many times as long it took as the floor of the same round. */
  readonly ratio: number | undefined;
  readonly cpuMs: number;
  readonly peakRssMb: number;
}

const ROWS: readonly RowName[] = [
  'empty',
  ...CONNECTIONS.flatMap((connection) =>
    STAGES.flatMap((stage) => MAKERS.map((maker): RowName => `${stage} ${maker} ${connection}`)),
  ),
];

/**
 * Sums up what was measured.
 *
 * @param timed - the rounds whose time counts
 * @param recorded - the rounds in which the use of processor and memory was recorded
 */
export function sumUp(timed: readonly Round[], recorded: readonly Round[]): readonly Figures[] {
  return ROWS.map((row) => {
    const medianOf = (rounds: readonly Round[], figure: (run: StepResult) => number): number =>
      median(rounds.map((round) => figure(runOf(round, row))));
    return {
      row,
      wallMs: medianOf(timed, ({ wallMs }) => wallMs),
      ratio: row === 'empty' ? undefined : median(timed.map((round) => ratioIn(round, row))),
      cpuMs: medianOf(recorded, ({ usage }) => usage?.cpuMs ?? NaN),
      peakRssMb: medianOf(recorded, ({ usage }) => usage?.peakRssMib ?? NaN),
    };
  });
}

function ratioIn(round: Round, row: Exclude<RowName, 'empty'>): number {
  const floor = row.replace('bundle', 'floor') as RowName;
  return runOf(round, row).wallMs / runOf(round, floor).wallMs;
}

function runOf(round: Round, row: RowName): StepResult {
  const run = round.get(row);
  if (run === undefined) throw new Error(`A round lacks a run: ${row}.`);
  return run;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [below, above] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return ((below ?? NaN) + (above ?? NaN)) / 2;
}

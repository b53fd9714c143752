import type { StepResult } from '../../runner/step.ts';

import { markdownTable } from '../markdown.ts';
import { CONNECTIONS, MAKERS, STAGES } from './rounds.ts';
import type { Round, RowName } from './rounds.ts';

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

/** How many times as long as its floor a step may take. */
const BOUNDS: Readonly<Partial<Record<RowName, number>>> = {
  'main bundle tls': 1.25,
  'main bundle plain': 1.4,
  'post bundle tls': 1.25,
};

/** A busy machine must not fail a change, so only what is far beyond a bound does. */
const ROOM_FOR_NOISE = 1.25;

/** Compares the ratios with their bounds: one line of text for each, and whether it fails the check. */
export function compareWithBounds(
  figures: readonly Figures[],
): readonly { readonly text: string; readonly failed: boolean }[] {
  return figures.flatMap(({ row, ratio = Infinity }) => {
    const bound = BOUNDS[row];
    if (bound === undefined) return [];
    const met = ratio <= bound ? 'met' : 'missed';
    const text = `${nameOf(row)}: ${ratio.toFixed(2)} × the floor, bound ${bound.toFixed(2)} ×: ${met}`;
    return [{ text, failed: ratio > bound * ROOM_FOR_NOISE }];
  });
}

/** The figures as a table that can be read on a screen and in Markdown alike. */
export function figuresTable(figures: readonly Figures[]): string {
  return markdownTable(
    ['What runs', 'Wall ms', '× floor', 'CPU ms', 'Peak RSS MB'],
    figures.map(({ row, wallMs, ratio, cpuMs, peakRssMb }) => [
      nameOf(row),
      wallMs.toFixed(1),
      ratio?.toFixed(2) ?? '',
      cpuMs.toFixed(1),
      peakRssMb.toFixed(1),
    ]),
    1,
  );
}

function nameOf(row: RowName): string {
  if (row === 'empty') return '`node -e 0`';
  const [stage, maker, connection] = row.split(' ');
  const where = connection === 'tls' ? 'TLS' : 'plain HTTP';
  return `${stage ?? ''}, ${maker === 'floor' ? 'floor' : '**bundle**'}, ${where}`;
}

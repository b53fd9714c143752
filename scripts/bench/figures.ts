import type { StepResult } from '../../runner/step.ts';
import { markdownTable } from '../markdown.ts';
import type { Round } from './rounds.ts';

/** What runs in a round, and how many times as long as its floor it may take. */
const ROWS: readonly (readonly [name: string, bound?: number])[] = [
  ['`node -e 0`'],
  ['main, floor, TLS'],
  ['main, **bundle**, TLS', 1.22],
  ['post, floor, TLS'],
  ['post, **bundle**, TLS', 1.25],
  ['main, floor, plain HTTP'],
  ['main, **bundle**, plain HTTP', 1.4],
  ['post, floor, plain HTTP'],
  ['post, **bundle**, plain HTTP'],
];

/** A busy machine must not fail a change, so only what is far beyond a bound does. */
const ROOM_FOR_NOISE = 1.25;

/**
 * The medians as a table that can be read on a screen and in Markdown alike.
 *
 * @param timed - the rounds whose time counts
 * @param recorded - the rounds in which the use of processor and memory was recorded
 */
export async function figuresTable(
  timed: readonly Round[],
  recorded: readonly Round[],
): Promise<string> {
  const rows = ROWS.map(([name]) => [
    name,
    medianOf(timed, (round) => runOf(round, name).wallMs).toFixed(1),
    name.startsWith('`') ? '' : ratioOf(timed, name).toFixed(2),
    medianOf(recorded, (round) => runOf(round, name).usage?.cpuMs).toFixed(1),
    medianOf(recorded, (round) => runOf(round, name).usage?.peakRssMib).toFixed(1),
  ]);
  return markdownTable(['What runs', 'Wall ms', '× floor', 'CPU ms', 'Peak RSS MB'], rows, 1);
}

/** Compares the ratios with their bounds: one line of text for each, and whether it fails the check. */
export function compareWithBounds(
  timed: readonly Round[],
): readonly { readonly text: string; readonly failed: boolean }[] {
  return ROWS.flatMap(([name, bound]) => {
    if (bound === undefined) return [];
    const ratio = ratioOf(timed, name);
    const met = ratio <= bound ? 'met' : 'missed';
    const text = `${name}: ${ratio.toFixed(3)} × the floor, bound ${bound.toFixed(2)} ×: ${met}`;
    return [{ text, failed: ratio > bound * ROOM_FOR_NOISE }];
  });
}

/** The median of how many times as long it took as the floor of the same round. */
function ratioOf(timed: readonly Round[], name: string): number {
  const floor = name.replace('**bundle**', 'floor');
  return medianOf(timed, (round) => runOf(round, name).wallMs / runOf(round, floor).wallMs);
}

function runOf(round: Round, name: string): StepResult {
  const run = round.get(name);
  if (run === undefined) throw new Error(`A round lacks a run: ${name}.`);
  return run;
}

function medianOf(rounds: readonly Round[], figure: (round: Round) => number | undefined): number {
  const sorted = rounds.map((round) => figure(round) ?? NaN).sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [below, above] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return ((below ?? NaN) + (above ?? NaN)) / 2;
}

import type { Figures } from './figures.ts';
import type { RowName } from './rounds.ts';

/** How many times as long as its floor a step may take. */
const TARGETS: readonly { readonly row: RowName; readonly what: string; readonly most: number }[] =
  [
    { row: 'main bundle tls', what: 'main over TLS', most: 1.25 },
    { row: 'main bundle plain', what: 'main over plain HTTP', most: 1.4 },
    { row: 'post bundle tls', what: 'post over TLS', most: 1.25 },
  ];

/** A busy machine must not fail a change, so only what is far beyond a target does. */
const ROOM_FOR_NOISE = 1.25;

export interface Verdict {
  readonly text: string;
  /** Beyond the target by more than noise. */
  readonly failed: boolean;
}

/** Compares the figures with their targets. */
export function judge(figures: readonly Figures[]): readonly Verdict[] {
  return TARGETS.map(({ row, what, most }) => {
    const ratio = figures.find((figure) => figure.row === row)?.ratio ?? Infinity;
    const met = ratio <= most ? 'met' : 'missed';
    return {
      text: `${what}: ${ratio.toFixed(2)} × the floor, target ${most.toFixed(2)} ×: ${met}`,
      failed: ratio > most * ROOM_FOR_NOISE,
    };
  });
}

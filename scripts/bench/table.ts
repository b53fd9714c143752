import { markdownTable } from '../markdown.ts';

import type { Figures } from './figures.ts';
import type { RowName } from './rounds.ts';
import type { Sizes } from './sizes.ts';

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

const HEAD = ['What runs', 'Wall ms', '× floor', 'CPU ms', 'Peak RSS MB'] as const;

/** The figures as a table that is legible on a screen and in Markdown alike. */
export function figuresTable(figures: readonly Figures[]): string {
  return markdownTable(
    HEAD,
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

/** The sizes in the same form. */
export function sizesTable({ main, post, archive }: Sizes): string {
  return markdownTable(
    ['What is shipped', 'Bytes'],
    [
      ['`dist/main/index.js`', String(main)],
      ['`dist/post/index.js`', String(post)],
      ['archive that a runner downloads', String(archive)],
    ],
    1,
  );
}

function nameOf(row: RowName): string {
  if (row === 'empty') return '`node -e 0`';
  const [stage, maker, connection] = row.split(' ');
  const where = connection === 'tls' ? 'TLS' : 'plain HTTP';
  return `${stage ?? ''}, ${maker === 'floor' ? 'floor' : '**bundle**'}, ${where}`;
}

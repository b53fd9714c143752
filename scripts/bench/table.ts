import { markdownTable } from '../markdown.ts';

import type { Figures } from './figures.ts';
import type { RowName } from './rounds.ts';
import type { Sizes } from './sizes.ts';

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

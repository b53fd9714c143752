import type { Figures } from './figures.ts';
import type { RowName } from './rounds.ts';
import type { Sizes } from './sizes.ts';

const HEAD = ['What runs', 'Wall ms', '× floor', 'CPU ms', 'Peak RSS MB'] as const;

/** The figures as a table that is legible on a screen and in Markdown alike. */
export function figuresTable(figures: readonly Figures[]): string {
  return table(
    HEAD,
    figures.map(({ row, wallMs, ratio, cpuMs, peakRssMb }) => [
      nameOf(row),
      wallMs.toFixed(1),
      ratio?.toFixed(2) ?? '',
      cpuMs.toFixed(1),
      peakRssMb.toFixed(1),
    ]),
  );
}

/** The sizes in the same form. */
export function sizesTable({ main, post, archive }: Sizes): string {
  return table(
    ['What is shipped', 'Bytes'],
    [
      ['`dist/main/index.js`', String(main)],
      ['`dist/post/index.js`', String(post)],
      ['archive that a runner downloads', String(archive)],
    ],
  );
}

function nameOf(row: RowName): string {
  if (row === 'empty') return '`node -e 0`';
  const [stage, maker, connection] = row.split(' ');
  const where = connection === 'tls' ? 'TLS' : 'plain HTTP';
  return `${stage ?? ''}, ${maker === 'floor' ? 'floor' : '**bundle**'}, ${where}`;
}

/** All columns but the first hold numbers, and are set to the right, as prettier writes them. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join(' | ')} |`;
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

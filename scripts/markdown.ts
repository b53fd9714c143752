type Row = readonly string[];

/**
 * A table, aligned as Prettier does it.
 *
 * @param firstNumber - the index of the first column with numbers, which are set to the right. Default: none
 */
export function markdownTable(head: Row, rows: readonly Row[], firstNumber = Infinity): string {
  const lines = [head, ...rows].map((cells) => cells.map(escapeCell));
  const widths = head.map((_, column) =>
    Math.max(3, ...lines.map((cells) => cells[column]?.length ?? 0)),
  );
  const aligned = (cells: Row): string => {
    const padded = widths.map((width, column) => {
      const cell = cells[column] ?? '';
      return column < firstNumber ? cell.padEnd(width) : cell.padStart(width);
    });
    return `| ${padded.join(' | ')} |`;
  };
  const rule = widths.map((width, column) =>
    column < firstNumber ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  const [first = '', ...others] = lines.map(aligned);
  return [first, aligned(rule), ...others].join('\n');
}

function escapeCell(text: string): string {
  const line = text.trim().replaceAll(/\s*\n\s*/g, ' ');
  return line.replaceAll('|', String.raw`\|`);
}

/**
 * Puts Markdown between the markers `<!-- name start -->` and `<!-- name end -->` of a document.
 *
 * @throws Error where a marker is missing
 */
export function withSection(document: string, name: string, markdown: string): string {
  const start = `<!-- ${name} start -->`;
  const end = `<!-- ${name} end -->`;
  const from = document.indexOf(start);
  const to = document.indexOf(end);
  if (from === -1 || to < from) {
    throw new Error(`The document needs the line "${start}" and, below it, "${end}".`);
  }
  return `${document.slice(0, from + start.length)}\n\n${markdown}\n\n${document.slice(to)}`;
}

import { format } from 'prettier';

type Row = readonly string[];

/**
 * A table, aligned by Prettier.
 *
 * @param firstNumber - the index of the first column with numbers, which are set to the right. Default: none
 */
export async function markdownTable(
  head: Row,
  rows: readonly Row[],
  firstNumber = Infinity,
): Promise<string> {
  const rule = head.map((_, column) => (column < firstNumber ? '---' : '---:'));
  const cells = rows.map((row) =>
    row.map((cell) =>
      cell
        .trim()
        .replaceAll(/\s*\n\s*/g, ' ')
        .replaceAll('|', String.raw`\|`),
    ),
  );
  const lines = [head, rule, ...cells].map((row) => `| ${row.join(' | ')} |`);
  return (await format(lines.join('\n'), { parser: 'markdown' })).trim();
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

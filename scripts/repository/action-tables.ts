import { format } from 'prettier';

import type { ActionMetadata } from '../../runner/action-metadata.ts';

/** A problem with the documents; the message says what to do. */
export class DocumentError extends Error {}

/**
 * Puts the tables of inputs and outputs into a document, between its markers
 * (`<!-- inputs start -->` and `<!-- inputs end -->`, and the same with `outputs`).
 *
 * @throws {@link DocumentError} where a marker is missing
 */
export async function withTables(document: string, action: ActionMetadata): Promise<string> {
  const withInputs = await replaceBetween(document, 'inputs', inputsTable(action));
  return replaceBetween(withInputs, 'outputs', outputsTable(action));
}

function inputsTable({ inputs }: ActionMetadata): string {
  const rows = Object.entries(inputs).map(([name, input]) => [
    `\`${name}\``,
    input.required === true ? 'yes' : 'no',
    input.default === undefined ? '' : `\`${input.default}\``,
    input.description,
  ]);
  return table(['input', 'required', 'default', 'meaning'], rows);
}

function outputsTable({ outputs }: ActionMetadata): string {
  const rows = Object.entries(outputs).map(([name, { description }]) => [
    `\`${name}\``,
    description,
  ]);
  return table(['output', 'meaning'], rows);
}

function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells
      .map((cell) =>
        cell
          .trim()
          .replaceAll(/\s*\n\s*/g, ' ')
          .replaceAll('|', String.raw`\|`),
      )
      .join(' | ')} |`;
  return [heading, heading.map(() => '---'), ...rows].map(line).join('\n');
}

async function replaceBetween(document: string, name: string, markdown: string): Promise<string> {
  const start = `<!-- ${name} start -->`;
  const end = `<!-- ${name} end -->`;
  const from = document.indexOf(start);
  const to = document.indexOf(end);
  if (from === -1 || to < from) {
    throw new DocumentError(`README.md needs the line "${start}" and, below it, "${end}".`);
  }
  // Formatted as `npm run format` does it, or the two would undo each other's work.
  const formatted = await format(markdown, { parser: 'markdown' });
  return `${document.slice(0, from + start.length)}\n\n${formatted}\n${document.slice(to)}`;
}

import { format } from 'prettier';

import type { ActionMetadata } from '../../runner/action-metadata.ts';

/** A problem with the documents; the message says what to do. */
export class DocumentError extends Error {}

type Row = readonly string[];

/**
 * Puts the tables of inputs and outputs into a document, between its markers
 * (`<!-- inputs start -->` and `<!-- inputs end -->`, and the same with `outputs`).
 *
 * @throws {@link DocumentError} where a marker is missing
 */
export async function withTables(document: string, action: ActionMetadata): Promise<string> {
  const inputs = Object.entries(action.inputs).map(([name, input]): Row => {
    const shown = input.default === undefined ? '' : `\`${input.default}\``;
    return [`\`${name}\``, input.required === true ? 'yes' : 'no', shown, input.description];
  });
  const outputs = Object.entries(action.outputs).map(([name, output]): Row => {
    return [`\`${name}\``, output.description];
  });
  const inputsTable = table(['input', 'required', 'default', 'meaning'], inputs);
  const withInputs = await replaceBetween(document, 'inputs', inputsTable);
  return replaceBetween(withInputs, 'outputs', table(['output', 'meaning'], outputs));
}

function table(heading: Row, rows: readonly Row[]): string {
  const cell = (text: string): string =>
    text
      .trim()
      .replaceAll(/\s*\n\s*/g, ' ')
      .replaceAll('|', String.raw`\|`);
  const lines = [heading, heading.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');
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

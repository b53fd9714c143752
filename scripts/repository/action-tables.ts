import type { ActionMetadata } from '../../runner/action-metadata.ts';
import { markdownTable, withSection } from '../markdown.ts';

/** Puts the tables of inputs and outputs into the sections `inputs` and `outputs` of a document. */
export function withTables(document: string, action: ActionMetadata): string {
  const inputs = Object.entries(action.inputs).map(([name, input]) => {
    const shown = input.default === undefined ? '' : `\`${input.default}\``;
    return [`\`${name}\``, input.required === true ? 'yes' : 'no', shown, input.description];
  });
  const outputs = Object.entries(action.outputs).map(([name, output]) => {
    return [`\`${name}\``, output.description];
  });
  const inputsTable = markdownTable(['input', 'required', 'default', 'meaning'], inputs);
  const withInputs = withSection(document, 'inputs', inputsTable);
  return withSection(withInputs, 'outputs', markdownTable(['output', 'meaning'], outputs));
}

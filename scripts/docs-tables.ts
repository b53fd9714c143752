// Writes the tables of inputs and outputs in README.md, which come from action.yml. With --check it
// writes nothing and fails where they, or action-types.yml, are out of date.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

import { readActionMetadata, type ActionMetadata } from '../runner/action-metadata.ts';
import { PROJECT_DIR } from '../runner/project.ts';
import { markdownTable, withSection } from './markdown.ts';

const README = join(PROJECT_DIR, 'README.md');

/** Puts the tables of inputs and outputs into the sections `inputs` and `outputs` of a document. */
export async function withTables(document: string, action: ActionMetadata): Promise<string> {
  const inputs = Object.entries(action.inputs).map(([name, input]) => {
    const shown = input.default === undefined ? '' : `\`${input.default}\``;
    return [`\`${name}\``, input.required === true ? 'yes' : 'no', shown, input.description];
  });
  const outputs = Object.entries(action.outputs).map(([name, output]) => {
    return [`\`${name}\``, output.description];
  });
  const inputsTable = await markdownTable(['input', 'required', 'default', 'meaning'], inputs);
  const withInputs = withSection(document, 'inputs', inputsTable);
  const outputsTable = await markdownTable(['output', 'meaning'], outputs);
  return withSection(withInputs, 'outputs', outputsTable);
}

/** The part of action-types.yml that is compared with action.yml. */
export type ActionTypes = Readonly<Record<'inputs' | 'outputs', Readonly<Record<string, unknown>>>>;

/** Reads action-types.yml, whose form is that of github.com/typesafegithub/github-actions-typing. */
export function readActionTypes(): ActionTypes {
  return parse(readFileSync(join(PROJECT_DIR, 'action-types.yml'), 'utf8')) as ActionTypes;
}

/** What only one of action.yml and action-types.yml names, a sentence each. */
export function differencesOfTypes(action: ActionMetadata, types: ActionTypes): readonly string[] {
  return (['inputs', 'outputs'] as const).flatMap((kind) => {
    const lists = [Object.keys(action[kind]), Object.keys(types[kind])];
    const names = new Set(lists.flat());
    const differing = [...names].filter((name) => !lists.every((list) => list.includes(name)));
    return differing.map(
      (name) => `Only one of action.yml and action-types.yml has "${name}" under ${kind}.`,
    );
  });
}

if (import.meta.main) {
  const isCheck = process.argv.includes('--check');
  const action = readActionMetadata();
  const before = readFileSync(README, 'utf8');
  const after = await withTables(before, action);
  const problems = [...differencesOfTypes(action, readActionTypes())];
  if (after !== before && isCheck) {
    problems.push('The tables in README.md do not match action.yml: run "npm run docs".');
  } else if (after !== before) {
    writeFileSync(README, after);
    console.log('README.md: wrote the tables of inputs and outputs anew.');
  }
  for (const problem of problems) console.error(problem);
  if (problems.length === 0 && !isCheck) {
    console.log('README.md and action-types.yml match action.yml: every input and output.');
  }
  process.exitCode = problems.length === 0 ? 0 : 1;
}

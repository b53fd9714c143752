import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

import type { ActionMetadata } from '../../runner/action-metadata.ts';
import { PROJECT_DIR } from '../../runner/project.ts';
import { markdownTable, withSection } from '../markdown.ts';

/** The form on the page of a release refuses a description of 125 characters or more. */
const DESCRIPTION_LIMIT = 125;
/** GitHub documents no limit for the name. This length still fits into its lists. */
const NAME_LIMIT = 64;

/** https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#brandingcolor */
const COLORS = 'white black yellow blue green orange red purple gray-dark'.split(' ');

/** Feather icons that the Marketplace leaves out. actionlint checks that an icon is one of Feather. */
const OMITTED_ICONS = (
  'coffee columns divide-circle divide-square divide frown hexagon key meh mouse-pointer smile tool ' +
  'x-octagon'
).split(' ');

/** What the GitHub Marketplace would refuse in action.yml, a sentence each. */
export function marketplaceProblems(
  action: Pick<ActionMetadata, 'name' | 'description' | 'branding'>,
): readonly string[] {
  const { branding, description, name } = action;
  const checks: readonly (readonly [isWrong: boolean, problem: string])[] = [
    [name.trim() === '' || name.length > NAME_LIMIT, `name: 1 to ${NAME_LIMIT} characters.`],
    [
      description.trim() === '' || description.length >= DESCRIPTION_LIMIT,
      `description: ${description.length} characters, fewer than ${DESCRIPTION_LIMIT} are allowed.`,
    ],
    [!COLORS.includes(branding.color), `branding.color: one of ${COLORS.join(', ')}.`],
    [
      !/^[a-z]+(-[a-z\d]+)*$/.test(branding.icon) || OMITTED_ICONS.includes(branding.icon),
      `branding.icon: a Feather icon, but none of ${OMITTED_ICONS.join(', ')}.`,
    ],
  ];
  return checks.filter(([isWrong]) => isWrong).map(([, problem]) => `action.yml, ${problem}`);
}

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

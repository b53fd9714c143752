import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

import type { ActionMetadata } from '../../runner/action-metadata.ts';
import { PROJECT_DIR } from '../../runner/project.ts';

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

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

import type { ActionMetadata } from '../../runner/action-metadata.ts';
import { PROJECT_DIR } from '../../runner/project.ts';

/** The part of action-types.yml that is compared with action.yml. */
export interface ActionTypes {
  readonly inputs: Readonly<Record<string, { readonly type: string }>>;
  readonly outputs: Readonly<Record<string, { readonly type: string }>>;
}

/** Reads action-types.yml, whose form is that of github.com/typesafegithub/github-actions-typing. */
export function readActionTypes(): ActionTypes {
  return parse(readFileSync(join(PROJECT_DIR, 'action-types.yml'), 'utf8')) as ActionTypes;
}

/** Says, a sentence each, where action-types.yml and action.yml do not name the same things. */
export function differencesOfTypes(action: ActionMetadata, types: ActionTypes): readonly string[] {
  return (['inputs', 'outputs'] as const).flatMap((kind) => {
    const described = Object.keys(action[kind]);
    const typed = Object.keys(types[kind]);
    const lacks = (file: string, names: readonly string[]): readonly string[] =>
      names.map((name) => `${file} lacks "${name}" under ${kind}.`);
    return [
      ...lacks(
        'action-types.yml',
        described.filter((name) => !typed.includes(name)),
      ),
      ...lacks(
        'action.yml',
        typed.filter((name) => !described.includes(name)),
      ),
    ];
  });
}

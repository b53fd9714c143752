import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

import { PROJECT_DIR } from './project.ts';

interface InputMetadata {
  readonly description: string;
  readonly required?: boolean;
  readonly default?: string;
}

/** What action.yml says. */
export interface ActionMetadata {
  readonly name: string;
  readonly description: string;
  readonly branding: { readonly icon: string; readonly color: string };
  readonly inputs: Readonly<Record<string, InputMetadata>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: { readonly using: string; readonly main: string; readonly post: string };
}

/** Reads action.yml of this action, or of a copy of it in another folder. */
export function readActionMetadata(folder: string = PROJECT_DIR): ActionMetadata {
  return parse(readFileSync(join(folder, 'action.yml'), 'utf8')) as ActionMetadata;
}

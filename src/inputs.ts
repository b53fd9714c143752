import type { KeyObject } from 'node:crypto';

import type * as actionsCore from '@actions/core';

import { DEFAULT_API_URL, parseApiUrl } from './api-url.ts';
import { maskAll } from './mask.ts';
import type { PrivateKeyResult } from './private-key.ts';
import { parseScopes, type Scope } from './scopes.ts';
import type { ServiceAccountIdResult } from './service-account-id.ts';
import { InputsError, UserError } from './user-error.ts';
import { readUsualId, readUsualKey } from './usual-inputs.ts';

/** Everything that the main job is told. */
export interface Inputs {
  readonly serviceAccountId: string;
  readonly privateKey: KeyObject;
  readonly scopes: readonly Scope[];
  readonly revoke: boolean;
  readonly verify: boolean;
  readonly exportEnvironmentVariables: boolean;
  readonly apiUrl: string;
}

/** The parts of `@actions/core` that are needed to read inputs. */
export type InputReader = Pick<typeof actionsCore, 'getInput' | 'setSecret'>;

/**
 * Reads and checks every input. What is derived from the key is masked before anything else, so that
 * nothing can print it. A blank input means its default, as if it had been left out.
 *
 * @throws {@link InputsError} with all that is wrong, so that one run of the job shows every mistake
 */
export async function readInputs(core: InputReader): Promise<Inputs> {
  const problems: UserError[] = [];
  const collecting = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(error);
      return undefined;
    }
  };
  const serviceAccountId = await readServiceAccountId(core.getInput('service-account-id'));
  const privateKey = await readPrivateKey(core.getInput('private-key'));
  maskAll(core, [...privateKey.secretsToMask, ...serviceAccountId.secretsToMask]);
  for (const { problem } of [serviceAccountId, privateKey]) if (problem) problems.push(problem);
  const inputs = {
    serviceAccountId: serviceAccountId.id,
    privateKey: privateKey.key,
    scopes: collecting(() => parseScopes(core.getInput('scopes') || 'publishing')),
    revoke: collecting(() => parseBoolean(core, 'revoke', true)),
    verify: collecting(() => parseBoolean(core, 'verify', false)),
    exportEnvironmentVariables: collecting(() =>
      parseBoolean(core, 'export-environment-variables', false),
    ),
    apiUrl: collecting(() => parseApiUrl(core.getInput('api-url') || DEFAULT_API_URL)),
  };
  if (isComplete(inputs)) return inputs;
  throw new InputsError(problems);
}

/*
 * The code for any other form of these two is in a file of its own in dist/, which few steps load. The others
 * take 1 ms less.
 */

async function readServiceAccountId(text: string): Promise<ServiceAccountIdResult> {
  const load = () => import(/* webpackChunkName: "unusual-inputs" */ './service-account-id.ts');
  return readUsualId(text) ?? (await load()).readServiceAccountId(text);
}

async function readPrivateKey(text: string): Promise<PrivateKeyResult> {
  const load = () => import(/* webpackChunkName: "unusual-inputs" */ './private-key.ts');
  return readUsualKey(text) ?? (await load()).readPrivateKey(text);
}

function isComplete(inputs: {
  [Name in keyof Inputs]: Inputs[Name] | undefined;
}): inputs is Inputs {
  return Object.values(inputs).every((value) => value !== undefined);
}

/** The words that `@actions/core` takes, which are those of YAML 1.2. */
function parseBoolean(core: InputReader, name: string, blank: boolean): boolean {
  const text = core.getInput(name);
  if (text === '') return blank;
  if (['true', 'True', 'TRUE'].includes(text)) return true;
  if (['false', 'False', 'FALSE'].includes(text)) return false;
  throw new UserError('not-a-boolean', `${name} is neither true nor false. Write one of the two.`);
}

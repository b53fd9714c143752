import type { KeyObject } from 'node:crypto';

import type * as actionsCore from '@actions/core';

import { DEFAULT_API_URL, parseApiUrl } from './api-url.ts';
import { readPrivateKey } from './private-key.ts';
import { parseScopes } from './scopes.ts';
import type { Scope } from './scopes.ts';
import { readServiceAccountId } from './service-account-id.ts';
import { InputsError, UserError } from './user-error.ts';

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
export function readInputs(core: InputReader): Inputs {
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
  const serviceAccountId = readServiceAccountId(core.getInput('service-account-id'));
  const privateKey = readPrivateKey(core.getInput('private-key'));
  const secrets = [...privateKey.secretsToMask, ...serviceAccountId.secretsToMask];
  for (const secret of new Set(secrets)) core.setSecret(secret);
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

import type * as actionsCore from '@actions/core';

import type { AccessToken } from './galaxy-store/access-token.ts';
import { parseJson, propertyOf } from './galaxy-store/json.ts';
import { TOKEN_REMAINS, UserError } from './user-error.ts';

/** Everything that the post step needs to revoke the token, without any input. */
export interface SavedToken extends AccessToken {
  readonly apiUrl: string;
}

type StateWriter = Pick<typeof actionsCore, 'saveState'>;

/** The one name in the saved state: one entry is written as a whole or not at all. */
const STATE_NAME = 'saved-token';

/** Saves the token for the post step. */
export function saveToken(core: StateWriter, token: SavedToken): void {
  core.saveState(STATE_NAME, JSON.stringify(token));
}

/** Leaves nothing for the post step to revoke. */
export function clearSavedToken(core: StateWriter): void {
  core.saveState(STATE_NAME, '');
}

/**
 * The token that the main step saved, or undefined where there is none to revoke.
 *
 * @throws {@link UserError} when what is saved cannot be parsed; the message does not show it
 */
export function loadToken(core: Pick<typeof actionsCore, 'getState'>): SavedToken | undefined {
  const text = core.getState(STATE_NAME);
  if (text === '') return undefined;
  const token = parseJson(text);
  if (isSavedToken(token)) {
    const { value, serviceAccountId, apiUrl, createdAtMs } = token;
    return { value, serviceAccountId, apiUrl, createdAtMs };
  }
  throw new UserError(
    'revocation-failed',
    'The access token could not be revoked: what the main step saved for this step cannot be read. ' +
      TOKEN_REMAINS,
  );
}

function isSavedToken(json: unknown): json is SavedToken {
  const texts = ['value', 'serviceAccountId', 'apiUrl'].map((name) => propertyOf(json, name));
  return (
    texts.every((text) => typeof text === 'string') &&
    typeof propertyOf(json, 'createdAtMs') === 'number'
  );
}

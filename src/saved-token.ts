import type { getState, saveState } from '@actions/core';

import type { AccessToken } from './galaxy-store/access-token.ts';
import { parseJson, propertyOf } from './galaxy-store/json.ts';
import { TOKEN_REMAINS, UserError } from './user-error.ts';

/** Everything that the post step needs to revoke the token, without any input. */
export interface SavedToken extends AccessToken {
  readonly apiUrl: string;
}

/** The one name in the saved state: one entry is written as a whole or not at all. */
const STATE_NAME = 'saved-token';

/** Saves the token for the post step. */
export function saveToken(core: { saveState: typeof saveState }, token: SavedToken): void {
  core.saveState(STATE_NAME, JSON.stringify(token));
}

/** Leaves nothing for the post step to revoke. */
export function clearSavedToken(core: { saveState: typeof saveState }): void {
  core.saveState(STATE_NAME, '');
}

/**
 * The token that the main step saved, or undefined where there is none to revoke.
 *
 * @throws {@link UserError} when what is saved cannot be parsed; the message does not show it
 */
export function loadToken(core: { getState: typeof getState }): SavedToken | undefined {
  const text = core.getState(STATE_NAME);
  if (text === '') return undefined;
  const token = parseToken(text);
  if (token === undefined) {
    throw new UserError(
      'revocation-failed',
      'The access token could not be revoked: what the main step saved for this step cannot be read. ' +
        TOKEN_REMAINS,
    );
  }
  return token;
}

function parseToken(text: string): SavedToken | undefined {
  const json = parseJson(text);
  const value = propertyOf(json, 'value');
  const serviceAccountId = propertyOf(json, 'serviceAccountId');
  const apiUrl = propertyOf(json, 'apiUrl');
  const createdAtMs = propertyOf(json, 'createdAtMs');
  const isComplete =
    typeof value === 'string' &&
    typeof serviceAccountId === 'string' &&
    typeof apiUrl === 'string' &&
    typeof createdAtMs === 'number';
  return isComplete ? { value, serviceAccountId, apiUrl, createdAtMs } : undefined;
}

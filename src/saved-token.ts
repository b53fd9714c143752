import type { getState, saveState } from '@actions/core';

import type { AccessToken } from './galaxy-store/access-token.ts';
import { parseJson, propertyOf } from './galaxy-store/json.ts';
import { UserError } from './user-error.ts';

/** Everything that the post step needs to revoke the token, whatever inputs it is given. */
export interface SavedToken extends AccessToken {
  readonly apiUrl: string;
}

/** What a token means that nobody can revoke any more, and the remedy. */
export const TOKEN_REMAINS =
  'The token stays valid and nobody holds it any more, so it cannot be revoked later. To end it, delete ' +
  'the service account in Seller Portal (Assistance → API Service) and create a new one.';

/** The one name in the saved state: one entry is written as a whole or not at all. */
const STATE_NAME = 'saved-token';

/** Hands the token to the post step. */
export function saveToken(core: { saveState: typeof saveState }, token: SavedToken): void {
  core.saveState(STATE_NAME, JSON.stringify(token));
}

/** Tells the post step that there is nothing to revoke (any more). */
export function clearSavedToken(core: { saveState: typeof saveState }): void {
  core.saveState(STATE_NAME, '');
}

/**
 * Gives the token that the main step handed on, or undefined where there is none to revoke.
 *
 * @throws {@link UserError} when something is saved that cannot be read; the message does not show it
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
  const readable =
    typeof value === 'string' &&
    typeof serviceAccountId === 'string' &&
    typeof apiUrl === 'string' &&
    typeof createdAtMs === 'number';
  return readable ? { value, serviceAccountId, apiUrl, createdAtMs } : undefined;
}

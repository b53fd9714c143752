import { GalaxyStoreError, permanent } from './errors.ts';
import { propertyOf } from './json.ts';
import { MAX_TOKEN_LENGTH, MIN_TOKEN_LENGTH } from './limits.ts';

/** What the calls on an access token need: the token works only together with its account. */
export interface AccessToken {
  readonly value: string;
  readonly serviceAccountId: string;
  /** When the token was created, in milliseconds since 1970. */
  readonly createdAtMs: number;
}

/**
 * Takes the access token out of the answer to a create call:
 * `{"ok":true,"createdItem":{"accessToken":"…"}}`, from "Create an access token" of Samsung's
 * documentation. Its length and alphabet are not promised there, so anything that can stand in a
 * header and be masked is taken for one.
 *
 * @throws {@link GalaxyStoreError} which says what is wrong with the value, without the value
 */
export function readAccessToken(json: unknown): string {
  const token = propertyOf(propertyOf(json, 'createdItem'), 'accessToken');
  if (token === undefined || token === null) throw unusable('is missing');
  if (typeof token !== 'string') throw unusable(`is of the type ${typeof token} instead of text`);
  if (token === '') throw unusable('is empty');
  if (token.length < MIN_TOKEN_LENGTH) throw unusable('is too short to be masked');
  if (token.length > MAX_TOKEN_LENGTH) throw unusable(`is ${token.length} characters long`);
  // Printable ASCII without the space. Anything else could not stand in a header, or could not be masked.
  if (!/^[!-~]+$/.test(token)) {
    throw unusable('has spaces, line breaks or characters outside of ASCII');
  }
  return token;
}

function unusable(problem: string): GalaxyStoreError {
  const facts = { ...permanent('unexpected-answer', 'done'), status: 200 };
  return new GalaxyStoreError(`HTTP 200, but the access token in it ${problem}`, facts);
}

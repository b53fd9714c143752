import { parsePrivateKey } from '../../src/private-key.ts';
import { UserError } from '../../src/user-error.ts';

import { thrownBy } from './thrown.ts';

/** The diagnosis of a text that must not be accepted as a private key. */
export function refusalOf(text: string): UserError {
  return thrownBy(UserError, () => parsePrivateKey(text));
}

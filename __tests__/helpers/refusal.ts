import { parsePrivateKey } from '../../src/private-key.ts';
import { UserError } from '../../src/user-error.ts';

/** The diagnosis of a text that must not be accepted as a private key. */
export function refusalOf(text: string): UserError {
  try {
    parsePrivateKey(text);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('The text was accepted.');
}

import type { JsonValue } from '../../emulator/http.ts';

export const BAD_CHARACTERS = 'has spaces, line breaks or characters outside of ASCII';

/** What an answer may hold in the place of an access token, and what is said of it. */
export const BAD_TOKENS: readonly (readonly [name: string, token: JsonValue, says: string])[] = [
  ['with a line break', 'abcdefgh\n::set-output name=x::y', BAD_CHARACTERS],
  ['with a carriage return', 'abcdefgh\r12345678', BAD_CHARACTERS],
  ['with a space', 'abcdefgh 12345678', BAD_CHARACTERS],
  ['with a control character', 'abcdefgh\u001b[31m', BAD_CHARACTERS],
  ['with a NUL', 'abcdefgh\u0000', BAD_CHARACTERS],
  ['with letters outside of ASCII', 'abcdéfgh', BAD_CHARACTERS],
  ['of a number', 12_345_678_901, 'is of the type number instead of text'],
  ['of an object', { value: 'abcdefgh' }, 'is of the type object instead of text'],
  ['of true', true, 'is of the type boolean instead of text'],
  ['of null', null, 'is missing'],
  ['without a character', '', 'is empty'],
  ['of 50,000 characters', 'x'.repeat(50_000), 'is 50000 characters long'],
  ['of 7 characters', 'seven-7', 'is too short to be masked'],
];

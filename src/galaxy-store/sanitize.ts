import { MAX_SERVER_MESSAGE_LENGTH } from './limits.ts';

/** Pieces of a secret shorter than this say nothing and would match ordinary words. */
const MIN_REDACTED_LENGTH = 8;

/**
 * Makes text of a server fit for a log: on one line, without control characters (which could start
 * a workflow command or drive a terminal), without a secret that the server sent back to us, and
 * not longer than 300 characters.
 *
 * @param secrets - what is redacted, whole or in pieces of 8 characters and more, in capitals or
 *   in small letters
 */
export function sanitize(text: string, secrets: readonly string[]): string {
  // Only the beginning can be shown, so only the beginning is worked on, with room for what falls away.
  const oneLine = text
    .slice(0, 8 * MAX_SERVER_MESSAGE_LENGTH)
    .toWellFormed()
    // Cc: control characters; Cf: invisible ones, such as those that turn the direction of writing.
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  const characters = Array.from(withoutSecrets(oneLine, secrets.map(lowerCase)));
  return characters.length > MAX_SERVER_MESSAGE_LENGTH
    ? `${characters.slice(0, MAX_SERVER_MESSAGE_LENGTH).join('')}…`
    : characters.join('');
}

/** Redacts each stretch of the text that is made of pieces of a secret, which are in small letters. */
function withoutSecrets(text: string, secrets: readonly string[]): string {
  const plain = lowerCase(text);
  let safe = '';
  let redactedUntil = 0;
  for (let start = 0; start < text.length; start += 1) {
    const length = pieceAt(plain, start, secrets);
    if (length > 0 && !safe.endsWith('***')) safe += '***';
    redactedUntil = Math.max(redactedUntil, start + length);
    if (start >= redactedUntil) safe += text.charAt(start);
  }
  return safe;
}

/** Small letters, of ASCII alone: with those of other alphabets the text may change its length. */
function lowerCase(text: string): string {
  return text.replace(/[A-Z]/g, (capital) => capital.toLowerCase());
}

/** The length of the piece of a secret that begins here, or 0. */
function pieceAt(text: string, start: number, secrets: readonly string[]): number {
  const lengths = secrets.map((secret) => {
    // A secret shorter than a piece is looked for as a whole.
    const length = Math.min(MIN_REDACTED_LENGTH, secret.length);
    const piece = text.slice(start, start + length);
    return piece.length === length && secret.includes(piece) ? length : 0;
  });
  return Math.max(0, ...lengths);
}

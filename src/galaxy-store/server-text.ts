import { MAX_SERVER_MESSAGE_LENGTH } from './limits.ts';

/** Pieces of a secret shorter than this say nothing and would match ordinary words. */
const SHORTEST_LEGIBLE_PIECE = 8;

/**
 * Makes text of a server fit for a log: on one line, without control characters (which could start
 * a workflow command or drive a terminal), without a secret that the server sent back to us, and
 * not longer than 300 characters.
 *
 * @param secrets - what must not be legible, whole or in pieces of 8 characters and more
 */
export function readableServerText(text: string, secrets: readonly string[]): string {
  // Only the beginning can be shown, so only the beginning is worked on, with room for what falls away.
  const oneLine = text
    .slice(0, 8 * MAX_SERVER_MESSAGE_LENGTH)
    // Cc: control characters; Cf: invisible ones, such as those that turn the direction of writing.
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  const safe = oneLine.replace(/[^\s"'<>(){},;]+/g, (word) =>
    sharesPiece(word, secrets) ? '***' : word,
  );
  const characters = Array.from(safe);
  return characters.length > MAX_SERVER_MESSAGE_LENGTH
    ? `${characters.slice(0, MAX_SERVER_MESSAGE_LENGTH).join('')}…`
    : safe;
}

function sharesPiece(word: string, secrets: readonly string[]): boolean {
  return secrets.some((secret) => {
    // A secret shorter than a piece is looked for as a whole.
    const length = Math.min(SHORTEST_LEGIBLE_PIECE, secret.length);
    for (let start = 0; start + length <= word.length; start += 1) {
      if (secret.includes(word.slice(start, start + length))) return true;
    }
    return false;
  });
}

import { joinedBase64, longestRun, matchesOf, toBase64 } from './decodings.ts';
import { findPemBlocks, type PemBlock } from './pem.ts';
import { SEQUENCE } from './rsa-key.ts';
import type { FoundKey, Reading } from './search.ts';

/** How much of a key may stand in the text between two pieces of it that are long enough for a mask. */
const WINDOW = 256;
const BASE64_PIECE = /[A-Za-z0-9+/]{8,}={0,2}/g;
const ALPHABETS = [BASE64_PIECE, /[\w-]{8,}={0,2}/g];
/** No word has as many base64 characters, small and capital ones. */
const LONG_PIECE = /^(?=.*[a-z])(?=.*[A-Z]).{40}/;

/**
 * What gives keys away and the runner does not mask by itself, since it knows the input only as it was
 * stored: the body in one piece and in lines of 64 columns, the same for each base64 around it, and the
 * pieces of each as they were pasted. BEGIN and END lines and the words beside a key are none of it.
 *
 * @param texts in which no whole key was found: whatever may be a piece of one is masked
 */
export function secretsOf(keys: readonly FoundKey[], texts: readonly Reading[]): readonly string[] {
  const secrets = texts.flatMap(({ text, digits = '', from }) => [
    ...formsOf(digits, from?.text),
    ...findPemBlocks(text).flatMap(secretsOfBlock),
  ]);
  for (const { der, digits, reading } of keys) {
    secrets.push(...formsOf(joinedBase64(der.toString('base64'))));
    let body = digits;
    for (let outer: Reading | undefined = reading; outer; outer = outer.from) {
      secrets.push(...formsOf(body, outer.text));
      body = outer.digits ?? body;
    }
  }
  return [...new Set(secrets)].filter((secret) => /(?![A-Za-z]{1,19}$).{8}/.test(secret));
}

function secretsOfBlock({ label, body, hasBegin, hasEnd }: PemBlock): readonly string[] {
  if (hasBegin && hasEnd) return [...formsOf(joinedBase64(body)), ...piecesIn(body)];
  // Other words may follow where no END line is.
  const digits = longestRun(body);
  const bytes = Buffer.from(digits, 'base64');
  const isStructure = bytes.length > 40 && bytes[0] === SEQUENCE;
  const forms = label === '' && !isStructure ? [] : formsOf(digits, body);
  return [...piecesIn(body).filter((piece) => LONG_PIECE.test(piece)), ...forms];
}

function formsOf(digits: string, text = ''): string[] {
  const padded = digits.padEnd(4 * Math.ceil(digits.length / 4), '=');
  return [padded, digits, ...matchesOf(/.{1,64}/g, padded), ...piecesOf(digits, text)];
}

/** The pieces of the digits that stand in a text, in their order, in either alphabet of base64. */
function piecesOf(digits: string, text: string): readonly string[] {
  return (/\w[-_]\w/.test(text) ? ALPHABETS : [BASE64_PIECE]).flatMap((pattern) => {
    let from = 0;
    return piecesIn(text, pattern).filter((piece) => {
      const wanted = joinedBase64(toBase64(piece));
      const at = digits.slice(from, from + WINDOW + wanted.length).indexOf(wanted);
      if (at >= 0) from += at + wanted.length;
      return at >= 0 || digits.startsWith(wanted);
    });
  });
}

function piecesIn(text: string, pattern = BASE64_PIECE): readonly string[] {
  return matchesOf(pattern, text.replace(/-{4,}/g, ' '));
}

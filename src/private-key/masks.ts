import { joinedBase64, segmentsOf, toBase64 } from './decodings.ts';
import { declaredLength } from './der.ts';
import { diagnoseStructure } from './diagnosis.ts';
import { findPemBlocks } from './pem.ts';
import type { FoundKey, Reading } from './search.ts';

const SHORTEST_SECRET = 8;
// The length of a line in PEM (RFC 7468, section 2).
const COLUMNS = 64;
/** No word has as many base64 characters, small and capital ones. */
const LONG_PIECE = 40;
/** How much of a key may stand in the text between two pieces of it that are long enough for a mask. */
const WINDOW = 256;

const BASE64_PIECE = /[A-Za-z0-9+/]{8,}={0,2}/g;
const BASE64URL_PIECE = /[\w-]{8,}={0,2}/g;

/**
 * What gives a key away and the runner does not mask by itself, since it knows the input only as it was
 * stored: the body in one piece and in lines of 64 columns, the same for each base64 around it, and the
 * pieces of each as they were pasted. BEGIN and END lines and the words beside a key are none of it.
 */
export function secretsOfKey(found: FoundKey): readonly string[] {
  // Usually the two are the same.
  const bodies = new Set([found.der.toString('base64').replace(/=+$/, ''), found.body]);
  const secrets = [...bodies].flatMap(formsOf);
  let body = found.body;
  for (let reading: Reading | undefined = found.reading; reading; reading = reading.from) {
    secrets.push(...piecesOf(body, reading.text));
    if (reading.body === undefined) continue;
    body = reading.body;
    secrets.push(...formsOf(body));
  }
  return masksOf(secrets);
}

/** The same for texts in which no whole key was found: whatever may be a piece of one. */
export function secretsOfTexts(readings: readonly Reading[]): readonly string[] {
  return masksOf(
    readings.flatMap(({ text, body, from }) => [
      ...(body === undefined || from === undefined
        ? []
        : [...formsOf(body), ...piecesOf(body, from.text)]),
      ...findPemBlocks(text).flatMap((block) => {
        const longPieces = piecesIn(block.body).filter(isLongPiece);
        if (block.hasBegin && block.hasEnd) {
          return [...formsOf(joinedBase64(block.body)), ...piecesIn(block.body)];
        }
        // Other words may follow where no END line is. The lines of a key are decorated alike.
        const [joined = ''] = segmentsOf(block.body).toSorted((a, b) => b.length - a.length);
        const bytes = Buffer.from(joined.slice(0, 64), 'base64');
        const isStructure =
          diagnoseStructure(bytes) !== undefined ||
          (bytes.length > 40 && declaredLength(bytes) !== undefined);
        if (block.label === '' && !isStructure) return longPieces;
        return [...longPieces, ...formsOf(joined), ...piecesOf(joined, block.body)];
      }),
    ]),
  );
}

function masksOf(secrets: readonly string[]): readonly string[] {
  return [...new Set(secrets)].filter(
    (secret) => secret.length >= SHORTEST_SECRET && !/^[A-Za-z]{1,19}$/.test(secret),
  );
}

function formsOf(digits: string): readonly string[] {
  const body = digits.replace(/=+$/, '');
  const padded = body + '='.repeat((4 - (body.length % 4)) % 4);
  const lines = Array.from({ length: Math.ceil(padded.length / COLUMNS) }, (_, line) =>
    padded.slice(line * COLUMNS, (line + 1) * COLUMNS),
  );
  return [padded, body, ...lines];
}

/** The pieces of the digits that stand in a text, in their order, in either alphabet of base64. */
function piecesOf(digits: string, text: string): readonly string[] {
  const patterns = /\w[-_]\w/.test(text) ? [BASE64_PIECE, BASE64URL_PIECE] : [BASE64_PIECE];
  return patterns.flatMap((pattern) => {
    let from = 0;
    return piecesIn(text, pattern).filter((piece) => {
      const wanted = toBase64(piece).replace(/=+$/, '');
      const at = digits.slice(from, from + WINDOW + wanted.length).indexOf(wanted);
      if (at >= 0) from += at + wanted.length;
      return at >= 0 || digits.startsWith(wanted);
    });
  });
}

function piecesIn(text: string, pattern = BASE64_PIECE): readonly string[] {
  return text.replace(/-{4,}/g, ' ').match(pattern) ?? [];
}

function isLongPiece(piece: string): boolean {
  return piece.length >= LONG_PIECE && /[a-z]/.test(piece) && /[A-Z]/.test(piece);
}

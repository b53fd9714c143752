import { declaredLength, kindOf, withoutTail } from './der.ts';
import type { Candidate, Unfolded } from './unfold.ts';

const SHORTEST_SECRET = 8;
// The length of a line in PEM (RFC 7468, section 2).
const COLUMNS = 64;

/**
 * Everything that was derived from the text and gives the key away: the body in one piece and in
 * lines of 64 columns, the same for every wrapping around it, and the lines as they were pasted.
 * Nothing in it is shorter than 8 characters, and nothing is an ordinary word, since a mask for it
 * would blot it out of the whole log.
 */
export function secretsOf(unfolded: Unfolded): readonly string[] {
  const secrets = [
    ...unfolded.wrappers.flatMap(({ body, bytes }) => [...piecesOf(body), ...formsOf(bytes)]),
    ...unfolded.candidates.flatMap(secretsOfCandidate),
  ];
  return [...new Set(secrets)].filter((secret) => secret.length >= SHORTEST_SECRET);
}

function secretsOfCandidate({ label, body, hasBegin, readings }: Candidate): readonly string[] {
  const recognised = readings.filter(
    (bytes, index) =>
      kindOf(bytes) !== 'other' ||
      (index === 0 && (hasBegin || declaredLength(bytes) !== undefined)),
  );
  // Without armour it may be any text, whose words belong into the log.
  const pieces = piecesOf(body);
  const isBody = label !== '' || recognised.length > 0;
  return [
    ...(isBody ? pieces : pieces.filter(isLineOfKey)),
    ...recognised.flatMap((bytes) => formsOf(withoutTail(bytes))),
  ];
}

function formsOf(bytes: Buffer): readonly string[] {
  const base64 = bytes.toString('base64');
  const lines = Array.from({ length: Math.ceil(base64.length / COLUMNS) }, (_, index) =>
    base64.slice(index * COLUMNS, (index + 1) * COLUMNS),
  );
  return [base64, base64.replace(/=+$/, ''), ...lines];
}

function piecesOf(body: string): readonly string[] {
  return body.split(/[^A-Za-z0-9+/=]/).filter((piece) => !isWord(piece));
}

function isLineOfKey(piece: string): boolean {
  return piece.length >= 40;
}

// A line of a key has a digit or a sign among so many characters; what has none stands around the key.
function isWord(piece: string): boolean {
  return piece.length < 20 && /^[A-Za-z]*$/.test(piece);
}

import { declaredLength, kindOf, withoutTail } from './der.ts';
import { onlyBase64 } from './unfold.ts';
import type { Candidate, Unfolded } from './unfold.ts';

const SHORTEST_SECRET = 8;
const COLUMNS = 64;

/**
 * Everything that was derived from the text and gives the key away: the body in one piece and in
 * lines of 64 columns, the same for every wrapping around it, and the lines as they were pasted.
 * Nothing in it is shorter than 8 characters, and nothing is an ordinary word, since a mask for it
 * would blot it out of the whole log.
 */
export function secretsOf(unfolded: Unfolded): readonly string[] {
  const secrets = [
    ...unfolded.wrappers.flatMap(({ body }) => [...piecesOf(body), ...formsOf(onlyBase64(body))]),
    ...unfolded.candidates.flatMap(secretsOfCandidate),
  ];
  return [...new Set(secrets)].filter(
    (secret) => secret.length >= SHORTEST_SECRET && !isWord(secret),
  );
}

function secretsOfCandidate({ label, body, readings }: Candidate): readonly string[] {
  const recognised = readings.filter(
    (bytes, index) =>
      kindOf(bytes) !== 'other' || (index === 0 && declaredLength(bytes) !== undefined),
  );
  const forms = recognised.flatMap((bytes) => formsOf(withoutTail(bytes).toString('base64')));
  // Without armour it may be any text, whose words belong into the log.
  if (label === '' && recognised.length === 0) return piecesOf(body).filter(isLineOfKey);
  return [...piecesOf(body), ...formsOf(onlyBase64(body)), ...forms];
}

function formsOf(base64: string): readonly string[] {
  return [base64, base64.replace(/=+$/, ''), ...(base64.match(LINE) ?? [])];
}

const LINE = new RegExp(`.{1,${COLUMNS}}`, 'g');

function piecesOf(body: string): readonly string[] {
  return body.split(/[^A-Za-z0-9+/=]+/);
}

function isLineOfKey(piece: string): boolean {
  return piece.length >= 40;
}

function isWord(piece: string): boolean {
  return piece.length < 20 && /^(?:[A-Za-z][a-z]*|[A-Z]+)$/.test(piece);
}

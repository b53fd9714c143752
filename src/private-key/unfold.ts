import { findPassages, hasArmour, unescapeText } from './text.ts';
import type { Passage } from './text.ts';

/** A passage, and the bytes that its base64 may stand for, most likely first. */
export interface Candidate extends Passage {
  readonly readings: readonly Buffer[];
}

/** What a pasted text turns out to be when every wrapping is taken off. */
export interface Unfolded {
  /** The text and what was found inside of it, each unescaped, outermost first. */
  readonly texts: readonly string[];
  /** The passages whose base64 is text again, outermost first. */
  readonly wrappers: readonly Passage[];
  /** The innermost passages. */
  readonly candidates: readonly Candidate[];
}

const DEEPEST = 5;
const SHORTEST_BODY = 40;
const MOST_STARTS = 4;

// DER of a key of 2048 bits, base64 of armour, and base64 of the base64 of DER all begin alike, so
// that a body is found behind words that consist of base64 characters, such as a variable's name.
const STARTS = /MII|LS0t|TUlJ/g;

/**
 * Takes off escapes, armour and base64 until bytes are left. The work is linear in the length: what
 * is inside of base64 is a quarter shorter, and each passage is opened once.
 */
export function unfold(text: string, depth = 0): Unfolded {
  const plain = unescapeText(text);
  const texts = [plain];
  const wrappers: Passage[] = [];
  const candidates: Candidate[] = [];
  for (const passage of findPassages(plain)) {
    const readings = readBase64(passage.body);
    const inner =
      depth < DEEPEST ? readings.map(asText).find((read) => read !== undefined) : undefined;
    if (inner === undefined) {
      candidates.push({ ...passage, readings });
    } else {
      const inside = unfold(inner, depth + 1);
      wrappers.push(passage, ...inside.wrappers);
      texts.push(...inside.texts);
      candidates.push(...inside.candidates);
    }
  }
  return { texts, wrappers, candidates };
}

/** Everything but the base64 characters goes, padding too: `Buffer` needs none. */
export function onlyBase64(text: string): string {
  return text.replace(/[^A-Za-z0-9+/]/g, '');
}

/** Whether unescaped text is a JSON object or array, or the beginning of one. */
export function isJsonDocument(text: string): boolean {
  return /^[\s'"]*(?:\{\s*["}]|\[\s*["\]{])/.test(text);
}

function readBase64(body: string): readonly Buffer[] {
  const base64 = onlyBase64(body);
  if (base64.length < SHORTEST_BODY) return [];
  const starts = new Set([0]);
  for (const match of base64.matchAll(STARTS)) {
    if (starts.size > MOST_STARTS) break;
    starts.add(match.index);
  }
  return [...starts].map((start) => Buffer.from(base64.slice(start), 'base64'));
}

// Windows writes UTF-16, whose ASCII is UTF-8 but for the zero bytes and the mark in front.
function asText(bytes: Buffer): string | undefined {
  const text = unescapeText(bytes.toString('utf8')).replace(/^\ufffd+/, '');
  const isMoreBase64 = text.length >= SHORTEST_BODY && /^[A-Za-z0-9+/=\s]*$/.test(text);
  return isMoreBase64 || isJsonDocument(text) || hasArmour(text) ? text : undefined;
}

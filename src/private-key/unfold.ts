import { findPassages, unescapeText } from './text.ts';
import type { Passage } from './text.ts';

/** A passage, and the bytes that its base64 may stand for, most likely first. */
export interface Candidate extends Passage {
  readonly readings: readonly Buffer[];
}

/** A passage, and the text that its base64 stands for, as bytes. */
export interface Wrapper extends Passage {
  readonly bytes: Buffer;
}

/** What a pasted text turns out to be when every wrapping is taken off. */
export interface Unfolded {
  /** The text and what was found inside of it, each unescaped, outermost first. */
  readonly texts: readonly string[];
  /** The passages whose base64 is text again, outermost first. */
  readonly wrappers: readonly Wrapper[];
  /** The innermost passages. */
  readonly candidates: readonly Candidate[];
}

const DEEPEST = 5;
const SHORTEST_BODY = 40;
const MOST_STARTS = 4;

// DER of a key of 2048 bits, base64 of armour, and base64 of the base64 of DER all begin alike, so
// that a body is found behind words that consist of base64 characters, such as a variable's name.
// Where the lines are long, any base64 is found behind such words.
const LONG_RUN = /[A-Za-z0-9+/]{20}/;
const STARTS = /MII|LS0t|TUlJ/g;

/**
 * Takes off escapes, armour and base64 until bytes are left. The work is linear in the length: what
 * is inside of base64 is a quarter shorter, and each passage is opened once.
 */
export function unfold(text: string, depth = 0): Unfolded {
  const plain = unescapeText(text);
  const texts = [plain];
  const wrappers: Wrapper[] = [];
  const candidates: Candidate[] = [];
  for (const passage of findPassages(plain)) {
    const readings = readBase64(passage.body);
    const bytes = depth < DEEPEST ? readings.find(isText) : undefined;
    if (bytes === undefined) {
      candidates.push({ ...passage, readings });
    } else {
      const inside = unfold(toText(bytes), depth + 1);
      wrappers.push({ ...passage, bytes }, ...inside.wrappers);
      texts.push(...inside.texts);
      candidates.push(...inside.candidates);
    }
  }
  return { texts, wrappers, candidates };
}

/** Whether unescaped text is a JSON object or array, or the beginning of one. */
export function isJsonDocument(text: string): boolean {
  return /^[\s'"]*(?:\{\s*["}]|\[\s*["\]{])/.test(text);
}

function readBase64(body: string): readonly Buffer[] {
  const base64 = withoutLostEscapes(onlyBase64(body));
  if (base64.length < SHORTEST_BODY) return [];
  const words = body.slice(0, Math.max(0, body.search(LONG_RUN)));
  const starts = new Set([0, onlyBase64(words).length]);
  for (const match of base64.matchAll(STARTS)) {
    if (starts.size > MOST_STARTS) break;
    starts.add(match.index);
  }
  return [...starts].map((start) => Buffer.from(base64.slice(start), 'base64'));
}

// A shell that takes the backslash out of each literal `\n` leaves an `n` in front of each line.
function withoutLostEscapes(base64: string): string {
  return base64.startsWith('nMII') ? base64.replace(/n(.{1,64})/g, '$1') : base64;
}

function onlyBase64(text: string): string {
  return text.replace(/[^A-Za-z0-9+/]/g, '');
}

// Windows writes UTF-16, where every other byte of what is nearly ASCII is zero.
function toText(bytes: Buffer): string {
  const zeros = bytes.subarray(0, 64).filter((byte, index) => index % 2 === 1 && byte === 0);
  return unescapeText(bytes.toString(zeros.length > 16 ? 'utf16le' : 'utf8'));
}

// Bytes that are no text hold an invalid or a control character early on.
function isText(bytes: Buffer): boolean {
  return /^[^\ufffd\u0001-\u0008\u000e-\u001f]{28}/.test(toText(bytes.subarray(0, 400)));
}

/** The base64 characters of a text. The padding is none of them, since `Buffer` needs none. */
export function countBase64(text: string): number {
  return onlyBase64(text).length;
}

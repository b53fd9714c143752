import { REPAIRS, innerTexts, joinedBase64, segmentsOf } from './decodings.ts';
import { declaredLength } from './der.ts';
import { unescape } from './escapes.ts';
import { isJwk, readJwk } from './jwk.ts';
import { FEWEST_BITS, numbersFit, readRsaStructure } from './rsa-proof.ts';
import type { RsaStructure } from './rsa-proof.ts';

/** A way to read the input: as it is, or by one more decoding. */
export interface Reading {
  readonly text: string;
  /** The reading that was decoded. */
  readonly from?: Reading;
  /** The base64 or hexadecimal digits in `from` that stand for the text, if it was inside of them. */
  readonly body?: string;
  /** Whether nothing was guessed to get here. */
  readonly isCertain: boolean;
}

/** A key that has proved itself, and where it stood. */
export interface FoundKey extends RsaStructure {
  /** The key as it was found: PKCS#8 or PKCS#1. */
  readonly der: Buffer;
  readonly reading: Reading;
  /** The digits of base64 or hexadecimal that it was written in. */
  readonly body: string;
}

export interface SearchResult {
  readonly keys: readonly FoundKey[];
  /** The input, and what stands in it for certain, outermost first. */
  readonly texts: readonly Reading[];
}

/** Fewer characters than any notation of a key of 2048 bits takes. */
const SHORTEST_KEY = 1500;
const MOST_READINGS = 400;
const MOST_CHARACTERS = 8 * 128 * 1024;
const MOST_ATTEMPTS = 500;

// PKCS#8 and PKCS#1 of two primes or more, of at least 1024 bits: the header, as both alphabets show it.
const ALPHABETS = [
  {
    encoding: 'base64',
    beginning: /MII[A-Za-z0-9+/]{2}[AQgw]IBA(?:[AQ]K[BC]|DAN)/g,
    digits: 4 / 3,
  },
  { encoding: 'hex', beginning: /3082[0-9a-f]{4}02010[01](?:028[12]|300d)/gi, digits: 2 },
] as const;

/**
 * Looks for RSA private keys in a text, by every decoding and every combination of them. A key counts
 * only if it proves itself, so no decoding can guess wrong. All of the text is looked at, also after
 * the first key, unless what is left is too short for another one.
 */
export function searchKeys(input: string): SearchResult {
  const texts: Reading[] = [];
  const keys = new Map<string, FoundKey>();
  const seen = new Set<string>();
  const certain: Reading[] = [{ text: input, isCertain: true }];
  const guesses: (() => Reading)[] = [];
  let characters = MOST_CHARACTERS;
  let attempts = MOST_ATTEMPTS;
  // What is certain comes first; guesses are made of it when it did not do.
  for (let count = 0; count < MOST_READINGS; count += 1) {
    const reading = certain.shift() ?? guesses.shift()?.();
    if (reading === undefined) break;
    const { text, isCertain } = reading;
    if (seen.has(text)) continue;
    seen.add(text);
    characters -= text.length;
    if (characters < 0) break;
    if (isCertain) texts.push(reading);
    for (const found of keysIn(reading, () => (attempts -= 1) >= 0)) {
      keys.set(found.pkcs1.toString('latin1'), found);
      if (charactersBeside(found) < SHORTEST_KEY) return { keys: [...keys.values()], texts };
    }
    const inside = [{ text: unescape(text) }, ...innerTexts(text)].map((inner): Reading => ({
      ...inner,
      from: reading,
      isCertain,
    }));
    if (isCertain) certain.push(...inside);
    else guesses.unshift(...inside.map((inner) => () => inner));
    guesses.push(
      ...REPAIRS.map((repair) => () => ({ text: repair(text), from: reading, isCertain: false })),
    );
  }
  return { keys: [...keys.values()], texts };
}

/** How much text is not part of the key, nor of the base64 around it. */
function charactersBeside({ reading, body }: FoundKey): number {
  let count = -body.length;
  for (let inner: Reading | undefined = reading; inner; inner = inner.from) {
    if (inner.body !== undefined || inner.from === undefined) count += inner.text.length;
    count -= inner.body?.length ?? 0;
  }
  return count;
}

function* keysIn(reading: Reading, mayTry: () => boolean): Generator<FoundKey> {
  const { text } = reading;
  if (isJwk(text)) {
    for (const { der, digits } of readJwk(text)) {
      const structure = prove(der);
      if (structure) yield { ...structure, der, reading, body: digits };
    }
  }
  const tried = new Set<string>();
  for (const write of BODIES) {
    const body = write(text);
    if (tried.has(body)) continue;
    tried.add(body);
    for (const { encoding, beginning, digits } of ALPHABETS) {
      for (const { index } of body.matchAll(beginning)) {
        if (!mayTry()) return;
        const bytes = decodeDer(body, index, encoding, digits);
        const structure = prove(bytes);
        if (structure === undefined || isInner(body, index, encoding)) continue;
        const length = Math.ceil(bytes.length * digits);
        yield { ...structure, der: bytes, reading, body: body.slice(index, index + length) };
      }
    }
  }
}

/** The text as it is comes first. */
const BODIES: readonly ((text: string) => string)[] = [
  joinedBase64,
  (text) => segmentsOf(text).join(''),
  (text) => joinedBase64(text.replace(/0x|\\x/gi, '')),
];

function decodeDer(
  body: string,
  start: number,
  encoding: 'base64' | 'hex',
  digits: number,
): Buffer {
  const length = declaredLength(Buffer.from(body.slice(start, start + 16), encoding)) ?? 0;
  return Buffer.from(body.slice(start, start + Math.ceil(length * digits)), encoding);
}

function prove(bytes: Buffer): RsaStructure | undefined {
  const structure = readRsaStructure(bytes);
  if (structure === undefined || structure.bits < FEWEST_BITS) return undefined;
  return numbersFit(structure) ? structure : undefined;
}

/**
 * Whether a key stands inside of another structure, such as a key for RSA-PSS, or PKCS#8 whose header
 * was changed. Either is no key that may be used, whatever its inside is worth.
 */
function isInner(body: string, start: number, encoding: 'base64' | 'hex'): boolean {
  const length = Math.min(160, start - (start % 4));
  const before = Buffer.from(body.slice(start - length, start), encoding).toString('hex');
  return before.includes('2a864886f70d0101') || /0482....$/.test(before);
}

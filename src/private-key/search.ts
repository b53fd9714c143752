import { unescape } from '../escapes.ts';
import { REPAIRS, innerTexts, keyDigitsIn, type KeyDigits } from './decodings.ts';
import { isJwk, readJwk } from './jwk.ts';
import { isUsable, readRsaKey, type RsaKey } from './rsa-key.ts';

/** A way to read the input: as it is, or by one more decoding of another reading. */
export interface Reading {
  readonly text: string;
  readonly from?: Reading;
  /** The base64 or hexadecimal digits in `from` that stand for the text, if it was inside of them. */
  readonly digits?: string;
  /** Whether nothing was guessed to get here. */
  readonly isCertain?: boolean | undefined;
}

/** A key that has proved itself, the digits that it was written in, and where they stood. */
export interface FoundKey extends RsaKey, KeyDigits {
  readonly reading: Reading;
}

/** Fewer characters than any notation of a key of 2048 bits takes. */
const SHORTEST_KEY = 1500;
/** To begin with a text and to try a key cost as much effort as to look at so many characters. */
const EFFORT_OF_TRIAL = 3000;

/**
 * Looks for RSA private keys in a text, by every decoding and every combination of them. A key counts
 * only if it proves itself, so no decoding can guess wrong. All of the text is looked at, also after
 * the first key, unless what is left is too short for another one.
 *
 * @param mostEffort - how many characters may be looked at, so that the work has a bound
 * @returns the keys, each once; and the input with what stands in it for certain, outermost first
 */
export function searchKeys(
  input: string,
  mostEffort: number,
): { keys: FoundKey[]; texts: Reading[] } {
  const texts: Reading[] = [];
  const keys: FoundKey[] = [];
  const seen = new Set<string>();
  const readings: Reading[] = [{ text: input, isCertain: true }];
  // Made only when what is certain did not do.
  const guesses: (() => readonly Reading[])[] = [];
  for (let effort = mostEffort; effort > 0; effort -= EFFORT_OF_TRIAL) {
    const reading = readings.shift();
    if (reading === undefined) {
      const guess = guesses.shift();
      if (guess === undefined) break;
      readings.push(...guess());
      continue;
    }
    if (seen.has(reading.text)) continue;
    const { text, isCertain } = reading;
    seen.add(text);
    effort -= text.length;
    if (isCertain === true) texts.push(reading);
    for (const keyDigits of isJwk(text) ? readJwk(text) : keyDigitsIn(text)) {
      effort -= EFFORT_OF_TRIAL;
      const rsa = effort > 0 ? readRsaKey(keyDigits.der) : undefined;
      if (!isUsable(rsa)) continue;
      const isNew = keys.every(({ key }) => !key.equals(rsa.key));
      if (isNew) keys.push({ ...rsa, ...keyDigits, reading });
      if (input.length - keyDigits.digits.length < SHORTEST_KEY) return { keys, texts };
    }
    for (const inner of [{ text: unescape(text) }, ...innerTexts(text)]) {
      readings.push({ ...inner, from: reading, isCertain });
    }
    for (const repair of REPAIRS) {
      guesses.push(() => repair(text).map((guess) => ({ text: guess, from: reading })));
    }
  }
  return { keys, texts };
}

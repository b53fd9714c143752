import type { KeyObject } from 'node:crypto';

import type { UserError } from './user-error.ts';
import { diagnose } from './private-key/diagnosis.ts';
import { secretsOf } from './private-key/masks.ts';
import { refuse } from './private-key/messages.ts';
import { isJwk } from './private-key/jwk.ts';
import { isJsonDocument } from './pasted-text.ts';
import { searchKeys, type FoundKey, type Reading } from './private-key/search.ts';

/** A private key that can sign assertions, or why there is none; and what to mask before any output. */
export type PrivateKeyResult = { readonly secretsToMask: readonly string[] } & (
  | { readonly key: KeyObject; readonly problem?: undefined }
  | { readonly key?: undefined; readonly problem: UserError }
);

const LONGEST_TEXT = 128 * 1024;
/** So many characters are looked at, in all readings of a text together. */
const MOST_EFFORT = 1_500_000;

/**
 * Makes a key of whatever was pasted. A key is accepted only if its numbers prove that it is whole, so
 * that the repair of a damaged text can never give a wrong key. It throws nothing, and no message quotes
 * the text. Of a text over 128 KiB of UTF-8 nothing is read.
 */
export function readPrivateKey(text: string): PrivateKeyResult {
  if (Buffer.byteLength(text) > LONGEST_TEXT) {
    return { secretsToMask: [], problem: refuse('private-key-is-too-long') };
  }
  const { keys, texts } = searchKeys(text, MOST_EFFORT);
  const [found, another] = keys;
  const isKey = found !== undefined && !isInsideDocument(found);
  const secretsToMask = secretsOf(keys, isKey ? [] : texts);
  if (!isKey) return { secretsToMask, problem: diagnose(texts.map((reading) => reading.text)) };
  return another === undefined
    ? { secretsToMask, key: found.key }
    : { secretsToMask, problem: refuse('private-key-is-not-the-only-one') };
}

/** A key in a field of a JSON document may be that of another service. */
function isInsideDocument({ reading }: FoundKey): boolean {
  // A JWK is a document itself, until the base64 around it begins.
  let isDocument = isJwk(reading.text);
  for (let outer: Reading | undefined = reading; outer; outer = outer.from) {
    if (!isDocument && isJsonDocument(outer.text)) return true;
    isDocument &&= outer.digits === undefined;
  }
  return false;
}

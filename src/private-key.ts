import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import type { UserError } from './user-error.ts';
import { diagnose } from './private-key/diagnosis.ts';
import { secretsOfKey, secretsOfTexts } from './private-key/masks.ts';
import { refuse } from './private-key/messages.ts';
import { isJwk } from './private-key/jwk.ts';
import { isJsonDocument } from './private-key/plain-text.ts';
import { searchKeys } from './private-key/search.ts';
import type { FoundKey, Reading } from './private-key/search.ts';

/** What was found in a text: a private key that can sign assertions, or the reason why there is none. */
export type PrivateKeyResult = {
  /** What has to be masked before anything is printed: what the runner does not mask by itself. */
  readonly secretsToMask: readonly string[];
} & (
  | { readonly key: KeyObject; readonly problem?: undefined }
  | { readonly key?: undefined; readonly problem: UserError }
);

const LONGEST_TEXT = 128 * 1024;

/**
 * Makes a key of whatever was pasted. A key is accepted only if its numbers prove that it is whole, so
 * that the repair of a damaged text can never give a wrong key. It throws nothing, and no message quotes
 * the text. Of a text over 128 KiB of UTF-8 nothing is read.
 */
export function readPrivateKey(text: string): PrivateKeyResult {
  if (Buffer.byteLength(text) > LONGEST_TEXT) {
    return { secretsToMask: [], problem: refuse('private-key-is-too-long') };
  }
  const { keys, texts } = searchKeys(text);
  const [found, another] = keys;
  if (found === undefined || isInsideDocument(found)) {
    const secretsToMask = [...new Set([...keys.flatMap(secretsOfKey), ...secretsOfTexts(texts)])];
    return { secretsToMask, problem: diagnose(texts.map((reading) => reading.text)) };
  }
  const secretsToMask = [...new Set(keys.flatMap(secretsOfKey))];
  if (another !== undefined)
    return { secretsToMask, problem: refuse('private-key-is-not-the-only-one') };
  const key = createPrivateKey({ key: found.pkcs1, format: 'der', type: 'pkcs1' });
  return { secretsToMask, key };
}

/** A key in a field of a JSON document may be that of another service. */
function isInsideDocument({ reading }: FoundKey): boolean {
  // A JWK is a JSON document itself, until the base64 around it begins.
  let isTheKey = isJwk(reading.text);
  for (let outer: Reading | undefined = reading; outer; outer = outer.from) {
    if (!isTheKey && isJsonDocument(outer.text)) return true;
    if (outer.body !== undefined) isTheKey = false;
  }
  return false;
}

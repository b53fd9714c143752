import type { KeyObject } from 'node:crypto';

import type { HelpTopic, UserError } from './user-error.ts';
import { kindOf } from './private-key/der.ts';
import { examine } from './private-key/examine.ts';
import * as messages from './private-key/messages.ts';
import {
  explainDocument,
  explainForeignFormat,
  explainPlainText,
  isBlank,
} from './private-key/plain-text.ts';
import { secretsOf } from './private-key/secrets.ts';
import { unfold } from './private-key/unfold.ts';

/** A private key that can sign assertions. */
export interface ParsedPrivateKey {
  /** An RSA key of at least 2048 bits. */
  readonly key: KeyObject;
  /** What has to be masked before anything is printed, the same as {@link derivedSecrets} gives. */
  readonly secretsToMask: readonly string[];
}

const LONGEST_TEXT = 128 * 1024;
const SHORTEST_KEY = 40;

// Of several things in one text, that which comes closest to the key that is needed is explained.
const CLOSEST_FIRST: readonly HelpTopic[] = [
  'private-key-is-too-short',
  'private-key-is-not-rsa',
  'private-key-is-encrypted',
  'private-key-is-in-openssh-format',
  'private-key-is-damaged',
  'private-key-is-a-certificate-request',
  'private-key-is-a-certificate',
  'private-key-is-a-public-key',
  'private-key-is-not-a-key',
];

/**
 * Makes a key of whatever was pasted: PKCS#8 or PKCS#1, with armour or without, escaped, quoted,
 * flattened, in base64 once more, or several of these.
 *
 * @param text The input as it is, at most 128 KiB of UTF-8.
 * @throws UserError that says what the text is instead, without quoting it.
 */
export function parsePrivateKey(text: string): ParsedPrivateKey {
  if (isTooLong(text)) throw messages.tooLong();

  const unfolded = unfold(text);
  if (unfolded.texts.some(isBlank)) throw messages.missing();
  const refused = explainDocument(unfolded.texts);
  if (refused !== undefined) throw refused;

  const problems: UserError[] = [];
  for (const candidate of unfolded.candidates) {
    const { key, problem } = examine(candidate);
    if (key !== undefined) return { key, secretsToMask: secretsOf(unfolded) };
    if (problem !== undefined) problems.push(problem);
  }
  problems.sort((a, b) => CLOSEST_FIRST.indexOf(a.topic) - CLOSEST_FIRST.indexOf(b.topic));
  throw explainForeignFormat(text) ?? problems[0] ?? explainPlainText(text);
}

/**
 * What the action derives from the text and the runner therefore does not mask by itself: see
 * {@link secretsOf}. It never throws, so that a key that is refused can be masked before the refusal
 * is printed; of a text over 128 KiB nothing is derived.
 */
export function derivedSecrets(text: string): readonly string[] {
  return isTooLong(text) ? [] : secretsOf(unfold(text));
}

/** Whether a text looks like a private key, in any of the shapes that are accepted, from afar. */
export function looksLikePrivateKey(text: string): boolean {
  // Every service account ID comes this way, and nearly none is worth a closer look.
  if (isTooLong(text) || (text.length < SHORTEST_KEY && !/KEY/i.test(text))) return false;
  const { candidates } = unfold(text);
  return candidates.some(
    ({ label, readings }) =>
      label.endsWith('PRIVATEKEY') || readings.some((bytes) => kindOf(bytes) !== 'other'),
  );
}

function isTooLong(text: string): boolean {
  return Buffer.byteLength(text) > LONGEST_TEXT;
}

import type { KeyObject } from 'node:crypto';

import { readPrivateKey } from '../../src/private-key.ts';
import type { UserError } from '../../src/user-error.ts';

/** The diagnosis of a text that must not be accepted as a private key. */
export function refusalOf(text: string): UserError {
  const { problem } = readPrivateKey(text);
  if (problem === undefined) throw new Error('The text was accepted.');
  return problem;
}

/** The key in a text that must be accepted. */
export function keyOf(text: string): KeyObject {
  const { key, problem } = readPrivateKey(text);
  if (key === undefined) throw problem;
  return key;
}

/** What has to be masked of a text, whether it holds a key or not. */
export function secretsIn(text: string): readonly string[] {
  return readPrivateKey(text).secretsToMask;
}

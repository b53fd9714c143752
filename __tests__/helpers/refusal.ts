import type { KeyObject } from 'node:crypto';

import { expect } from '@jest/globals';

import { readPrivateKey as readAnyKey, type PrivateKeyResult } from '../../src/private-key.ts';
import { readUsualKey } from '../../src/usual-inputs.ts';
import type { UserError } from '../../src/user-error.ts';

/** Reads a text, and makes sure that the short way, where it gives a key, gives what the long one gives. */
export function readPrivateKey(text: string): PrivateKeyResult {
  const usual = readUsualKey(text.trim());
  if (usual !== undefined) {
    const result = readAnyKey(text.trim());
    expect(usual.key?.equals(keyIn(result))).toBe(true);
    expect(usual.secretsToMask).toEqual(expect.arrayContaining([...result.secretsToMask]));
  }
  return readAnyKey(text);
}

/** The diagnosis of a text that must not be accepted as a private key. */
export function refusalOf(text: string): UserError {
  const { problem } = readPrivateKey(text);
  if (problem === undefined) throw new Error('The text was accepted.');
  return problem;
}

/** The key in a text that must be accepted. */
export function keyOf(text: string): KeyObject {
  return keyIn(readPrivateKey(text));
}

function keyIn({ key, problem }: PrivateKeyResult): KeyObject {
  if (key === undefined) throw problem;
  return key;
}

/** What has to be masked of a text, whether it holds a key or not. */
export function secretsIn(text: string): readonly string[] {
  return readPrivateKey(text).secretsToMask;
}

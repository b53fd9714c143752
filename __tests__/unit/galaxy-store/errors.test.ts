import { describe, expect, test } from '@jest/globals';

import { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import { tried } from '../helpers/failures.ts';

describe('a failed call', () => {
  const facts = { kind: 'network', transient: true, effect: 'unanswered' } as const;
  const history = tried({ attempts: 2 });

  test('knows its facts, its cause and its history, if there are any', () => {
    const cause = new Error('why');
    const bare = new GalaxyStoreError('It failed', facts);
    const error = new GalaxyStoreError('It failed', facts, cause, history);
    const later = new GalaxyStoreError('It failed', facts, cause).withHistory(history);

    for (const each of [bare, error, later]) {
      expect(String(each)).toBe('GalaxyStoreError: It failed');
      expect(each.facts).toBe(facts);
      expect(each.cause).toBe(each === bare ? undefined : cause);
      expect(each.history).toBe(each === bare ? undefined : history);
    }
    expect(bare.reason).toBe('It failed');
  });

  test.each<[number, number, string]>([
    [0, 0, 'It failed'],
    [1, 5000, 'It failed'],
    [2, 0, 'It failed (after 2 attempts in 1 s)'],
    [2, 1499, 'It failed (after 2 attempts in 1 s)'],
    [8, 1500, 'It failed (after 8 attempts in 2 s)'],
    [8, 119_600, 'It failed (after 8 attempts in 120 s)'],
  ])('says how often it was tried: %d attempts in %d ms', (attempts, elapsedMs, reason) => {
    const history = tried({ attempts, elapsedMs });

    expect(new GalaxyStoreError('It failed', facts, undefined, history).reason).toBe(reason);
  });
});

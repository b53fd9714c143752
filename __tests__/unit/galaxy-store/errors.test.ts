import { describe, expect, test } from '@jest/globals';

import { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import { tried } from '../helpers/failures.ts';

describe('a failed call', () => {
  const facts = { kind: 'network', transient: true, effect: 'unanswered' } as const;
  const history = tried({ attempts: 2 });

  test('knows its facts, its cause and its history', () => {
    const cause = new Error('why');
    const error = new GalaxyStoreError('It failed', facts, { cause, history });

    expect(String(error)).toBe('GalaxyStoreError: It failed');
    expect(error.facts).toBe(facts);
    expect(error.cause).toBe(cause);
    expect(error.history).toBe(history);
  });

  test('needs neither cause nor history', () => {
    const error = new GalaxyStoreError('It failed', facts);

    expect(error.cause).toBeUndefined();
    expect(error.history).toBeUndefined();
  });

  test('can be told with its history later, and is otherwise the same', () => {
    const cause = new Error('why');
    const error = new GalaxyStoreError('It failed', facts, { cause }).withHistory(history);

    expect(error.message).toBe('It failed');
    expect(error.facts).toBe(facts);
    expect(error.cause).toBe(cause);
    expect(error.history).toBe(history);
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

    expect(new GalaxyStoreError('It failed', facts, { history }).reason).toBe(reason);
  });

  test('does not say how often it was tried where nobody counted', () => {
    expect(new GalaxyStoreError('It failed', facts).reason).toBe('It failed');
  });
});

import { getEventListeners } from 'node:events';

import { afterEach, describe, expect, jest, test } from '@jest/globals';

import { CANCELLING_SIGNALS, system } from '../../src/system.ts';

describe('the real system', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  test.each([
    ['tells the time in milliseconds since 1970', system.nowMs, () => Date.now()],
    [
      'has a clock that only goes forward',
      system.monotonicMs,
      () => Number(process.hrtime.bigint()) / 1e6,
    ],
  ])('%s', (_what, clock, expected) => {
    const before = expected();
    const now = clock();

    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(expected());
  });

  test('gives random numbers from 0 up to, but not including, 1', () => {
    const numbers = Array.from({ length: 100 }, () => system.random());

    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    expect(new Set(numbers).size).toBeGreaterThan(1);
  });

  test('sleeps as long as it is told to, and leaves nothing behind', async () => {
    jest.useFakeTimers();
    const { signal } = new AbortController();
    const woken = jest.fn();
    const sleep = system.sleep(1000, signal).then(woken);

    await jest.advanceTimersByTimeAsync(999);
    expect(woken).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(woken).toHaveBeenCalledTimes(1);
    await sleep;
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test.each(['before', 'while'])(
    'wakes up in a job that is cancelled %s it sleeps',
    async (when) => {
      jest.useFakeTimers();
      const controller = new AbortController();
      if (when === 'before') controller.abort();
      const sleep = system.sleep(1000, controller.signal);
      expect(jest.getTimerCount()).toBe(when === 'before' ? 0 : 1);
      controller.abort();

      await sleep;
      expect(jest.getTimerCount()).toBe(0);
      expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    },
  );

  test.each(CANCELLING_SIGNALS)('is cancelled by %s', (name) => {
    const before = process.listeners(name);
    const cancel = jest.fn();
    system.onCancel(cancel);
    process.listeners(name).at(-1)?.(name);
    for (const signal of CANCELLING_SIGNALS) process.off(signal, cancel);

    expect(cancel).toHaveBeenCalledTimes(1);
    expect(process.listeners(name)).toEqual(before);
  });

  test('knows the signals by which a runner, or a terminal, cancels', () => {
    expect(CANCELLING_SIGNALS).toEqual(['SIGINT', 'SIGTERM', 'SIGBREAK', 'SIGHUP']);
  });
});

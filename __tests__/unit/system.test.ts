import { getEventListeners } from 'node:events';

import { afterEach, describe, expect, jest, test } from '@jest/globals';

import { CANCELLING_SIGNALS, system } from '../../src/system.ts';

describe('the real machine', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  test('tells the time in milliseconds since 1970', () => {
    const before = Date.now();
    const now = system.nowMs();

    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });

  test('has a clock that only goes forward', () => {
    const before = performance.now();
    const now = system.monotonicMs();

    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(performance.now());
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

  test('wakes up when the job is cancelled, and leaves nothing behind', async () => {
    jest.useFakeTimers();
    const controller = new AbortController();
    const sleep = system.sleep(1000, controller.signal);
    controller.abort();

    await sleep;
    expect(jest.getTimerCount()).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  test('does not sleep at all in a job that was cancelled before', async () => {
    jest.useFakeTimers();
    await system.sleep(1000, AbortSignal.abort());

    expect(jest.getTimerCount()).toBe(0);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGBREAK'] as const)('is cancelled by %s', (name) => {
    const before = process.listeners(name);
    const cancel = jest.fn();
    system.onCancel(cancel);
    try {
      process.emit(name);

      expect(cancel).toHaveBeenCalledTimes(1);
    } finally {
      for (const signal of CANCELLING_SIGNALS) process.off(signal, cancel);
    }
    expect(process.listeners(name)).toEqual(before);
  });
});

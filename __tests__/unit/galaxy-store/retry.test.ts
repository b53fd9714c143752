import { beforeEach, describe, expect, test } from '@jest/globals';

import type { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import { OPERATION, RetriedCall, failed } from '../helpers/retried-call.ts';

let call: RetriedCall;

beforeEach(() => {
  call = new RetriedCall();
});

const lost = failed({ kind: 'network', answerLost: true });
const final = failed({ kind: 'unauthorised', transient: false });

describe('a call that succeeds', () => {
  test('at once is made once, with 20 s at most, and logs nothing', async () => {
    expect(await call.run(['token'])).toEqual({ result: 'token', unknownTokens: 0 });
    expect(call.timeouts).toEqual([20_000]);
    expect(call.system.sleeps).toEqual([]);
    expect(call.log).toEqual([]);
  });

  test('later tells of every wait: what, which attempt, why, how long', async () => {
    expect(await call.run([failed(), failed(), 'token'])).toEqual({
      result: 'token',
      unknownTokens: 0,
    });
    expect(call.system.sleeps).toEqual([250, 500]);
    expect(call.log).toEqual([
      `${OPERATION}: attempt 1 of 8 failed: HTTP 503. Next attempt in 0.3 s.`,
      `${OPERATION}: attempt 2 of 8 failed: HTTP 503. Next attempt in 0.5 s.`,
    ]);
  });

  test('tells how many answers were lost before', async () => {
    expect(await call.run([lost, failed(), lost, 'token'])).toEqual({
      result: 'token',
      unknownTokens: 2,
    });
  });
});

describe('a call that fails for good', () => {
  test('is not made again', async () => {
    const error = await call.failureOf([final]);

    expect(call.timeouts).toHaveLength(1);
    expect(call.system.sleeps).toEqual([]);
    expect(error.message).toBe('HTTP 503');
    expect(error.facts).toBe(final.facts);
    expect(error.history).toEqual({
      attempts: 1,
      elapsedMs: 0,
      unknownTokens: 0,
      refusedWaitMs: undefined,
    });
  });

  test('by an error of another class is not judged', async () => {
    const error = new TypeError('a mistake in the program');

    await expect(call.run([error])).rejects.toBe(error);
    expect(call.timeouts).toHaveLength(1);
  });

  test('is given up after 8 attempts, with what was tried', async () => {
    const error = await call.failureOf([failed()]);

    expect(call.timeouts).toHaveLength(8);
    expect(call.system.sleeps).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000]);
    expect(call.log).toHaveLength(7);
    expect(call.log[6]).toBe(
      `${OPERATION}: attempt 7 of 8 failed: HTTP 503. Next attempt in 10.0 s.`,
    );
    expect(error.history).toEqual({
      attempts: 8,
      elapsedMs: 25_750,
      unknownTokens: 0,
      refusedWaitMs: undefined,
    });
  });

  test('makes one attempt where one is wanted', async () => {
    await call.failureOf([failed()], { onlyOnce: true });
    await call.failureOf([failed({ retryAfterMs: 0 })], { onlyOnce: true });

    expect(call.timeouts).toHaveLength(2);
    expect(call.log).toEqual([]);
  });
});

describe('the wait before an attempt', () => {
  test.each([
    ['shortest', 0, [0, 0, 0, 0, 0, 0, 0]],
    ['longest', 0.999, [499.5, 999, 1998, 3996, 7992, 15_984, 19_980]],
  ])('is random from nothing to twice as much each time, at most 20 s: %s', async (...row) => {
    const [, random, sleeps] = row;
    call.system.randomNumber = random;
    await call.failureOf([failed()]);

    expect(call.system.sleeps.map((ms) => Math.round(ms * 1000) / 1000)).toEqual(sleeps);
  });
});

describe('the deadline', () => {
  test('is 2 minutes, and cuts the last attempt', async () => {
    call.attemptMs = 20_000;
    const error = await call.failureOf([failed()]);

    expect(call.timeouts).toEqual([20_000, 20_000, 20_000, 20_000, 20_000, 12_250]);
    expect(error.history).toEqual({
      attempts: 6,
      elapsedMs: 120_000,
      unknownTokens: 0,
      refusedWaitMs: undefined,
    });
  });

  test('leaves no time for an attempt of less than a second', async () => {
    await call.failureOf([failed()], { deadlineMs: 1249 });
    expect(call.timeouts).toEqual([1249]);
  });

  test('leaves time for an attempt of a second', async () => {
    await call.failureOf([failed()], { deadlineMs: 1250 });
    expect(call.timeouts).toEqual([1250, 1000]);
  });

  test('leaves time for an attempt of exactly a second, without a wait', async () => {
    call.system.randomNumber = 0;
    await call.failureOf([failed()], { deadlineMs: 1000 });

    expect(call.timeouts).toHaveLength(8);
  });

  test('that is over when a paused machine wakes up still leaves a second for what was waited for', async () => {
    call.system.duringSleep = () => {
      call.system.advance(600_000);
    };
    const error = await call.failureOf([failed()]);

    expect(call.timeouts).toEqual([20_000, 1000]);
    expect(error.history).toMatchObject({ attempts: 2, elapsedMs: 600_250 });
  });

  test('can be shorter', async () => {
    const error = await call.failureOf([failed()], { deadlineMs: 3000 });

    expect(call.timeouts).toEqual([3000, 2750, 2250, 1250]);
    expect(error.history?.elapsedMs).toBe(1750);
  });
});

describe('patience with a failure that is final as a rule', () => {
  test('lasts as long as it is given', async () => {
    const seen: GalaxyStoreError[] = [];
    let patience = 3;
    const error = await call.failureOf([final], {
      retryWindowMs: (failure) => {
        seen.push(failure);
        patience -= 1;
        return patience;
      },
    });

    expect(call.timeouts).toHaveLength(3);
    expect(seen).toEqual([final, final, final]);
    expect(error.history?.attempts).toBe(3);
    // Our own wait ends where the patience does.
    expect(call.system.sleeps).toEqual([2, 1]);
  });

  test.each([
    [0, 250],
    [0.5, 375],
    [0.999, 499.75],
  ])('waits at least half of the longest random wait: %d', async (random, waitMs) => {
    call.system.randomNumber = random;
    await call.run([final, 'token'], { retryWindowMs: () => 5000 });

    expect(call.system.sleeps).toEqual([waitMs]);
  });

  test.each([
    ['one attempt only', [final], { onlyOnce: true }, 1],
    ['8 attempts', [...Array.from({ length: 7 }, () => failed()), final], {}, 8],
    [
      '4 lost answers',
      [lost, lost, lost, failed({ kind: 'unauthorised', transient: false, answerLost: true })],
      { createsToken: true },
      4,
    ],
    ['no time for another', [final], { deadlineMs: 999 }, 1],
  ])('is not asked for where it would be of no use: %s', async (...row) => {
    const [, outcomes, options, attempts] = row;
    const retryWindowMs = (): number => {
      throw new Error('It was asked.');
    };
    const error = await call.failureOf(outcomes, { ...options, retryWindowMs });

    expect(error.history?.attempts).toBe(attempts);
  });

  test('is not asked about a passing fault', async () => {
    const retryWindowMs = (): number => {
      throw new Error('It was asked.');
    };

    expect(await call.run([failed(), 'token'], { retryWindowMs })).toMatchObject({
      result: 'token',
    });
  });
});

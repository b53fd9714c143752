import { beforeEach, describe, expect, test } from '@jest/globals';

import type { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import { OPERATION, RetriedCall, failed } from '../helpers/retried-call.ts';

let call: RetriedCall;

beforeEach(() => {
  call = new RetriedCall();
});

const ordered = (retryAfterMs: number): GalaxyStoreError => failed({ retryAfterMs });

describe('a wait that the server orders', () => {
  test('is kept, with jitter on top', async () => {
    await call.run([ordered(1000), ordered(3000), 'token']);

    expect(call.system.sleeps).toEqual([1250, 3500]);
    expect(call.log[0]).toBe(
      `${OPERATION}: attempt 1 of 8 failed: HTTP 503. Next attempt in 1.3 s, because the server asks to wait.`,
    );
  });

  test('has no jitter that would leave less than a second for the next attempt', async () => {
    call.system.randomNumber = 0.999;
    await call.run([ordered(118_900), 'token']);

    expect(call.system.sleeps).toEqual([119_000]);
  });

  test('does not use up an attempt', async () => {
    const error = await call.failureOf([ordered(0), ordered(0), ordered(0), failed()]);

    expect(call.timeouts).toHaveLength(3 + 8);
    expect(call.log.map((line) => / attempt (\d+) of 8 /.exec(line)?.[1])).toEqual([
      '1',
      '1',
      '1',
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
    ]);
    expect(error.history?.attempts).toBe(11);
  });

  test('has a jitter that grows with the ordered waits, and our own with our own', async () => {
    await call.run([failed(), ordered(1000), failed(), ordered(1000), 'token']);

    expect(call.system.sleeps).toEqual([250, 1250, 500, 1500]);
  });

  test('counts against the time: many short ones end with it', async () => {
    call.system.randomNumber = 0;
    const error = await call.failureOf([ordered(10_000)]);

    expect(call.timeouts).toHaveLength(12);
    expect(call.system.sleeps).toEqual(Array.from({ length: 11 }, () => 10_000));
    expect(error.history).toEqual({
      attempts: 12,
      elapsedMs: 110_000,
      unknownTokens: 0,
      refusedWaitMs: 10_000,
    });
  });

  test.each([119_001, 120_000, 3_600_000])('of %d ms is refused at once', async (ms) => {
    const error = await call.failureOf([ordered(ms)]);

    expect(call.timeouts).toHaveLength(1);
    expect(call.system.sleeps).toEqual([]);
    expect(error.history).toEqual({
      attempts: 1,
      elapsedMs: 0,
      unknownTokens: 0,
      refusedWaitMs: ms,
    });
  });

  test('that leaves a second for the next attempt is kept', async () => {
    call.system.randomNumber = 0;

    expect(await call.run([ordered(119_000), 'token'])).toMatchObject({ result: 'token' });
    expect(call.system.sleeps).toEqual([119_000]);
    expect(call.timeouts).toEqual([20_000, 1000]);
  });

  test('is not named as the reason when other limits end the call', async () => {
    const error = await call.failureOf([ordered(1000)], { createsToken: true, onlyOnce: true });

    expect(error.history?.refusedWaitMs).toBeUndefined();
  });

  test('does not make a final failure one to be tried again', async () => {
    const refused = failed({ kind: 'unauthorised', transient: false, retryAfterMs: 1000 });
    const error = await call.failureOf([refused]);

    expect(call.timeouts).toHaveLength(1);
    expect(error.history?.refusedWaitMs).toBeUndefined();
  });

  test('counts as refused only where it is longer than what is left', async () => {
    const bounds = { onlyOnce: true, deadlineMs: 2000 };
    const fits = await call.failureOf([failed({ retryAfterMs: 1000 })], bounds);
    const isTooLong = await call.failureOf([failed({ retryAfterMs: 1001 })], bounds);

    expect(fits.history?.refusedWaitMs).toBeUndefined();
    expect(isTooLong.history?.refusedWaitMs).toBe(1001);
  });

  test('is not kept where patience alone makes us try again', async () => {
    const refused = failed({ kind: 'unauthorised', transient: false, retryAfterMs: 9000 });
    await call.run([refused, 'token'], { retryWindowMs: () => 5000 });

    expect(call.system.sleeps).toEqual([375]);
    expect(call.log).toEqual([
      `${OPERATION}: attempt 1 of 8 failed: HTTP 503. Next attempt in 0.4 s.`,
    ]);
  });
});

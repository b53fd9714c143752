import { beforeEach, describe, expect, test } from '@jest/globals';

import { OPERATION, RetriedCall, failed } from '../helpers/retried-call.ts';

let call: RetriedCall;

beforeEach(() => {
  call = new RetriedCall();
});

const FINAL = failed({ kind: 'unauthorised', transient: false });
const lost = failed({ kind: 'network', answerLost: true });

describe('lost answers', () => {
  test('end a call that may mint after four, and each is told', async () => {
    const error = await call.failureOf([lost], { createsToken: true });

    expect(call.timeouts).toHaveLength(4);
    expect(error.history).toMatchObject({ attempts: 4, unknownTokens: 4 });
    expect(call.log).toHaveLength(3);
    expect(call.log[0]).toBe(
      `${OPERATION}: attempt 1 of 8 failed: HTTP 503. If the store created an access token in this ` +
        'attempt, nobody knows it. Next attempt in 0.3 s.',
    );
  });

  test('do not count other failures', async () => {
    const error = await call.failureOf([lost, failed(), lost, failed(), lost, failed(), lost], {
      createsToken: true,
    });

    expect(call.timeouts).toHaveLength(7);
    expect(error.history?.unknownTokens).toBe(4);
    expect(call.log[1]).toBe(
      `${OPERATION}: attempt 2 of 8 failed: HTTP 503. Next attempt in 0.5 s.`,
    );
  });

  test('behind a gateway are told as well, but do not end the call', async () => {
    const hidden = failed({ gatewayAnswered: true });
    const error = await call.failureOf([lost, lost, lost, hidden], { createsToken: true });

    expect(call.timeouts).toHaveLength(8);
    expect(error.history?.unknownTokens).toBe(8);
    expect(call.log[3]).toMatch(
      /HTTP 503\. If the store created an access token in this attempt, /,
    );
  });

  test('do not matter to a call that mints nothing', async () => {
    const error = await call.failureOf([lost]);

    expect(call.timeouts).toHaveLength(8);
    expect(error.history?.unknownTokens).toBe(8);
    expect(call.log[0]).not.toContain('nobody knows');
  });
});

describe('a job that is cancelled', () => {
  const CANCELLED = `${OPERATION} was stopped because the job was cancelled`;

  test('before the first attempt makes none', async () => {
    call.cancel();
    const error = await call.failureOf(['token']);

    expect(call.timeouts).toEqual([]);
    expect(error.message).toBe(CANCELLED);
    expect(error.facts).toEqual({ kind: 'cancelled', transient: false });
    expect(error.history).toEqual({
      attempts: 0,
      elapsedMs: 0,
      unknownTokens: 0,
      refusedWaitMs: undefined,
    });
  });

  test('during an attempt makes no further one, and remembers a lost answer', async () => {
    call.duringAttempt = call.cancel;
    const error = await call.failureOf([lost], { createsToken: true });

    expect(call.timeouts).toHaveLength(1);
    expect(call.system.sleeps).toEqual([]);
    expect(call.log).toEqual([]);
    expect(error.message).toBe(CANCELLED);
    expect(error.history).toMatchObject({ attempts: 1, unknownTokens: 1 });
  });

  test('during an attempt that fails for good gets that failure, whose reason says more', async () => {
    call.duringAttempt = call.cancel;
    const error = await call.failureOf([FINAL]);

    expect(error.facts).toBe(FINAL.facts);
    expect(error.history).toMatchObject({ attempts: 1 });
  });

  test('has no patience with a failure that is final as a rule', async () => {
    call.duringAttempt = call.cancel;
    const error = await call.failureOf([FINAL], { retryWindowMs: () => 5000 });

    expect(error.facts).toBe(FINAL.facts);
  });

  test('during the last attempt gets its failure', async () => {
    call.duringAttempt = call.cancel;
    const error = await call.failureOf([failed()], { onlyOnce: true });

    expect(error.message).toBe('HTTP 503');
  });

  test('during a wait makes no further attempt', async () => {
    call.system.duringSleep = call.cancel;
    const error = await call.failureOf([failed()]);

    expect(call.timeouts).toHaveLength(1);
    expect(call.system.sleeps).toEqual([250]);
    expect(error.message).toBe(CANCELLED);
    expect(error.history).toMatchObject({ attempts: 1, unknownTokens: 0 });
  });

  test('during an attempt that succeeds gets its result', async () => {
    call.duringAttempt = call.cancel;

    expect(await call.run(['token'])).toEqual({ result: 'token', unknownTokens: 0 });
  });
});

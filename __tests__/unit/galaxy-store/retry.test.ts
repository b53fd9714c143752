import { beforeEach, describe, expect, test } from '@jest/globals';

import { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import type { FailureFacts } from '../../../src/galaxy-store/errors.ts';
import { withRetry } from '../../../src/galaxy-store/retry.ts';
import type { Attempted, RetryOptions } from '../../../src/galaxy-store/retry.ts';
import { FakeSystem } from '../helpers/fake-system.ts';
import { rejectionOf } from '../helpers/thrown.ts';

const OPERATION = 'Creating the access token';

let system: FakeSystem;
let controller: AbortController;
let log: string[];
let timeouts: number[];
let duringAttempt: () => void;

beforeEach(() => {
  system = new FakeSystem();
  controller = new AbortController();
  log = [];
  timeouts = [];
  duringAttempt = () => undefined;
});

function failed(facts: Partial<FailureFacts> = {}): GalaxyStoreError {
  return new GalaxyStoreError('HTTP 503', { kind: 'unavailable', transient: true, ...facts });
}

const lost = failed({ kind: 'network', answerLost: true });
const final = failed({ kind: 'unauthorised', transient: false });
const ordered = (retryAfterMs: number): GalaxyStoreError => failed({ retryAfterMs });

/** Makes the n-th attempt end as the n-th outcome says, and every later one as the last. */
async function run(
  outcomes: readonly (Error | string)[],
  options: Partial<RetryOptions> = {},
  attemptMs = 0,
): Promise<Attempted<string>> {
  const attempt = (timeoutMs: number): Promise<string> => {
    const outcome = outcomes[timeouts.length] ?? outcomes.at(-1) ?? '';
    timeouts.push(timeoutMs);
    duringAttempt();
    system.advance(Math.min(attemptMs, timeoutMs));
    return typeof outcome === 'string' ? Promise.resolve(outcome) : Promise.reject(outcome);
  };
  const environment = {
    monotonicMs: system.monotonicMs,
    sleep: system.sleep,
    random: system.random,
    cancelled: controller.signal,
    log: { info: (message: string) => log.push(message) },
  };
  return await withRetry(attempt, environment, { operation: OPERATION, ...options });
}

function failureOf(...args: Parameters<typeof run>): Promise<GalaxyStoreError> {
  return rejectionOf(GalaxyStoreError, run(...args));
}

describe('a call that succeeds', () => {
  test('at once is made once, with 20 s at most, and logs nothing', async () => {
    expect(await run(['token'])).toEqual({ result: 'token', lostAnswers: 0 });
    expect(timeouts).toEqual([20_000]);
    expect(system.sleeps).toEqual([]);
    expect(log).toEqual([]);
  });

  test('later tells of every wait: what, which attempt, why, how long', async () => {
    expect(await run([failed(), failed(), 'token'])).toEqual({ result: 'token', lostAnswers: 0 });
    expect(system.sleeps).toEqual([250, 500]);
    expect(log).toEqual([
      `${OPERATION}: attempt 1 of 8 failed: HTTP 503. Next attempt in 0.3 s.`,
      `${OPERATION}: attempt 2 of 8 failed: HTTP 503. Next attempt in 0.5 s.`,
    ]);
  });

  test('tells how many answers were lost before', async () => {
    expect(await run([lost, failed(), lost, 'token'])).toEqual({ result: 'token', lostAnswers: 2 });
  });
});

describe('a call that fails for good', () => {
  test('is not made again', async () => {
    const error = await failureOf([final]);

    expect(timeouts).toHaveLength(1);
    expect(system.sleeps).toEqual([]);
    expect(error.message).toBe('HTTP 503');
    expect(error.facts).toBe(final.facts);
    expect(error.history).toEqual({
      attempts: 1,
      elapsedMs: 0,
      lostAnswers: 0,
      refusedWaitMs: undefined,
    });
  });

  test('by an error of another class is not judged', async () => {
    const error = new TypeError('a mistake in the program');

    await expect(run([error])).rejects.toBe(error);
    expect(timeouts).toHaveLength(1);
  });

  test('is given up after 8 attempts, with what was tried', async () => {
    const error = await failureOf([failed()]);

    expect(timeouts).toHaveLength(8);
    expect(system.sleeps).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000]);
    expect(log).toHaveLength(7);
    expect(log[6]).toBe(`${OPERATION}: attempt 7 of 8 failed: HTTP 503. Next attempt in 10.0 s.`);
    expect(error.history).toEqual({
      attempts: 8,
      elapsedMs: 25_750,
      lostAnswers: 0,
      refusedWaitMs: undefined,
    });
  });

  test('makes fewer attempts where fewer are wanted', async () => {
    await failureOf([failed()], { maxAttempts: 2 });

    expect(timeouts).toHaveLength(2);
    expect(log).toEqual([`${OPERATION}: attempt 1 of 2 failed: HTTP 503. Next attempt in 0.3 s.`]);
  });
});

describe('the wait before an attempt', () => {
  test.each([
    ['shortest', 0, [0, 0, 0, 0, 0, 0, 0]],
    ['longest', 0.999, [499.5, 999, 1998, 3996, 7992, 15_984, 19_980]],
  ])('is random from nothing to twice as much each time, at most 20 s: %s', async (...row) => {
    const [, random, sleeps] = row;
    system.randomNumber = random;
    await failureOf([failed()]);

    expect(system.sleeps.map((ms) => Math.round(ms * 1000) / 1000)).toEqual(sleeps);
  });
});

describe('a wait that the server orders', () => {
  test('is kept, with jitter on top', async () => {
    await run([ordered(1000), ordered(3000), 'token']);

    expect(system.sleeps).toEqual([1250, 3500]);
    expect(log[0]).toBe(
      `${OPERATION}: attempt 1 of 8 failed: HTTP 503. Next attempt in 1.3 s, because the server asks to wait.`,
    );
  });

  test('does not use up an attempt', async () => {
    const error = await failureOf([ordered(0), ordered(0), ordered(0), failed()]);

    expect(timeouts).toHaveLength(3 + 8);
    expect(log.map((line) => / attempt (\d+) of 8 /.exec(line)?.[1])).toEqual([
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
    await run([failed(), ordered(1000), failed(), ordered(1000), 'token']);

    expect(system.sleeps).toEqual([250, 1250, 500, 1500]);
  });

  test('counts against the time: many short ones end with it', async () => {
    system.randomNumber = 0;
    const error = await failureOf([ordered(10_000)]);

    expect(timeouts).toHaveLength(12);
    expect(system.sleeps).toEqual(Array.from({ length: 11 }, () => 10_000));
    expect(error.history).toEqual({
      attempts: 12,
      elapsedMs: 110_000,
      lostAnswers: 0,
      refusedWaitMs: 10_000,
    });
  });

  test.each([120_000, 120_001, 3_600_000])('of %d ms is refused at once', async (ms) => {
    const error = await failureOf([ordered(ms)]);

    expect(timeouts).toHaveLength(1);
    expect(system.sleeps).toEqual([]);
    expect(error.history).toEqual({
      attempts: 1,
      elapsedMs: 0,
      lostAnswers: 0,
      refusedWaitMs: ms,
    });
  });

  test('of just less than what is left is kept', async () => {
    system.randomNumber = 0;

    expect(await run([ordered(119_999), 'token'])).toMatchObject({ result: 'token' });
    expect(system.sleeps).toEqual([119_999]);
    expect(timeouts).toEqual([20_000, 1]);
  });

  test('is not named as the reason when other limits end the call', async () => {
    const error = await failureOf([ordered(1000)], { mayMint: true, maxAttempts: 0 });

    expect(error.history?.refusedWaitMs).toBeUndefined();
  });

  test('does not make a final failure one to be tried again', async () => {
    const refused = failed({ kind: 'unauthorised', transient: false, retryAfterMs: 1000 });
    const error = await failureOf([refused]);

    expect(timeouts).toHaveLength(1);
    expect(error.history?.refusedWaitMs).toBeUndefined();
  });
});

describe('the deadline', () => {
  test('is 2 minutes, and cuts the last attempt', async () => {
    const error = await failureOf([failed()], {}, 20_000);

    expect(timeouts).toEqual([20_000, 20_000, 20_000, 20_000, 20_000, 12_250]);
    expect(error.history).toEqual({
      attempts: 6,
      elapsedMs: 120_000,
      lostAnswers: 0,
      refusedWaitMs: undefined,
    });
  });

  test('leaves no time for a wait as long as what is left', async () => {
    await failureOf([failed()], { deadlineMs: 250 });
    expect(timeouts).toEqual([250]);
  });

  test('leaves time for a wait that is shorter than that', async () => {
    await failureOf([failed()], { deadlineMs: 251 });
    expect(timeouts).toEqual([251, 1]);
  });

  test('can be shorter', async () => {
    const error = await failureOf([failed()], { deadlineMs: 3000 });

    expect(timeouts).toEqual([3000, 2750, 2250, 1250]);
    expect(error.history?.elapsedMs).toBe(1750);
  });
});

describe('lost answers', () => {
  test('end a call that may mint after four, and each is told', async () => {
    const error = await failureOf([lost], { mayMint: true });

    expect(timeouts).toHaveLength(4);
    expect(error.history).toMatchObject({ attempts: 4, lostAnswers: 4 });
    expect(log).toHaveLength(3);
    expect(log[0]).toBe(
      `${OPERATION}: attempt 1 of 8 failed: HTTP 503. If the store created an access token in this ` +
        'attempt, nobody knows it. Next attempt in 0.3 s.',
    );
  });

  test('do not count other failures', async () => {
    const error = await failureOf([lost, failed(), lost, failed(), lost, failed(), lost], {
      mayMint: true,
    });

    expect(timeouts).toHaveLength(7);
    expect(error.history?.lostAnswers).toBe(4);
    expect(log[1]).toBe(`${OPERATION}: attempt 2 of 8 failed: HTTP 503. Next attempt in 0.5 s.`);
  });

  test('do not matter to a call that mints nothing', async () => {
    const error = await failureOf([lost]);

    expect(timeouts).toHaveLength(8);
    expect(error.history?.lostAnswers).toBe(8);
    expect(log[0]).not.toContain('nobody knows');
  });
});

describe('patience with a failure that is final as a rule', () => {
  test('lasts as long as it is given', async () => {
    const seen: GalaxyStoreError[] = [];
    let patience = 3;
    const error = await failureOf([final], {
      patienceMs: (failure) => {
        seen.push(failure);
        patience -= 1;
        return patience;
      },
    });

    expect(timeouts).toHaveLength(3);
    expect(seen).toEqual([final, final, final]);
    expect(error.history?.attempts).toBe(3);
    // Our own wait ends where the patience does.
    expect(system.sleeps).toEqual([2, 1]);
  });

  test('does not lengthen a wait', async () => {
    await run([final, 'token'], { patienceMs: () => 5000 });

    expect(system.sleeps).toEqual([250]);
  });

  test('is not asked about a passing fault', async () => {
    const patienceMs = (): number => {
      throw new Error('It was asked.');
    };

    expect(await run([failed(), 'token'], { patienceMs })).toMatchObject({ result: 'token' });
  });
});

describe('a job that is cancelled', () => {
  const CANCELLED = `${OPERATION} was stopped because the job was cancelled`;

  test('before the first attempt makes none', async () => {
    controller.abort();
    const error = await failureOf(['token']);

    expect(timeouts).toEqual([]);
    expect(error.message).toBe(CANCELLED);
    expect(error.facts).toEqual({ kind: 'cancelled', transient: false });
    expect(error.history).toEqual({
      attempts: 0,
      elapsedMs: 0,
      lostAnswers: 0,
      refusedWaitMs: undefined,
    });
  });

  test('during an attempt makes no further one, and remembers a lost answer', async () => {
    duringAttempt = () => {
      controller.abort();
    };
    const error = await failureOf([lost], { mayMint: true });

    expect(timeouts).toHaveLength(1);
    expect(system.sleeps).toEqual([]);
    expect(log).toEqual([]);
    expect(error.message).toBe(CANCELLED);
    expect(error.history).toMatchObject({ attempts: 1, lostAnswers: 1 });
  });

  test('during a wait makes no further attempt', async () => {
    system.duringSleep = () => {
      controller.abort();
    };
    const error = await failureOf([failed()]);

    expect(timeouts).toHaveLength(1);
    expect(system.sleeps).toEqual([250]);
    expect(error.message).toBe(CANCELLED);
    expect(error.history).toMatchObject({ attempts: 1, lostAnswers: 0 });
  });

  test('during an attempt that succeeds gets its result', async () => {
    duringAttempt = () => {
      controller.abort();
    };

    expect(await run(['token'])).toEqual({ result: 'token', lostAnswers: 0 });
  });
});

import { beforeEach, describe, expect, test } from '@jest/globals';

import {
  GalaxyStoreError,
  type CallHistory,
  type GiveUp,
} from '../../../src/galaxy-store/errors.ts';
import {
  decide,
  withRetry,
  type Decision,
  type RetryOptions,
} from '../../../src/galaxy-store/retry.ts';
import { failed, refused, tried } from '../helpers/failures.ts';
import { FakeSystem } from '../helpers/fake-system.ts';
import { rejectionOf } from '../../helpers/thrown.ts';

type Outcome = Awaited<ReturnType<typeof withRetry<string>>>;

const OPERATION = 'Creating the access token';
const CREATE = { createsToken: true } as const;

const temporary = failed();
const delayed = (retryAfterMs: number): GalaxyStoreError => failed({ retryAfterMs });
const unanswered = failed({ kind: 'network', effect: 'unanswered' });
const uncertain = failed({ effect: 'uncertain' });
const permanent = refused();

describe('what follows a failed attempt', () => {
  interface Situation extends Partial<RetryOptions> {
    readonly tried?: Partial<CallHistory>;
    readonly random?: number;
  }

  const backoff = (waitMs: number): Decision => ({ waitMs, because: 'backoff' });
  const retryAfter = (waitMs: number): Decision => ({ waitMs, because: 'retry-after' });
  const propagation = (waitMs: number): Decision => ({ waitMs, because: 'propagation' });
  const attempts = (count: number, more: Partial<CallHistory> = {}): Situation => ({
    tried: { attempts: count, ...more },
  });
  const creating = (count: number, more: Partial<CallHistory>): Situation => ({
    ...CREATE,
    ...attempts(count, more),
  });
  const after = (elapsedMs: number): Situation => ({ tried: { elapsedMs } });
  const young = { propagationMs: 5000 };
  const eight = { unknownTokens: 8, serverDelays: 8 };
  const end = (giveUp: GiveUp): Decision => ({ giveUp });

  test.each<[string, GalaxyStoreError, Situation, Decision]>([
    // Backoff: random from nothing to twice as much each time, at most 20 s.
    ['no wait by chance', temporary, { random: 0 }, backoff(0)],
    ['half of 0.5 s', temporary, {}, backoff(250)],
    ['nearly 0.5 s', temporary, { random: 0.998 }, backoff(499)],
    ['half of 1 s', temporary, attempts(2), backoff(500)],
    ['half of 16 s', temporary, attempts(6), backoff(8000)],
    ['half of 20 s', temporary, attempts(7), backoff(10_000)],
    ['no ninth attempt', temporary, attempts(8), end('attempts')],
    ['one attempt only', temporary, { onlyOnce: true }, end('attempts')],
    ['permanent', permanent, {}, end('final')],
    ['permanent, and the last attempt', permanent, attempts(8), end('attempts')],

    // The deadline: 2 minutes, of which the next attempt gets at least a second.
    ['just time enough', temporary, after(118_750), backoff(250)],
    ['no time', temporary, after(118_751), end('deadline')],
    ['a second, without a wait', temporary, { ...after(119_000), random: 0 }, backoff(0)],
    ['no second', temporary, { ...after(119_001), random: 0 }, end('deadline')],
    ['no second, permanent', permanent, after(119_001), end('deadline')],
    ['a shorter deadline', temporary, { deadlineMs: 1250 }, backoff(250)],
    ['too short a deadline', temporary, { deadlineMs: 1249 }, end('deadline')],

    // Delays of the server: at least as long, with jitter on top, without using up an attempt.
    ['a delay', delayed(1000), attempts(1, { serverDelays: 1 }), retryAfter(1250)],
    ['a third delay', delayed(1000), attempts(3, { serverDelays: 3 }), retryAfter(2000)],
    ['a delay of nothing', delayed(0), attempts(9, { serverDelays: 2 }), retryAfter(500)],
    ['backoff after delays', temporary, attempts(4, { serverDelays: 2 }), backoff(500)],
    ['the last after delays', temporary, attempts(10, { serverDelays: 2 }), end('attempts')],
    ['one that fits', delayed(119_000), attempts(1, { serverDelays: 1 }), retryAfter(119_000)],
    ['no jitter fits', delayed(118_900), attempts(1, { serverDelays: 1 }), retryAfter(119_000)],
    ['too long a delay', delayed(119_001), {}, end('retry-after')],
    ['a delay, and no time', delayed(0), after(119_001), end('retry-after')],
    ['a delay, one attempt only', delayed(0), { onlyOnce: true }, end('attempts')],
    ['permanent with a delay', refused({ retryAfterMs: 1 }), {}, end('final')],

    // Propagation: at least half of the longest wait, and no longer than the retry window.
    ['propagation', permanent, young, propagation(375)],
    ['propagation, shortest', permanent, { ...young, random: 0 }, propagation(250)],
    ['propagation, again', permanent, { ...young, ...attempts(2) }, propagation(750)],
    ['the end of the window', permanent, { ...young, ...after(4999) }, propagation(1)],
    ['after the window', permanent, { ...young, ...after(5000) }, end('final')],
    ['another refusal', refused({ kind: 'redirect' }), young, end('final')],
    ['a delay in it', refused({ retryAfterMs: 9000 }), young, propagation(375)],
    ['temporary in it', temporary, { propagationMs: 100 }, backoff(250)],
    ['no time for it', permanent, { ...young, deadlineMs: 1374 }, end('deadline')],

    // Answers that are lost while a token is created, and elsewhere.
    ['a third lost answer', unanswered, creating(3, { unanswered: 3 }), backoff(1000)],
    ['a fourth', unanswered, creating(4, { unanswered: 4 }), end('lost-answers')],
    ['a fourth elsewhere', unanswered, attempts(4, { unanswered: 4 }), backoff(2000)],
    ['another fault after three', temporary, creating(4, { unanswered: 3 }), backoff(2000)],
    ['another fault after all', temporary, creating(3, { unknownTokens: 8 }), backoff(1000)],
    ['a 5xx after four', uncertain, creating(4, { unanswered: 4 }), backoff(2000)],
    ['a seventh 5xx', uncertain, creating(7, { unknownTokens: 7 }), backoff(10_000)],
    ['a 5xx elsewhere', uncertain, attempts(3, { unknownTokens: 8 }), backoff(1000)],
    ['an eighth 5xx', uncertain, creating(8, eight), end('lost-answers')],
    [
      'an eighth of both',
      unanswered,
      creating(8, { ...eight, unanswered: 1 }),
      end('lost-answers'),
    ],
  ])('%s', (_what, { facts }, { tried: history, random = 0.5, ...options }, expected) => {
    const cancelled = new AbortController().signal;
    expect(
      decide(facts, tried(history), { operation: OPERATION, cancelled, ...options }, random),
    ).toEqual(expected);
  });
});

describe('a call', () => {
  let system: FakeSystem;
  let log: string[];
  /** How long each attempt was allowed to take, in milliseconds. */
  let timeouts: number[];
  let cancellation: AbortController;
  let duringAttempt: (timeoutMs: number) => void;

  beforeEach(() => {
    system = new FakeSystem();
    cancellation = new AbortController();
    duringAttempt = () => undefined;
  });

  const cancel = (): void => {
    cancellation.abort();
  };

  /** Makes the n-th attempt end as the n-th outcome says, and every later one as the last. */
  const run = async (
    outcomes: readonly (Error | string)[],
    options: Partial<RetryOptions> = {},
  ): Promise<Outcome> => {
    log = [];
    timeouts = [];
    const attempt = (timeoutMs: number): Promise<string> => {
      const outcome = outcomes[timeouts.length] ?? outcomes.at(-1) ?? '';
      timeouts.push(timeoutMs);
      duringAttempt(timeoutMs);
      return typeof outcome === 'string' ? Promise.resolve(outcome) : Promise.reject(outcome);
    };
    const { monotonicMs, sleep, random } = system;
    return withRetry(
      attempt,
      { monotonicMs, sleep, random, log: { info: (message) => log.push(message) } },
      { operation: OPERATION, cancelled: cancellation.signal, ...options },
    );
  };

  const failureOf = (...args: Parameters<typeof run>): Promise<GalaxyStoreError> =>
    rejectionOf(GalaxyStoreError, run(...args));

  test('that succeeds at once is made once, with 20 s at most, and logs nothing', async () => {
    duringAttempt = cancel;
    expect(await run(['token'])).toEqual({ result: 'token', unknownTokens: 0 });
    expect(timeouts).toEqual([20_000]);
    expect(log).toEqual([]);
  });

  test('logs every wait: what, which attempt, why, how long', async () => {
    const outcomes = [temporary, delayed(1000), unanswered, permanent, 'token'];
    const { result } = await run(outcomes, { ...CREATE, propagationMs: 5000 });
    expect(result).toBe('token');
    expect(system.sleeps).toEqual([250, 1250, 500, 1500]);
    const what = 'Creating the access token: attempt';
    expect(log).toEqual([
      `${what} 1 of 8 failed: HTTP 503. Next attempt in 0.3 s.`,
      `${what} 2 failed: HTTP 503. Next attempt in 1.3 s, because the server asks to wait.`,
      `${what} 3 of 6 failed: HTTP 503. If the store created an access token in this attempt, nobody ` +
        'knows it. Next attempt in 0.5 s.',
      `${what} 4 of 9 failed: HTTP 503. Next attempt in 1.5 s, because a new access token may not have ` +
        'propagated yet.',
    ]);
  });

  test.each([
    [CREATE, 2],
    [{}, 0],
  ])('counts the tokens that may have been created without an answer: %j', async (...row) => {
    const [options, unknownTokens] = row;
    const outcomes = [unanswered, temporary, uncertain, 'token'];
    expect(await run(outcomes, options)).toEqual({ result: 'token', unknownTokens });
    expect(log.filter((line) => line.includes('nobody knows'))).toHaveLength(unknownTokens);
  });

  test('is given up with what was tried, and why', async () => {
    const error = await failureOf([delayed(0), unanswered, uncertain, permanent], CREATE);
    expect(error.message).toBe('HTTP 503');
    expect(error.facts).toBe(permanent.facts);
    expect(error.history).toEqual({
      ...{ startedAtMs: 5000, attempts: 4, serverDelays: 1, unanswered: 1, unknownTokens: 2 },
      ...{ elapsedMs: 1000, giveUp: 'final' },
    });
  });

  test('is not made again after an error of the program', async () => {
    const error = new TypeError('a mistake in the program');

    await expect(run([error])).rejects.toBe(error);
    expect(timeouts).toHaveLength(1);
  });

  test('is made up to 8 times, and goes on where another one ended', async () => {
    const { history } = await failureOf([temporary]);
    expect(history).toMatchObject({ attempts: 8, elapsedMs: 25_750, giveUp: 'attempts' });
    expect(system.sleeps).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000]);
    const again = await failureOf([temporary], { before: tried({ attempts: 7 }) });
    expect(timeouts).toHaveLength(1);
    expect(again.history).toMatchObject({ attempts: 8, elapsedMs: 25_750 });
  });

  test('shortens the last attempt to the deadline', async () => {
    duringAttempt = (timeoutMs) => {
      system.advance(timeoutMs);
    };
    const { history } = await failureOf([temporary]);
    expect(timeouts).toEqual([20_000, 20_000, 20_000, 20_000, 20_000, 12_250]);
    expect(history).toMatchObject({ attempts: 6, elapsedMs: 120_000, giveUp: 'deadline' });
    await failureOf([temporary], { deadlineMs: 3000 });
    expect(timeouts).toEqual([3000]);
  });

  test('has a second for the attempt it waited for when the system was paused meanwhile', async () => {
    system.duringSleep = () => {
      system.advance(600_000);
    };
    const { history } = await failureOf([temporary]);
    expect(timeouts).toEqual([20_000, 1000]);
    expect(history).toMatchObject({ attempts: 2, elapsedMs: 600_250 });
  });

  test.each<[string, Partial<CallHistory>, readonly number[]]>([
    ['before', { attempts: 0 }, []],
    ['during an attempt', { attempts: 1, unanswered: 1, unknownTokens: 1 }, []],
    ['during a wait', { attempts: 1, unanswered: 1, unknownTokens: 1 }, [250]],
  ])('is not made again when the job is cancelled %s', async (when, history, sleeps) => {
    if (when === 'before') cancel();
    if (when === 'during an attempt') duringAttempt = cancel;
    system.duringSleep = cancel;
    const error = await failureOf([unanswered], CREATE);
    expect(error.message).toBe(`${OPERATION} was stopped because the job was cancelled`);
    expect(error.facts).toEqual({ kind: 'cancelled', transient: false, effect: 'none' });
    expect(error.history).toEqual(tried({ ...history, giveUp: 'cancelled' }));
    expect(system.sleeps).toEqual(sleeps);
    expect(log).toHaveLength(sleeps.length);
  });

  test.each([
    ['a permanent failure', permanent, {}],
    ['the failure of the last attempt', temporary, { onlyOnce: true }],
  ])('ends with %s, which says more than the cancellation', async (_what, failure, options) => {
    duringAttempt = cancel;
    expect((await failureOf([failure], options)).facts).toBe(failure.facts);
  });
});

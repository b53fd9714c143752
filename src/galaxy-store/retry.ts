import {
  GalaxyStoreError,
  permanent,
  type CallHistory,
  type FailureFacts,
  type GiveUp,
  type Progress,
} from './errors.ts';
import {
  ATTEMPT_TIMEOUT_MS,
  CALL_DEADLINE_MS,
  FIRST_WAIT_MS,
  MAX_ATTEMPTS,
  MAX_UNANSWERED_CREATES,
  MAX_UNKNOWN_TOKENS,
  MAX_WAIT_MS,
  MIN_ATTEMPT_MS,
} from './limits.ts';

/** Where a call reports what happens. */
export interface Log {
  readonly info: (message: string) => void;
  readonly warning: (message: string) => void;
}

/** What the loop needs of the system. */
export interface RetrySystem {
  /** A clock that only goes forward, in milliseconds. */
  readonly monotonicMs: () => number;
  /** Waits; ends early, without an error, when the job is cancelled. */
  readonly sleep: (ms: number, cancelled: AbortSignal) => Promise<void>;
  /** A number from 0 up to, but not including, 1. */
  readonly random: () => number;
}

/** What one call asks of the loop. */
export interface RetryOptions {
  /** What is tried, as the beginning of a sentence: "Creating the access token". */
  readonly operation: string;
  /** When it fires, no further attempt is made. */
  readonly cancelled: AbortSignal;
  /** An attempt without a clear answer may have minted an access token that nobody knows. */
  readonly createsToken?: boolean;
  /** For so long after the start of the call, a new access token may not have propagated yet. */
  readonly propagationMs?: number;
  /** Make one attempt only. */
  readonly onlyOnce?: boolean;
  /** Less time than usual, in milliseconds. */
  readonly deadlineMs?: number;
  /** What was tried before. It counts against the limits of this call. */
  readonly before?: Progress | undefined;
}

/** What follows a failed attempt. */
export type Decision = Wait | { readonly giveUp: GiveUp };

interface Wait {
  readonly waitMs: number;
  readonly because: 'backoff' | 'retry-after' | 'propagation';
}

const REASONS = {
  backoff: '',
  'retry-after': ', because the server asks to wait',
  propagation: ', because a new access token may not have propagated yet',
} as const;

/**
 * Makes attempts until one succeeds or {@link decide} gives up.
 *
 * No library is used for the loop. p-retry comes closest; it has no delay for each failure, does not
 * shorten the last attempt to the deadline, and does not limit lost answers.
 *
 * @param attempt - makes one attempt that may take so many milliseconds
 * @returns the result, and how many access tokens may exist that nobody knows
 * @throws {@link GalaxyStoreError} with what was tried; of kind `cancelled` when the job is cancelled
 */
export async function withRetry<T>(
  attempt: (timeoutMs: number) => Promise<T>,
  { monotonicMs, sleep, random, log }: RetrySystem & { readonly log: Pick<Log, 'info'> },
  options: RetryOptions,
): Promise<{ readonly result: T; readonly unknownTokens: number }> {
  const { operation, cancelled } = options;
  const none = { attempts: 0, serverDelays: 0, unanswered: 0, unknownTokens: 0 };
  let progress: Progress = options.before ?? { startedAtMs: monotonicMs(), ...none };
  const elapsedMs = (): number => monotonicMs() - progress.startedAtMs;
  const stopIfCancelled = (): void => {
    if (!cancelled.aborted) return;
    const history: CallHistory = { ...progress, elapsedMs: elapsedMs(), giveUp: 'cancelled' };
    const message = `${operation} was stopped because the job was cancelled`;
    throw new GalaxyStoreError(message, permanent('cancelled'), undefined, history);
  };
  for (;;) {
    stopIfCancelled();
    try {
      const result = await attempt(attemptTimeoutMs(elapsedMs(), options));
      return { result, unknownTokens: progress.unknownTokens };
    } catch (error) {
      if (!(error instanceof GalaxyStoreError)) throw error;
      progress = countAttempt(progress, error.facts, options);
      const now = { ...progress, elapsedMs: elapsedMs() };
      const decision = decide(error.facts, now, options, random());
      if ('giveUp' in decision) throw error.withHistory({ ...now, ...decision });
      // Only now: a permanent failure says more than that the job was cancelled.
      stopIfCancelled();
      log.info(describe(error, progress, decision, options));
      await sleep(decision.waitMs, cancelled);
    }
  }
}

/**
 * Decides what follows a failed attempt. There are up to 8 attempts within 2 minutes. The waits grow
 * from 0.5 s to 20 s and are random (full jitter), so that jobs that failed together do not come back
 * together. A delay that the server asks for counts against the time alone.
 *
 * @param progress - what was tried, this attempt included, and the time it took in milliseconds
 * @param random - from 0 up to, but not including, 1
 */
export function decide(
  facts: FailureFacts,
  progress: Progress & Pick<CallHistory, 'elapsedMs'>,
  options: RetryOptions,
  random: number,
): Decision {
  const { deadlineMs = CALL_DEADLINE_MS, propagationMs = 0 } = options;
  const roomMs = deadlineMs - progress.elapsedMs - MIN_ATTEMPT_MS;
  const isLast = options.onlyOnce === true || countedAttempts(progress) >= MAX_ATTEMPTS;
  if (isLast) return { giveUp: 'attempts' };
  if (attemptsLeft(facts, progress, options) <= 0) return { giveUp: 'lost-answers' };
  if (facts.transient && facts.retryAfterMs !== undefined) {
    if (facts.retryAfterMs > roomMs) return { giveUp: 'retry-after' };
    const jitterMs = random * longestWaitMs(progress.serverDelays);
    return { waitMs: Math.min(facts.retryAfterMs + jitterMs, roomMs), because: 'retry-after' };
  }
  if (roomMs < 0) return { giveUp: 'deadline' };
  const windowMs = facts.kind === 'unauthorised' ? propagationMs - progress.elapsedMs : 0;
  if (!facts.transient && windowMs <= 0) return { giveUp: 'final' };
  const longestMs = longestWaitMs(countedAttempts(progress));
  // Half of a wait for propagation is certain: chance could use up the attempts before the time is over.
  const waitMs = facts.transient
    ? random * longestMs
    : Math.min(((1 + random) / 2) * longestMs, windowMs);
  if (waitMs > roomMs) return { giveUp: 'deadline' };
  return { waitMs, because: facts.transient ? 'backoff' : 'propagation' };
}

/** How many more attempts are allowed after this failure, delays of the server aside. */
function attemptsLeft(facts: FailureFacts, progress: Progress, options: RetryOptions): number {
  const limits = [MAX_ATTEMPTS - countedAttempts(progress)];
  if (options.createsToken === true && facts.effect !== 'none') {
    limits.push(MAX_UNKNOWN_TOKENS - progress.unknownTokens);
    if (facts.effect === 'unanswered') limits.push(MAX_UNANSWERED_CREATES - progress.unanswered);
  }
  return Math.min(...limits);
}

/** Attempts after which the server asked for a delay are not counted. */
function countedAttempts({ attempts, serverDelays }: Progress): number {
  return attempts - serverDelays;
}

function countAttempt(
  { startedAtMs, attempts, serverDelays, unanswered, unknownTokens }: Progress,
  { transient, retryAfterMs, effect }: FailureFacts,
  { createsToken = false }: RetryOptions,
): Progress {
  return {
    startedAtMs,
    attempts: attempts + 1,
    serverDelays: serverDelays + Number(transient && retryAfterMs !== undefined),
    unanswered: unanswered + Number(effect === 'unanswered'),
    unknownTokens: unknownTokens + Number(createsToken && effect !== 'none'),
  };
}

/**
 * How long the next attempt may take, in milliseconds. After a pause of the whole system the deadline may
 * be over; the attempt that was waited for is made all the same.
 */
function attemptTimeoutMs(elapsedMs: number, { deadlineMs }: RetryOptions): number {
  const remainingMs = (deadlineMs ?? CALL_DEADLINE_MS) - elapsedMs;
  return Math.max(MIN_ATTEMPT_MS, Math.min(ATTEMPT_TIMEOUT_MS, remainingMs));
}

/** The longest random wait after so many attempts, in milliseconds. */
function longestWaitMs(attempts: number): number {
  return Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 1));
}

function describe(
  { message, facts }: GalaxyStoreError,
  progress: Progress,
  { waitMs, because }: Wait,
  options: RetryOptions,
): string {
  const { attempts } = progress;
  // After a delay of the server, mostly the time alone is a limit.
  const most = attempts + attemptsLeft(facts, progress, options);
  const number = because === 'retry-after' ? `${attempts}` : `${attempts} of ${most}`;
  const lost =
    options.createsToken === true && facts.effect !== 'none'
      ? ' If the store created an access token in this attempt, nobody knows it.'
      : '';
  return (
    `${options.operation}: attempt ${number} failed: ${message}.${lost} ` +
    `Next attempt in ${(waitMs / 1000).toFixed(1)} s${REASONS[because]}.`
  );
}

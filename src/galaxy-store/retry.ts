import { GalaxyStoreError } from './errors.ts';
import type { CallHistory } from './errors.ts';
import {
  ATTEMPT_TIMEOUT_MS,
  CALL_DEADLINE_MS,
  FIRST_WAIT_MS,
  MAX_ATTEMPTS,
  MAX_UNANSWERED_CREATES,
  MAX_WAIT_MS,
  SHORTEST_ATTEMPT_MS,
} from './limits.ts';

/** What the loop needs of the world. */
export interface RetrySystem {
  /** A clock that only goes forward, in milliseconds. */
  readonly monotonicMs: () => number;
  /** Waits; ends early, without an error, when the job is cancelled. */
  readonly sleep: (ms: number, cancelled: AbortSignal) => Promise<void>;
  /** A number from 0 up to, but not including, 1. */
  readonly random: () => number;
  readonly log: { readonly info: (message: string) => void };
  readonly cancelled: AbortSignal;
}

/** What one call asks of the loop. */
export interface RetryOptions {
  /** What is tried, as the beginning of a sentence: "Creating the access token". */
  readonly operation: string;
  /** A request whose answer is lost may have minted an access token that nobody knows. */
  readonly createsToken?: boolean;
  /**
   * How long a failure that is final as a rule is still tried again, in milliseconds: a new access
   * token may not have spread to every server yet.
   */
  readonly retryWindowMs?: (error: GalaxyStoreError) => number;
  /** Make one attempt only. */
  readonly onlyOnce?: boolean;
  /** Less time than usual, in milliseconds. */
  readonly deadlineMs?: number;
}

/** What came of a call, and how many answers were lost before. */
export interface Attempted<T> {
  readonly result: T;
  readonly unknownTokens: number;
}

/**
 * Makes attempts until one succeeds, the failure is final, or 8 attempts or 2 minutes are used up.
 * The waits grow from 0.5 s to 20 s and are random (full jitter), so that jobs that failed together
 * do not come back together. A wait that the server orders counts against the time alone.
 *
 * No library is used for the loop: none known counts ordered waits and lost answers on their own and
 * cuts the last attempt at the deadline.
 *
 * @param attempt - makes one attempt that may take so many milliseconds
 * @throws {@link GalaxyStoreError} with what was tried; of kind `cancelled` when the job is cancelled
 */
export async function withRetry<T>(
  attempt: (timeoutMs: number) => Promise<T>,
  environment: RetrySystem,
  options: RetryOptions,
): Promise<Attempted<T>> {
  const progress = new Progress(environment, options);
  for (;;) {
    progress.stopIfCancelled();
    progress.attempts += 1;
    try {
      const result = await attempt(progress.attemptTimeoutMs());
      return { result, unknownTokens: progress.unknownTokens };
    } catch (error) {
      if (!(error instanceof GalaxyStoreError)) throw error;
      const waitMs = progress.waitAfter(error);
      environment.log.info(progress.describe(error, waitMs));
      await environment.sleep(waitMs, environment.cancelled);
    }
  }
}

/** How far one call has come. */
class Progress {
  attempts = 0;
  /** How many answers were lost, on the way to us or behind a gateway. */
  unknownTokens = 0;
  #lostOnTheWay = 0;
  #orderedWaits = 0;
  readonly #startedAtMs: number;
  readonly #environment: RetrySystem;
  readonly #options: RetryOptions;

  constructor(environment: RetrySystem, options: RetryOptions) {
    this.#startedAtMs = environment.monotonicMs();
    this.#environment = environment;
    this.#options = options;
  }

  remainingMs(): number {
    return (this.#options.deadlineMs ?? CALL_DEADLINE_MS) - this.#elapsedMs();
  }

  /**
   * How long the next attempt may take, in milliseconds. A machine that was paused during a wait may find
   * that the deadline is over; what it has waited for is tried all the same.
   */
  attemptTimeoutMs(): number {
    return Math.max(SHORTEST_ATTEMPT_MS, Math.min(ATTEMPT_TIMEOUT_MS, this.remainingMs()));
  }

  stopIfCancelled(): void {
    if (!this.#environment.cancelled.aborted) return;
    throw new GalaxyStoreError(
      `${this.#options.operation} was stopped because the job was cancelled`,
      { kind: 'cancelled', transient: false },
      { history: this.#history() },
    );
  }

  /**
   * How long to wait before the next attempt, in milliseconds.
   *
   * @throws {@link GalaxyStoreError} when there is to be no further attempt
   */
  waitAfter(error: GalaxyStoreError): number {
    const { transient, retryAfterMs = 0 } = error.facts;
    const ordered = isOrdered(error);
    if (isLost(error)) this.unknownTokens += 1;
    if (error.facts.answerLost === true) this.#lostOnTheWay += 1;
    if (ordered) this.#orderedWaits += 1;
    const roomMs = this.remainingMs() - SHORTEST_ATTEMPT_MS;
    // Asked only where it can help: whoever is patient may act on it, and say so.
    const retryWindowMs = this.#isUsedUp() || roomMs < 0 ? 0 : this.#retryWindowMs(error);

    const longestMs = longestWaitMs(ordered ? this.#orderedWaits : this.#countedAttempts());
    const jitterMs = this.#environment.random() * longestMs;
    // Patience is a matter of time: half of each wait is certain, or chance could use up the attempts first.
    const ownWaitMs = transient ? jitterMs : Math.min((longestMs + jitterMs) / 2, retryWindowMs);
    // A server that orders a wait gets at least that.
    const atLeastMs = ordered ? retryAfterMs : ownWaitMs;
    if (retryWindowMs <= 0 || atLeastMs > roomMs) {
      throw error.withHistory(this.#history(ordered ? retryAfterMs : undefined));
    }
    // Only now: a final answer says more than that the job was cancelled.
    this.stopIfCancelled();
    return ordered ? Math.min(atLeastMs + jitterMs, roomMs) : atLeastMs;
  }

  describe(error: GalaxyStoreError, waitMs: number): string {
    const lost =
      this.#options.createsToken === true && isLost(error)
        ? ' If the store created an access token in this attempt, nobody knows it.'
        : '';
    const ordered = isOrdered(error);
    // An attempt that ends with an ordered wait is not counted, so its number comes again.
    const number = this.#countedAttempts() + (ordered ? 1 : 0);
    return (
      `${this.#options.operation}: attempt ${number} of ${MAX_ATTEMPTS} failed: ` +
      `${error.message}.${lost} Next attempt in ${(waitMs / 1000).toFixed(1)} s` +
      (ordered ? ', because the server asks to wait.' : '.')
    );
  }

  /** Whether no further attempt is allowed, whatever the failure. */
  #isUsedUp(): boolean {
    const { onlyOnce, createsToken } = this.#options;
    return (
      onlyOnce === true ||
      this.#countedAttempts() >= MAX_ATTEMPTS ||
      (createsToken === true && this.#lostOnTheWay >= MAX_UNANSWERED_CREATES)
    );
  }

  /** How long this failure may be tried again, in milliseconds. */
  #retryWindowMs(error: GalaxyStoreError): number {
    if (error.facts.transient) return Infinity;
    return this.#environment.cancelled.aborted ? 0 : (this.#options.retryWindowMs?.(error) ?? 0);
  }

  #countedAttempts(): number {
    return this.attempts - this.#orderedWaits;
  }

  #elapsedMs(): number {
    return this.#environment.monotonicMs() - this.#startedAtMs;
  }

  #history(orderedMs?: number): CallHistory {
    const refused = orderedMs !== undefined && orderedMs > this.remainingMs() - SHORTEST_ATTEMPT_MS;
    return {
      attempts: this.attempts,
      elapsedMs: this.#elapsedMs(),
      unknownTokens: this.unknownTokens,
      refusedWaitMs: refused ? orderedMs : undefined,
    };
  }
}

/** The longest random wait after so many attempts, in milliseconds. */
function longestWaitMs(attempts: number): number {
  return Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 1));
}

/** Whether the server may have done what was asked, although its answer did not come. */
function isLost({ facts }: GalaxyStoreError): boolean {
  return facts.answerLost === true || facts.gatewayAnswered === true;
}

/** Whether the server orders how long to wait. */
function isOrdered({ facts }: GalaxyStoreError): boolean {
  return facts.transient && facts.retryAfterMs !== undefined;
}

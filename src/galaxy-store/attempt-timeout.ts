import { CANCELLED_ANSWER_MS, MIN_ATTEMPT_MS } from './limits.ts';

/** When an attempt ends at the latest. */
export interface AttemptTimeoutOptions {
  /** How long the attempt may take in total, dripping bytes included, in milliseconds. */
  readonly timeoutMs: number;
  /** When it fires, the answer that is under way gets 5 s more, at the most. */
  readonly cancelled: AbortSignal;
  /** A clock that only goes forward, in milliseconds. */
  readonly monotonicMs: () => number;
}

/** Ends an attempt when its time is over. */
export class AttemptTimeout {
  /** How long the attempt was allowed to take, in milliseconds. */
  waitedMs: number;

  readonly #controller = new AbortController();
  /** Fires when the time is over. */
  readonly signal = this.#controller.signal;
  readonly #options: AttemptTimeoutOptions;
  #timer: NodeJS.Timeout;
  #turn: NodeJS.Immediate | undefined;

  constructor(options: AttemptTimeoutOptions) {
    this.#options = options;
    this.waitedMs = options.timeoutMs;
    this.#timer = this.#start(this.waitedMs);
    options.cancelled.addEventListener('abort', this.#shorten);
  }

  /**
   * Waits for a result until the time is over. The signal alone is not enough: there are answers, such
   * as a 101, after which the HTTP client never says another word.
   */
  async race<T>(result: Promise<T>): Promise<T> {
    const expired = new Promise<never>((_resolve, reject) => {
      this.signal.addEventListener('abort', () => {
        reject(new Error('The time of this attempt is over.'));
      });
    });
    return await Promise.race([result, expired]);
  }

  clear(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
    this.#options.cancelled.removeEventListener('abort', this.#shorten);
  }

  /** A timer is late after a pause. A request may leave only after it, and needs time then. */
  #start(ms: number): NodeJS.Timeout {
    const { monotonicMs } = this.#options;
    const dueMs = monotonicMs() + ms;
    return setTimeout(() => {
      if (monotonicMs() - dueMs > MIN_ATTEMPT_MS) this.#timer = this.#start(MIN_ATTEMPT_MS);
      else this.#expire();
    }, ms);
  }

  /**
   * A process that was paused may have the answer already, although the time is over. The event loop reads
   * it first: in one turn from a plain socket, in two over TLS.
   */
  readonly #expire = (): void => {
    this.#turn = setImmediate(() => {
      this.#turn = setImmediate(() => {
        this.#controller.abort();
      });
    });
  };

  readonly #shorten = (): void => {
    this.waitedMs = Math.min(this.waitedMs, CANCELLED_ANSWER_MS);
    clearTimeout(this.#timer);
    this.#timer = this.#start(this.waitedMs);
  };
}

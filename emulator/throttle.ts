import type { Log } from './backend.ts';
import { gatewayError } from './http.ts';
import type { Answer } from './http.ts';
import type { Throttle } from './options.ts';

const WINDOW_MS = 1000;

/** Lets through so many requests in any second, and answers the others with 429. */
export class Gate {
  readonly #throttle: Throttle | undefined;
  #admitted: readonly number[] = [];

  constructor(throttle: Throttle | undefined) {
    this.#throttle = throttle;
  }

  /** The refusal of a request that is too many; nothing for one that may pass. */
  refuse(log: Log): Answer | undefined {
    if (this.#throttle === undefined) {
      return undefined;
    }
    const now = performance.now();
    const recent = this.#admitted.filter((time) => now - time < WINDOW_MS);
    const { requestsPerSecond, retryAfterSeconds } = this.#throttle;
    if (recent.length < requestsPerSecond) {
      this.#admitted = [...recent, now];
      return undefined;
    }
    this.#admitted = recent;
    const detail = `more than ${requestsPerSecond} requests in a second`;
    log({ kind: 'throttled', status: 429, detail });
    const answer = gatewayError(429, 'TOO_MANY_REQUESTS', 'Too many requests');
    return {
      ...answer,
      headers: { ...answer.headers, 'Retry-After': String(retryAfterSeconds) },
    };
  }
}

import type { Throttle } from './options.ts';
import { Refusal, gatewayError } from './refusal.ts';

const WINDOW_MS = 1000;

/** Lets through so many requests in any second. */
export class Gate {
  readonly #throttle: Throttle | undefined;
  #admitted: readonly number[] = [];

  constructor(throttle: Throttle | undefined) {
    this.#throttle = throttle;
  }

  /** @throws Refusal of a request that is too many */
  admit(): void {
    if (this.#throttle === undefined) return;
    const { requestsPerSecond, retryAfterSeconds } = this.#throttle;
    const now = performance.now();
    this.#admitted = this.#admitted.filter((time) => now - time < WINDOW_MS);
    if (this.#admitted.length >= requestsPerSecond) {
      const answer = gatewayError(429, 'TOO_MANY_REQUESTS', 'Too many requests');
      const headers = { ...answer.headers, 'Retry-After': String(retryAfterSeconds) };
      const detail = `more than ${requestsPerSecond} requests in a second`;
      throw new Refusal({ ...answer, headers }, detail);
    }
    this.#admitted = [...this.#admitted, now];
  }
}

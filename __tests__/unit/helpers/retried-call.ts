import { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import type { FailureFacts } from '../../../src/galaxy-store/errors.ts';
import { withRetry } from '../../../src/galaxy-store/retry.ts';
import type { Attempted, RetryOptions } from '../../../src/galaxy-store/retry.ts';
import { FakeSystem } from './fake-system.ts';
import { rejectionOf } from '../../helpers/thrown.ts';

export const OPERATION = 'Creating the access token';

/** What an attempt fails with, a passing fault unless the facts say otherwise. */
export function failed(facts: Partial<FailureFacts> = {}): GalaxyStoreError {
  return new GalaxyStoreError('HTTP 503', { kind: 'unavailable', transient: true, ...facts });
}

/** A call under the retry loop, on a fake clock. */
export class RetriedCall {
  readonly system = new FakeSystem();
  readonly log: string[] = [];
  /** How long each attempt was allowed to take, in milliseconds. */
  readonly timeouts: number[] = [];
  /** How long each attempt takes if it is allowed to, in milliseconds. */
  attemptMs = 0;
  duringAttempt: () => void = () => undefined;
  readonly #cancellation = new AbortController();

  readonly cancel = (): void => {
    this.#cancellation.abort();
  };

  /** Makes the n-th attempt end as the n-th outcome says, and every later one as the last. */
  async run(
    outcomes: readonly (Error | string)[],
    options: Partial<RetryOptions> = {},
  ): Promise<Attempted<string>> {
    const { monotonicMs, sleep, random } = this.system;
    const attempt = (timeoutMs: number): Promise<string> => {
      const outcome = outcomes[this.timeouts.length] ?? outcomes.at(-1) ?? '';
      this.timeouts.push(timeoutMs);
      this.duringAttempt();
      this.system.advance(Math.min(this.attemptMs, timeoutMs));
      return typeof outcome === 'string' ? Promise.resolve(outcome) : Promise.reject(outcome);
    };
    const environment = {
      ...{ monotonicMs, sleep, random },
      cancelled: this.#cancellation.signal,
      log: { info: (message: string) => this.log.push(message) },
    };
    return await withRetry(attempt, environment, { operation: OPERATION, ...options });
  }

  /** What the call is given up with. */
  failureOf(...args: Parameters<RetriedCall['run']>): Promise<GalaxyStoreError> {
    return rejectionOf(GalaxyStoreError, this.run(...args));
  }
}

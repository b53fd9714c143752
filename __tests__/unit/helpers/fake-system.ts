import type { System } from '../../../src/system.ts';

/** When the fake clock starts: 2027-01-15 08:00:00 UTC and a bit, so that rounding shows. */
export const START_MS = 1_800_000_000_750;

/** A system whose time passes only when a call sleeps, or when a test says so. */
export class FakeSystem implements System {
  /** Every sleep, in milliseconds. */
  readonly sleeps: number[] = [];
  /** Called at the beginning of every sleep. */
  duringSleep: () => void = () => undefined;
  randomNumber = 0.5;
  #elapsedMs = 0;
  #setBackMs = 0;
  readonly #cancels: (() => void)[] = [];

  // Fields, because the code under test spreads the system into its options.
  readonly nowMs = (): number => START_MS + this.#elapsedMs - this.#setBackMs;

  readonly monotonicMs = (): number => 5000 + this.#elapsedMs;

  readonly random = (): number => this.randomNumber;

  readonly sleep = (ms: number, cancelled: AbortSignal): Promise<void> => {
    this.sleeps.push(ms);
    this.duringSleep();
    if (!cancelled.aborted) this.#elapsedMs += ms;
    return Promise.resolve();
  };

  readonly onCancel = (cancel: () => void): void => {
    this.#cancels.push(cancel);
  };

  /** Lets time pass. */
  advance(ms: number): void {
    this.#elapsedMs += ms;
  }

  /** Sets the wall clock back, as NTP may. */
  setClockBack(ms: number): void {
    this.#setBackMs += ms;
  }

  /** What a runner does that cancels the job. */
  cancel(): void {
    for (const cancel of this.#cancels) cancel();
  }
}

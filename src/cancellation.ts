import type { System } from './system.ts';

/**
 * How long a cancelled step may take in all, in milliseconds. The runner sends SIGINT, 7.5 s later
 * SIGTERM, and kills 2.5 s after that.
 */
const CANCELLED_TOTAL_MS = 7_000;

/** A job that can be cancelled. */
export interface Cancellation {
  readonly signal: AbortSignal;
  /** How much time is left after the job was cancelled, in milliseconds. */
  readonly remainingMs: () => number;
}

/** Listens for the signals by which a runner cancels a job. */
export function listenForCancellation(system: System): Cancellation {
  const controller = new AbortController();
  let cancelledAtMs = 0;
  system.onCancel(() => {
    if (controller.signal.aborted) return;
    cancelledAtMs = system.monotonicMs();
    controller.abort();
  });
  return {
    signal: controller.signal,
    remainingMs: () => cancelledAtMs + CANCELLED_TOTAL_MS - system.monotonicMs(),
  };
}

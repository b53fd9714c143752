import { CANCELLED_TOTAL_MS } from './galaxy-store/limits.ts';
import type { System } from './system.ts';

/** A job that can be cancelled. */
export interface Cancellation {
  readonly signal: AbortSignal;
  /** How much of the runner's patience is left after the job was cancelled, in milliseconds. */
  readonly remainingMs: () => number;
}

/** Listens to the runner for the end of the job. */
export function listenForCancellation(machine: System): Cancellation {
  const controller = new AbortController();
  let cancelledAtMs = 0;
  machine.onCancel(() => {
    if (controller.signal.aborted) return;
    cancelledAtMs = machine.monotonicMs();
    controller.abort();
  });
  return {
    signal: controller.signal,
    remainingMs: () => cancelledAtMs + CANCELLED_TOTAL_MS - machine.monotonicMs(),
  };
}

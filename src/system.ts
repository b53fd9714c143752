import type { RetrySystem } from './galaxy-store/retry.ts';

/** What the two jobs need of the system that they run on. Tests pass a fake one. */
export interface System extends RetrySystem {
  /** The wall clock, in milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Calls back on every signal by which a runner cancels a job. */
  readonly onCancel: (cancel: () => void) => void;
}

/**
 * The signals that cancel a job. A runner sends SIGINT, then SIGTERM if that does not end the step; on
 * Windows the second one is SIGBREAK, which other platforms do not have. A terminal or supervisor that goes
 * away sends SIGHUP.
 */
export const CANCELLING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGBREAK', 'SIGHUP'] as const;

/** The real system. */
export const system: System = {
  nowMs: () => Date.now(),
  // `performance` would load ten modules of Node, which takes 0.6 ms.
  monotonicMs: () => Number(process.hrtime.bigint()) / 1e6,
  random: () => Math.random(),
  sleep: async (ms, cancelled) => {
    if (cancelled.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        cancelled.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      cancelled.addEventListener('abort', wake);
    });
  },
  onCancel: (cancel) => {
    // Listening to a signal does not keep a process alive.
    for (const signal of CANCELLING_SIGNALS) process.on(signal, cancel);
  },
};

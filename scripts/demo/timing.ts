/** How patient the demo is, all in milliseconds. */
export interface Timing {
  /** The pause before each request, unless the question is what happens at once. */
  readonly pauseMs: number;
  /** The pause between two checks that wait for a change to spread. */
  readonly pollMs: number;
  /** How often such a check is repeated. */
  readonly polls: number;
  /** How long one request may take. */
  readonly timeoutMs: number;
  /** How long one token may take to be revoked in the end. */
  readonly cleanUpMs: number;
}

/** No rate limit is documented; a public tool that asks a lot keeps 400 ms between its calls. */
export const POLITE: Timing = {
  pauseMs: 400,
  pollMs: 500,
  polls: 10,
  timeoutMs: 20_000,
  cleanUpMs: 30_000,
};

/** An emulator on this machine needs no patience. */
export const BRISK: Timing = {
  pauseMs: 0,
  pollMs: 20,
  polls: 20,
  timeoutMs: 5_000,
  cleanUpMs: 5_000,
};

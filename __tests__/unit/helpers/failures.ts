import {
  GalaxyStoreError,
  type CallHistory,
  type FailureFacts,
} from '../../../src/galaxy-store/errors.ts';

/** What was tried: one attempt, unless it is said otherwise. */
export function tried(history: Partial<CallHistory> = {}): CallHistory {
  const nothing = { startedAtMs: 5000, serverDelays: 0, unanswered: 0, unknownTokens: 0 };
  return { ...nothing, attempts: 1, elapsedMs: 0, giveUp: 'final', ...history };
}

/** What an attempt fails with: a temporary fault, unless the facts say otherwise. */
export function failed(
  facts: Partial<FailureFacts> = {},
  history?: Partial<CallHistory>,
): GalaxyStoreError {
  return new GalaxyStoreError(
    'HTTP 503',
    { kind: 'unavailable', transient: true, effect: 'none', ...facts },
    undefined,
    history && tried(history),
  );
}

/** What an attempt fails with whose failure is permanent. */
export function refused(
  facts: Partial<FailureFacts> = {},
  history?: Partial<CallHistory>,
): GalaxyStoreError {
  return failed({ kind: 'unauthorised', transient: false, ...facts }, history);
}

/** The three calls that this action makes. */
export type Operation = 'create' | 'check' | 'revoke';

/** What went wrong, by what there is to do about it. */
export type FailureKind =
  /** 401 `AUTH_REQUIRE`: the account is unknown, or the credential is not accepted. */
  | 'unauthorised'
  /** 403 `NO_PERMISSION`: a scope that the account does not have. */
  | 'scope-not-granted'
  /** 500 whose message speaks of the JWT: the assertion does not verify. */
  | 'assertion-refused'
  /** 408, 429 or another 5xx. */
  | 'unavailable'
  /** No complete answer came back. */
  | 'network'
  /** The server's certificate was not accepted. */
  | 'certificate'
  /** The proxy did not let us through. */
  | 'proxy'
  /** 3xx, never followed: the credential would follow too. */
  | 'redirect'
  /** Anything that the Galaxy Store would not say. */
  | 'unexpected-answer'
  /** The job was cancelled before the call came to an end. */
  | 'cancelled';

/** What the request of a failed attempt did at the server. */
export type Effect =
  /** Nothing: it was not sent, or it was refused. */
  | 'none'
  /** Unknown: it may have been sent, and no complete answer came back. */
  | 'unanswered'
  /** Unknown: a 5xx, which may be a fault after the work was done, or a gateway in front of the server. */
  | 'uncertain'
  /** What was asked: the answer was a 2xx, although nothing can be done with it. */
  | 'done';

/** What an answer with this status says of the work. A 503 comes before it; another 5xx may come after it. */
export function effectOf(status: number): Effect {
  if (status >= 200 && status < 300) return 'done';
  return status >= 500 && status !== 503 ? 'uncertain' : 'none';
}

/** The facts of one failed attempt. */
export interface FailureFacts {
  readonly kind: FailureKind;
  /** Another attempt may succeed. */
  readonly transient: boolean;
  readonly effect: Effect;
  readonly status?: number;
  /** The server says that the token, or its account, does not exist (any more). */
  readonly tokenIsInvalid?: boolean;
  /** How long the server wants us to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** The assertion was signed with the server's time already. */
  readonly signedWithServerTime?: boolean | undefined;
  /** The server's clock minus ours, in milliseconds, when the answer told it. */
  readonly clockSkewMs?: number | undefined;
}

/** The facts of a failure after which another attempt would end in the same way. */
export function permanent(kind: FailureKind, effect: Effect = 'none') {
  return { kind, transient: false, effect } as const;
}

/** What was tried in one call. */
export interface Progress {
  /** In milliseconds, on a clock that only goes forward. */
  readonly startedAtMs: number;
  /** How many requests were made. */
  readonly attempts: number;
  /** How many of them ended with a delay that the server asked for. */
  readonly serverDelays: number;
  /** How many of them may have been sent and got no complete answer. */
  readonly unanswered: number;
  /** How many access tokens may have been created that nobody knows. */
  readonly unknownTokens: number;
}

/** Why a call was given up. */
export type GiveUp =
  /** Another attempt would end in the same way. */
  | 'final'
  /** All attempts are used up. */
  | 'attempts'
  /** The time is used up. */
  | 'deadline'
  /** Too many attempts may have created a token that nobody knows. */
  | 'lost-answers'
  /** The server asks for a longer delay than the time that is left. */
  | 'retry-after'
  | 'cancelled';

/** What was tried before a call was given up. */
export interface CallHistory extends Progress {
  /** How long the attempts and the waits took, in milliseconds. */
  readonly elapsedMs: number;
  readonly giveUp: GiveUp;
}

/**
 * A call to the Galaxy Store failed. The message states what came back, on one line and without a
 * secret; it gives no advice, because what to do depends on who calls.
 */
export class GalaxyStoreError extends Error {
  override readonly name = 'GalaxyStoreError';
  readonly facts: FailureFacts;
  readonly history: CallHistory | undefined;

  constructor(message: string, facts: FailureFacts, cause?: unknown, history?: CallHistory) {
    super(message, { cause });
    this.facts = facts;
    this.history = history;
  }

  /** The same failure, with what was tried before. */
  withHistory(history: CallHistory): GalaxyStoreError {
    return new GalaxyStoreError(this.message, this.facts, this.cause, history);
  }

  /** What came back, and how often it was tried. */
  get reason(): string {
    if (this.history === undefined || this.history.attempts < 2) return this.message;
    const seconds = Math.max(1, Math.round(this.history.elapsedMs / 1000));
    return `${this.message} (after ${this.history.attempts} attempts in ${seconds} s)`;
  }
}

import { readAccessToken, type AccessToken } from './access-token.ts';
import { readAnswer, type AnswerContext } from './answer.ts';
import type { AttemptTimeoutOptions } from './attempt-timeout.ts';
import { describeSkew, skewToCorrect } from './clock-skew.ts';
import { GalaxyStoreError, type Operation, type Progress } from './errors.ts';
import { TOKEN_PROPAGATION_MS } from './limits.ts';
import { withRetry, type Log, type RetryOptions, type RetrySystem } from './retry.ts';
import { send } from './transport.ts';

/** What the client needs of the system. */
export interface ClientOptions extends RetrySystem {
  /** The address of the API without a slash at its end, such as `https://devapi.samsungapps.com`. */
  readonly apiUrl: string;
  readonly userAgent: string;
  /** The wall clock, in milliseconds since 1970. */
  readonly nowMs: () => number;
  readonly log: Log;
}

/** Makes a fresh assertion for the given time in milliseconds since 1970. */
export type Sign = (nowMs: number) => string;

/** Whether the token was alive before the call. */
export type Revocation = 'revoked' | 'already-invalid';

const CALLS = {
  create: { name: 'Creating the access token', method: 'POST', path: '/auth/accessToken' },
  check: { name: 'Checking the access token', method: 'GET', path: '/auth/checkAccessToken' },
  revoke: { name: 'Revoking the access token', method: 'DELETE', path: '/auth/revokeAccessToken' },
} as const;

/** A revocation goes on when the job is cancelled. */
const NEVER = new AbortController().signal;

/**
 * The authentication calls of the Galaxy Store Developer API: "Create an access token" and "Use the
 * access token" of Samsung's documentation. Every method throws {@link GalaxyStoreError}.
 */
export class GalaxyStoreClient {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /**
   * Creates an access token. When the assertion is refused and the clocks differ, one more is signed
   * with the time of the server.
   *
   * @param sign - called for each attempt
   * @param cancelled - when it fires, no further attempt is made
   */
  async createAccessToken(sign: Sign, cancelled: AbortSignal): Promise<string> {
    const { log, nowMs } = this.#options;
    // Assertions live for minutes, so the earlier ones are redacted as well.
    const secrets: string[] = [];
    const create = async (offsetMs: number, before?: Progress): Promise<string> => {
      const attempt = async (timeoutMs: number): Promise<string> => {
        const assertion = sign(nowMs() + offsetMs);
        secrets.push(assertion);
        const context = { secrets, signedWithServerTime: offsetMs !== 0 };
        const headers = { 'content-type': 'application/json' };
        const timing = { timeoutMs, cancelled };
        return readAccessToken(await this.#send('create', assertion, headers, context, timing));
      };
      const options = { operation: CALLS.create.name, createsToken: true, cancelled, before };
      const { result, unknownTokens } = await withRetry(attempt, this.#options, options);
      if (unknownTokens > 0) log.warning(unknownTokensWarning(unknownTokens));
      return result;
    };
    try {
      return await create(0);
    } catch (error) {
      if (!(error instanceof GalaxyStoreError) || cancelled.aborted) throw error;
      const offsetMs = skewToCorrect(error);
      if (offsetMs === 0) throw error;
      log.warning(skewWarning(error, offsetMs));
      return await create(offsetMs, error.history);
    }
  }

  /**
   * Asks whether the access token works. A refusal of a token younger than 5 s is asked again.
   *
   * @param cancelled - when it fires, no further attempt is made
   */
  async checkAccessToken(token: AccessToken, cancelled: AbortSignal): Promise<void> {
    await this.#callWith(token, 'check', { cancelled, propagationMs: this.#propagationMs(token) });
  }

  /**
   * Revokes the access token. Only `{"ok":true}` and a 401 that says that the token is invalid are taken at
   * their word. The latter may mean that a token younger than 5 s has not propagated, and is tried again.
   *
   * @param bounds - one attempt only, or less time than usual
   */
  async revokeAccessToken(
    token: AccessToken,
    bounds: Pick<RetryOptions, 'onlyOnce' | 'deadlineMs'> = {},
  ): Promise<Revocation> {
    const propagationMs = this.#propagationMs(token);
    try {
      await this.#callWith(token, 'revoke', { ...bounds, cancelled: NEVER, propagationMs });
    } catch (error) {
      if (!(error instanceof GalaxyStoreError)) throw error;
      const { effect, status, tokenIsInvalid } = error.facts;
      const windowMs = propagationMs - Number(error.history?.elapsedMs);
      if (tokenIsInvalid === true && windowMs <= 0) return 'already-invalid';
      const isUnclear = effect === 'done' || (status === 401 && tokenIsInvalid !== true);
      if (!isUnclear || bounds.onlyOnce === true) throw error;
      await this.#confirmRevocation(token, error, windowMs);
    }
    return 'revoked';
  }

  /**
   * Asks once whether a token is invalid, after an answer to its revocation that proves nothing.
   *
   * @param windowMs - how long a token that is invalid may only not have propagated, in milliseconds
   */
  async #confirmRevocation(
    token: AccessToken,
    revocation: GalaxyStoreError,
    windowMs: number,
  ): Promise<void> {
    const { log, sleep } = this.#options;
    const { message, facts } = revocation;
    log.info(`${CALLS.revoke.name}: ${message}. That proves nothing; it is checked.`);
    if (windowMs > 0) await sleep(windowMs, NEVER);
    const options = { cancelled: NEVER, onlyOnce: true };
    const outcome = await this.#callWith(token, 'check', options).then(
      () => 'the token still works',
      (error: unknown) => {
        if (!(error instanceof GalaxyStoreError)) throw error;
        return error.facts.tokenIsInvalid === true ? '' : `it may still work: ${error.message}`;
      },
    );
    if (outcome === '') return;
    throw new GalaxyStoreError(`${message}, and ${outcome}`, facts, revocation);
  }

  async #callWith(
    { value, serviceAccountId }: AccessToken,
    call: 'check' | 'revoke',
    options: Omit<RetryOptions, 'operation'>,
  ): Promise<void> {
    const headers = { 'service-account-id': serviceAccountId };
    const attempt = (timeoutMs: number): Promise<unknown> => {
      const timing = { timeoutMs, cancelled: options.cancelled };
      return this.#send(call, value, headers, { secrets: [value] }, timing);
    };
    await withRetry(attempt, this.#options, { ...options, operation: CALLS[call].name });
  }

  /**
   * How long the token may still need to propagate, in milliseconds. The wall clock may have been set
   * back since the token was created.
   */
  #propagationMs({ createdAtMs }: AccessToken): number {
    return TOKEN_PROPAGATION_MS - Math.max(0, this.#options.nowMs() - createdAtMs);
  }

  async #send(
    operation: Operation,
    credential: string,
    headers: Readonly<Record<string, string>>,
    context: Pick<AnswerContext, 'secrets' | 'signedWithServerTime'>,
    timing: Pick<AttemptTimeoutOptions, 'timeoutMs' | 'cancelled'>,
  ): Promise<unknown> {
    const { apiUrl, userAgent, nowMs, monotonicMs } = this.#options;
    const { method, path } = CALLS[operation];
    const common = {
      accept: 'application/json',
      authorization: `Bearer ${credential}`,
      'user-agent': userAgent,
    };
    const request = { method, url: apiUrl + path, headers: { ...common, ...headers } };
    const answer = await send(request, { ...timing, monotonicMs });
    return readAnswer(answer, { ...context, operation, nowMs: nowMs() });
  }
}

function skewWarning({ message }: GalaxyStoreError, skewMs: number): string {
  return (
    `The clock of this machine is ${describeSkew(skewMs)} the clock of the Galaxy Store. ` +
    `The assertion was refused (${message}) and is signed again with the time of the Galaxy Store. ` +
    'Set the clock of the runner, by NTP for example.'
  );
}

function unknownTokensWarning(count: number): string {
  return (
    `${count === 1 ? '1 attempt' : `${count} attempts`} to create an access token ended without a clear ` +
    'answer. Each may have created an access token that nobody knows, and that stays valid until the ' +
    'service account is deleted in Seller Portal.'
  );
}

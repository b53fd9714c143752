import { readAccessToken } from './access-token.ts';
import type { AccessToken } from './access-token.ts';
import { readAnswer } from './answer.ts';
import type { AnswerContext } from './answer.ts';
import { describeSkew, skewToCorrect } from './clock-skew.ts';
import { GalaxyStoreError } from './errors.ts';
import type { Operation } from './errors.ts';
import { TOKEN_PROPAGATION_MS } from './limits.ts';
import { withRetry } from './retry.ts';
import type { Log, RetryOptions, RetrySystem } from './retry.ts';
import { send } from './transport.ts';
import type { SendOptions } from './transport.ts';

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

interface Signing extends Pick<RetryOptions, 'cancelled' | 'before'> {
  readonly assertions: string[];
  readonly offsetMs: number;
}

const CALLS = {
  create: { method: 'POST', path: '/auth/accessToken' },
  check: { method: 'GET', path: '/auth/checkAccessToken' },
  revoke: { method: 'DELETE', path: '/auth/revokeAccessToken' },
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
    // Assertions live for minutes, so the earlier ones are redacted as well.
    const assertions: string[] = [];
    try {
      return await this.#createSigned(sign, { assertions, offsetMs: 0, cancelled });
    } catch (error) {
      if (!(error instanceof GalaxyStoreError) || cancelled.aborted) throw error;
      const offsetMs = skewToCorrect(error);
      if (offsetMs === 0) throw error;
      this.#options.log.warning(skewWarning(error, offsetMs));
      const before = error.history;
      return await this.#createSigned(sign, { assertions, offsetMs, cancelled, before });
    }
  }

  /**
   * Asks whether the access token works. A refusal of a token younger than 5 s is asked again.
   *
   * @param cancelled - when it fires, no further attempt is made
   */
  async checkAccessToken(token: AccessToken, cancelled: AbortSignal): Promise<void> {
    await this.#callWith(token, 'check', {
      operation: 'Checking the access token',
      cancelled,
      propagationMs: this.#propagationMs(token),
    });
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
    const operation = 'Revoking the access token';
    const propagationMs = this.#propagationMs(token);
    try {
      const options = { ...bounds, operation, cancelled: NEVER, propagationMs };
      await this.#callWith(token, 'revoke', options);
      return 'revoked';
    } catch (error) {
      if (!(error instanceof GalaxyStoreError)) throw error;
      const { effect, status, tokenIsInvalid } = error.facts;
      const windowMs = propagationMs - Number(error.history?.elapsedMs);
      if (tokenIsInvalid === true && windowMs <= 0) return 'already-invalid';
      const isUnclear = effect === 'done' || (status === 401 && tokenIsInvalid !== true);
      if (!isUnclear || bounds.onlyOnce === true) throw error;
      await this.#confirmRevocation(token, error, windowMs);
      return 'revoked';
    }
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
    log.info(
      `Revoking the access token: ${revocation.message}. That proves nothing; it is checked.`,
    );
    if (windowMs > 0) await sleep(windowMs, NEVER);
    const operation = 'Checking the access token';
    const options = { operation, cancelled: NEVER, onlyOnce: true };
    const outcome = await this.#callWith(token, 'check', options).then(
      () => 'the token still works',
      (error: unknown) => {
        if (!(error instanceof GalaxyStoreError)) throw error;
        return error.facts.tokenIsInvalid === true ? '' : `it may still work: ${error.message}`;
      },
    );
    if (outcome === '') return;
    const message = `${revocation.message}, and ${outcome}`;
    throw new GalaxyStoreError(message, revocation.facts, { cause: revocation });
  }

  /** @param signing.offsetMs - the clock to sign with minus ours, in milliseconds */
  async #createSigned(sign: Sign, { assertions, offsetMs, ...bounds }: Signing): Promise<string> {
    const { nowMs, log } = this.#options;
    const attempt = async (timeoutMs: number): Promise<string> => {
      const assertion = sign(nowMs() + offsetMs);
      assertions.push(assertion);
      const headers = { 'content-type': 'application/json' };
      const context = { secrets: assertions, signedWithServerTime: offsetMs !== 0 };
      const timing = { timeoutMs, cancelled: bounds.cancelled };
      return readAccessToken(await this.#send('create', assertion, headers, context, timing));
    };
    const { result, unknownTokens } = await withRetry(attempt, this.#options, {
      ...bounds,
      operation: 'Creating the access token',
      createsToken: true,
    });
    if (unknownTokens > 0) log.warning(unknownTokensWarning(unknownTokens));
    return result;
  }

  async #callWith(
    { value, serviceAccountId }: AccessToken,
    call: 'check' | 'revoke',
    options: RetryOptions,
  ): Promise<void> {
    const headers = { 'service-account-id': serviceAccountId };
    const attempt = (timeoutMs: number): Promise<unknown> => {
      const timing = { timeoutMs, cancelled: options.cancelled };
      return this.#send(call, value, headers, { secrets: [value] }, timing);
    };
    await withRetry(attempt, this.#options, options);
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
    context: Omit<AnswerContext, 'operation' | 'nowMs'>,
    timing: Omit<SendOptions, 'userAgent'>,
  ): Promise<unknown> {
    const { apiUrl, userAgent, nowMs } = this.#options;
    const { method, path } = CALLS[operation];
    const authorization = `Bearer ${credential}`;
    const answer = await send(
      {
        method,
        url: apiUrl + path,
        headers: { accept: 'application/json', authorization, ...headers },
      },
      { ...timing, userAgent },
    );
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

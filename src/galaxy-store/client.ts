import { readAccessToken } from './access-token.ts';
import type { AccessToken } from './access-token.ts';
import { readAnswer } from './answer.ts';
import type { AnswerContext } from './answer.ts';
import { ServerClock } from './clock-skew.ts';
import { GalaxyStoreError } from './errors.ts';
import { TOKEN_PROPAGATION_MS } from './limits.ts';
import { withRetry } from './retry.ts';
import type { RetrySystem, RetryOptions } from './retry.ts';
import { send } from './transport.ts';
import type { HttpRequest } from './transport.ts';

/** What the client needs of the world. */
export interface ClientOptions extends RetrySystem {
  /** The address of the API without a slash at its end, such as `https://devapi.samsungapps.com`. */
  readonly apiUrl: string;
  readonly userAgent: string;
  /** The wall clock, in milliseconds since 1970. */
  readonly nowMs: () => number;
  readonly log: {
    readonly info: (message: string) => void;
    readonly warning: (message: string) => void;
  };
}

/** Whether the token was alive before the call. */
export type Revocation = 'revoked' | 'already-invalid';

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
   * Creates an access token. When the assertion is refused and the server's clock explains it, one
   * more is signed with the server's time.
   *
   * @param sign - makes a fresh assertion for the given time in milliseconds since 1970; called for
   *   each attempt
   */
  async createAccessToken(sign: (nowMs: number) => string): Promise<string> {
    const { log, nowMs } = this.#options;
    const clock = new ServerClock();
    // An assertion lives for minutes, so none of those that were sent before may be legible either.
    const assertions: string[] = [];
    const attempt = async (timeoutMs: number): Promise<string> => {
      const assertion = sign(nowMs() + clock.offsetMs);
      assertions.push(assertion);
      const request = this.#request('POST', '/auth/accessToken', {
        authorization: `Bearer ${assertion}`,
        'content-type': 'application/json',
      });
      return readAccessToken(
        await this.#send(request, timeoutMs, {
          operation: 'create',
          secrets: assertions,
          signedWithServerTime: clock.offsetMs !== 0,
        }),
      );
    };
    const { result, unknownTokens } = await withRetry(attempt, this.#options, {
      operation: 'Creating the access token',
      createsToken: true,
      // Signing again helps at once, so it is not a matter of waiting.
      retryWindowMs: (error) => (clock.correct(error, log.warning) ? 1 : 0),
    });
    if (unknownTokens > 0) log.warning(unknownTokensWarning(unknownTokens));
    return result;
  }

  /** Asks whether the access token works. A refusal of a token younger than 5 s is asked again. */
  async checkAccessToken(token: AccessToken): Promise<void> {
    const request = this.#authorised('GET', '/auth/checkAccessToken', token);
    const context = { operation: 'check', secrets: [token.value] } as const;
    await withRetry((timeoutMs) => this.#send(request, timeoutMs, context), this.#options, {
      operation: 'Checking the access token',
      retryWindowMs: this.#settling(token),
    });
  }

  /**
   * Revokes the access token. One that is invalid already counts as revoked, except that a token
   * younger than 5 s may only be unknown to this server so far.
   *
   * @param bounds - one attempt only, or less time than usual
   */
  async revokeAccessToken(
    token: AccessToken,
    bounds: Pick<RetryOptions, 'onlyOnce' | 'deadlineMs'> = {},
  ): Promise<Revocation> {
    const request = this.#authorised('DELETE', '/auth/revokeAccessToken', token);
    const context = { operation: 'revoke', secrets: [token.value] } as const;
    const settlingMs = this.#settling(token);
    try {
      await withRetry((timeoutMs) => this.#send(request, timeoutMs, context), this.#options, {
        ...bounds,
        operation: 'Revoking the access token',
        retryWindowMs: settlingMs,
      });
      return 'revoked';
    } catch (error) {
      const invalid = error instanceof GalaxyStoreError && error.facts.kind === 'unauthorised';
      if (invalid && settlingMs(error) <= 0) return 'already-invalid';
      throw error;
    }
  }

  /**
   * How long a refusal may still mean that the token has not spread yet, in milliseconds. The wall clock
   * is asked once, and what it says is bounded: it may have been set since the token was created.
   */
  #settling({ createdAtMs }: AccessToken): (error: GalaxyStoreError) => number {
    const { nowMs, monotonicMs } = this.#options;
    const ageMs = Math.max(0, nowMs() - createdAtMs);
    const settledAtMs = monotonicMs() + TOKEN_PROPAGATION_MS - ageMs;
    return ({ facts }) => (facts.kind === 'unauthorised' ? settledAtMs - monotonicMs() : 0);
  }

  #authorised(method: HttpRequest['method'], path: string, token: AccessToken): HttpRequest {
    return this.#request(method, path, {
      authorization: `Bearer ${token.value}`,
      'service-account-id': token.serviceAccountId,
    });
  }

  #request(
    method: HttpRequest['method'],
    path: string,
    headers: Readonly<Record<string, string>>,
  ): HttpRequest {
    const url = this.#options.apiUrl + path;
    return { method, url, headers: { accept: 'application/json', ...headers } };
  }

  async #send(
    request: HttpRequest,
    timeoutMs: number,
    context: Omit<AnswerContext, 'nowMs'>,
  ): Promise<unknown> {
    const { userAgent, cancelled, nowMs } = this.#options;
    const answer = await send(request, { userAgent, timeoutMs, cancelled });
    return readAnswer(answer, { ...context, nowMs: nowMs() });
  }
}

function unknownTokensWarning(count: number): string {
  const answers =
    count === 1 ? 'The answer to 1 attempt was' : `The answers to ${count} attempts were`;
  return (
    `${answers} lost on the way. Each may have created an access token that nobody knows, and that ` +
    'stays valid until the service account is deleted in Seller Portal.'
  );
}

import { GalaxyStoreError } from '../../src/galaxy-store/errors.ts';
import type { Operation } from '../../src/galaxy-store/errors.ts';
import { send } from '../../src/galaxy-store/transport.ts';
import type { HttpRequest } from '../../src/galaxy-store/transport.ts';
import { system } from '../../src/system.ts';
import { USER_AGENT } from '../../src/project.ts';
import { observeAnswer, observeSilence } from './observation.ts';
import type { Observation } from './observation.ts';
import type { Timing } from './timing.ts';

export interface RawApiOptions {
  readonly apiUrl: string;
  readonly serviceAccountId: string;
  /** What must not be legible in any observation; tokens and assertions are added as they come. */
  readonly secrets: readonly string[];
  readonly timing: Timing;
  /** When it fires, no further request is made. */
  readonly cancelled: AbortSignal;
}

/** A token that was created here. */
export interface KnownToken {
  readonly value: string;
  /** In milliseconds since 1970; 0 once the API has accepted the token, so that it needs no patience. */
  readonly createdAtMs: number;
}

/** The rest of the requests would tell nothing. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

const MAX_UNANSWERED_IN_A_ROW = 2;

/**
 * The API without any help: one attempt per call, and what came back as it is. It remembers every token,
 * so that all of them can be revoked.
 */
export class RawApi {
  readonly #options: RawApiOptions;
  readonly #secrets: string[];
  readonly #tokens = new Map<string, KnownToken>();
  #unansweredInARow = 0;

  /** How many requests were made. */
  requests = 0;
  /** `Retry-After` of each answer 429, or a dash. */
  readonly refusedForRate: string[] = [];
  /** How many tokens may exist that are not known here. */
  unknownTokens = 0;
  /** The server's clock minus ours in milliseconds, when an answer told it. */
  clockSkewMs: number | undefined;

  constructor(options: RawApiOptions) {
    this.#options = options;
    this.#secrets = [...options.secrets];
  }

  get tokens(): readonly KnownToken[] {
    return [...this.#tokens.values()];
  }

  /** Exchanges an assertion for a token. */
  async create(assertion: string): Promise<Observation> {
    this.#secrets.push(assertion);
    const observation = await this.#call('create', {
      method: 'POST',
      url: this.#url('/auth/accessToken'),
      headers: { authorization: `Bearer ${assertion}`, 'content-type': 'application/json' },
    });
    if (observation.token !== undefined) this.adopt(observation.token, Date.now());
    return observation;
  }

  /** Remembers a token that something else created. */
  adopt(value: string, createdAtMs: number): void {
    this.#secrets.push(value);
    // The time of the first creation counts, should the API give the same token twice.
    if (!this.#tokens.has(value)) this.#tokens.set(value, { value, createdAtMs });
  }

  /** @param pauseMs - how long to wait before the request, in milliseconds */
  async check(token: string, pauseMs?: number): Promise<Observation> {
    const observation = await this.#authorised(
      'check',
      'GET',
      '/auth/checkAccessToken',
      token,
      pauseMs,
    );
    if (observation.accepted) this.#tokens.set(token, { value: token, createdAtMs: 0 });
    return observation;
  }

  async revoke(token: string): Promise<Observation> {
    return this.#authorised('revoke', 'DELETE', '/auth/revokeAccessToken', token);
  }

  /** A request of a later step. */
  async use(path: string, token: string): Promise<Observation> {
    return this.#authorised('use', 'GET', path, token);
  }

  async #authorised(
    operation: Operation | 'use',
    method: HttpRequest['method'],
    path: string,
    token: string,
    pauseMs?: number,
  ): Promise<Observation> {
    const headers = {
      authorization: `Bearer ${token}`,
      'service-account-id': this.#options.serviceAccountId,
    };
    return this.#call(operation, { method, url: this.#url(path), headers }, pauseMs);
  }

  async #call(
    operation: Operation | 'use',
    request: HttpRequest,
    pauseMs = this.#options.timing.pauseMs,
  ): Promise<Observation> {
    const { cancelled } = this.#options;
    if (pauseMs > 0) await system.sleep(pauseMs, cancelled);
    if (cancelled.aborted) throw new Stopped('it was interrupted');
    this.requests += 1;
    const observation = await this.#observe(operation, request);
    if (observation.hasUnknownToken) this.unknownTokens += 1;
    this.#unansweredInARow = observation.status === undefined ? this.#unansweredInARow + 1 : 0;
    if (this.#unansweredInARow >= MAX_UNANSWERED_IN_A_ROW) {
      throw new Stopped(`${MAX_UNANSWERED_IN_A_ROW} requests in a row had ${observation.text}`);
    }
    return observation;
  }

  async #observe(operation: Operation | 'use', request: HttpRequest): Promise<Observation> {
    const { cancelled, timing, serviceAccountId } = this.#options;
    const confidential = { secrets: this.#secrets, serviceAccountId };
    try {
      const { timeoutMs } = timing;
      const answer = await send(request, { userAgent: USER_AGENT, timeoutMs, cancelled });
      if (answer.status === 429) this.refusedForRate.push(answer.retryAfter || '-');
      if (!Number.isNaN(answer.dateMs)) this.clockSkewMs = answer.dateMs - Date.now();
      return observeAnswer(answer, operation, confidential);
    } catch (error) {
      if (!(error instanceof GalaxyStoreError)) throw error;
      return observeSilence(error, operation, confidential);
    }
  }

  #url(path: string): string {
    return this.#options.apiUrl + path;
  }
}

import { setTimeout as sleep } from 'node:timers/promises';

import { parseJson, propertyOf } from '../../src/galaxy-store/json.ts';
import { sanitize } from '../../src/galaxy-store/sanitize.ts';
import { request, type Answer, type Target } from '../demo/request.ts';

/** How long the probe waits, all in milliseconds. */
export interface Timing {
  /** The pause before each request, unless the question is what happens at once. */
  readonly pauseMs: number;
  /** The pause between two checks that wait until a change has propagated. */
  readonly pollMs: number;
  /** How often such a check is repeated. */
  readonly polls: number;
  /** How long one request may take. */
  readonly timeoutMs: number;
}

/** What a check reports of a token. An answer like 503 reports nothing. */
export type Standing = 'works' | 'is refused' | 'is in an unclear state';

/** What came back from one request. */
export interface Observation {
  /** `HTTP 401 {"code":…}` or why there was no answer: one line, without a secret. */
  readonly text: string;
  readonly status: number | undefined;
  readonly standing: Standing;
  /** The access token in the answer to a create call. */
  readonly token: string | undefined;
}

/** Going on makes no sense; the message says why. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

const MAX_UNANSWERED_IN_A_ROW = 2;

/** The API without any help: one attempt per call. It remembers every token, so that all can be revoked. */
export class ProbeApi {
  readonly #target: Target;
  readonly #timing: Timing;
  /** What no observation may show. */
  readonly #secrets: string[];
  #cancelled: AbortSignal;
  #unansweredInARow = 0;

  /** What came back, in Markdown. */
  readonly seen: string[] = [];
  readonly tokens = new Set<string>();
  /** How many create calls had no answer with a token, so that a token may exist that is not known here. */
  unknownTokens = 0;
  /** Every answer, and when it came. */
  readonly answers: (Answer & { readonly atMs: number })[] = [];

  /** @param cancelled - when it fires, no further request is sent */
  constructor(
    target: Target & { readonly secrets: readonly string[] },
    timing: Timing,
    cancelled: AbortSignal,
  ) {
    this.#target = target;
    this.#timing = timing;
    this.#secrets = [...target.secrets];
    this.#cancelled = cancelled;
  }

  /** From now on every request is sent. */
  ignoreInterruption(): void {
    this.#cancelled = new AbortController().signal;
  }

  /** Exchanges an assertion for a token. */
  async create(what: string, assertion: string): Promise<Observation> {
    this.#secrets.push(assertion);
    const observation = await this.#call(what, 'POST /auth/accessToken', assertion);
    if (observation.token !== undefined) this.adopt(observation.token);
    return observation;
  }

  /** Remembers a token that something else created. */
  adopt(token: string): void {
    this.#secrets.push(token);
    this.tokens.add(token);
  }

  /** @param pauseMs - how long to wait before the request */
  async check(what: string, token: string, pauseMs?: number): Promise<Observation> {
    return this.#call(what, 'GET /auth/checkAccessToken', token, pauseMs);
  }

  async revoke(what: string, token: string): Promise<Observation> {
    return this.#call(what, 'DELETE /auth/revokeAccessToken', token);
  }

  /**
   * Checks a token at once, and again and again until it has the standing that is hoped for.
   *
   * @returns such as `works at the first check`
   */
  async watch(what: string, token: string, hoped: Standing): Promise<string> {
    const { pollMs, polls } = this.#timing;
    const start = performance.now();
    let { standing } = await this.check(what, token, 0);
    let when = 'at the first check';
    for (let check = 2; standing !== hoped && check <= polls + 1; check += 1) {
      ({ standing } = await this.check(`check ${check}`, token, pollMs));
      when = `after ${Math.round(performance.now() - start)} ms`;
    }
    return `${standing} ${when}`;
  }

  /** The text on one line, without a secret. */
  redact(text: string): string {
    return sanitize(text, this.#secrets);
  }

  async #call(
    what: string,
    call: string,
    credential: string,
    pauseMs = this.#timing.pauseMs,
  ): Promise<Observation> {
    // An interruption ends the pause.
    await sleep(pauseMs, undefined, { signal: this.#cancelled }).catch(() => undefined);
    if (this.#cancelled.aborted) throw new Stopped('it was interrupted');
    // An interruption does not end the request: its answer may hold a token.
    const answer = await request(this.#target, call, credential, this.#timing.timeoutMs);
    this.answers.push({ ...answer, atMs: Date.now() });
    const { status, body } = answer;
    const json = parseJson(body);
    const isSuccess = status !== undefined && status >= 200 && status < 300;
    const isCreated = isSuccess && call.startsWith('POST');
    const token = isCreated ? tokenIn(json) : undefined;
    if (call.startsWith('POST') && (status === undefined || (isCreated && token === undefined))) {
      this.unknownTokens += 1;
    }
    const shown = isCreated ? withoutValues(json) : compact(body, json);
    const line = `${status === undefined ? '' : `HTTP ${status} `}${shown}`;
    const text = this.redact(
      line.replaceAll(this.#target.serviceAccountId, '<service-account-id>'),
    );
    this.seen.push(`- ${what}: \`${text.replaceAll('`', "'")}\``);
    this.#unansweredInARow = status === undefined ? this.#unansweredInARow + 1 : 0;
    if (this.#unansweredInARow >= MAX_UNANSWERED_IN_A_ROW) {
      this.#unansweredInARow = 0;
      throw new Stopped(`${MAX_UNANSWERED_IN_A_ROW} requests in a row had ${text}`);
    }
    const works = isSuccess && propertyOf(json, 'ok') === true;
    const isRefused = status === 401 || status === 403;
    const standing = works ? 'works' : isRefused ? 'is refused' : 'is in an unclear state';
    return { text, status, standing, token };
  }
}

function tokenIn(json: unknown): string | undefined {
  const token = propertyOf(propertyOf(json, 'createdItem'), 'accessToken');
  return typeof token === 'string' && token !== '' ? token : undefined;
}

/** A token may stand anywhere in an answer of another shape, so no text of it is shown. */
function withoutValues(json: unknown): string {
  const isText = (value: unknown): boolean => ['string', 'number'].includes(typeof value);
  return json === undefined
    ? '(not JSON, hidden because it may hold a token)'
    : JSON.stringify(json, (_name, value: unknown) => (isText(value) ? '***' : value));
}

/** Written anew, so that no escape sequence hides a secret from the search for it. */
function compact(body: string, json: unknown): string {
  if (json !== undefined) return JSON.stringify(json);
  return body.trim() === '' ? '(empty)' : body;
}

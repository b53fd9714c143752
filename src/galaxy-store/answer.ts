import {
  GalaxyStoreError,
  effectOf,
  permanent,
  type FailureFacts,
  type Operation,
} from './errors.ts';
import { parseJson, propertyOf } from './json.ts';
import { sanitize } from './sanitize.ts';
import type { HttpAnswer } from './transport.ts';

/** What is needed to classify an answer. */
export interface AnswerContext {
  readonly operation: Operation;
  /** What is redacted in an error, since the server may send it back. */
  readonly secrets: readonly string[];
  /** The local time when the answer came, in milliseconds since 1970. */
  readonly nowMs: number;
  /** The assertion was signed with the server's time. */
  readonly signedWithServerTime?: boolean | undefined;
}

/**
 * What node-jsonwebtoken's `verify` says of a JWT that it refuses. The create call lets these sentences out
 * as a 500 (`{"message":"invalid signature"}`, seen in Mozilla's mozapkpublisher), and those of every other
 * fault as well, so the list is closed.
 */
const REFUSAL_OF_ASSERTION =
  /^(jwt |(invalid (signature|token|algorithm|exp value|nbf value)|maxAge exceeded|iat required when maxAge is specified)$)/i;

/**
 * What a 401 says of a token or an account that does not exist: "Invalid accessToken", and "Not found
 * service account by serviceAccountId" in two spellings. One about a missing header says nothing of them.
 */
const SAYS_INVALID =
  /^(?!.*(header|bearer|missing|required))(?=.*(invalid|not found)).*(access ?token|service ?account)/i;

/**
 * Gives the JSON of a successful answer, or says what the answer means.
 * Codes: "Create an access token" and "Use the access token" of Samsung's documentation.
 *
 * @throws {@link GalaxyStoreError} on anything but a 2xx with JSON
 */
export function readAnswer(answer: HttpAnswer, context: AnswerContext): unknown {
  const { status, dateMs } = answer;
  const { operation, secrets, nowMs, signedWithServerTime } = context;
  const json = parseJson(answer.body);
  if (effectOf(status) === 'done' && hasResult(json, operation)) return json;
  throw new GalaxyStoreError(describe(answer, json, secrets), {
    ...classify(status, json, operation),
    status,
    retryAfterMs: readRetryAfter(answer, nowMs),
    signedWithServerTime,
    clockSkewMs: Number.isNaN(dateMs) ? undefined : dateMs - nowMs,
  });
}

/** A 2xx alone proves nothing: a captive portal says 200 as well, and a 200 may hold an error. */
function hasResult(json: unknown, operation: Operation): boolean {
  return operation === 'create'
    ? propertyOf(json, 'createdItem') !== undefined
    : propertyOf(json, 'ok') === true;
}

type Meaning = Pick<FailureFacts, 'kind' | 'transient' | 'effect' | 'tokenIsInvalid'>;

function classify(status: number, json: unknown, operation: Operation): Meaning {
  const code = textOf(json, 'code');
  const message = textOf(json, 'message');
  const effect = effectOf(status);
  if (effect === 'done') return permanent('unexpected-answer', effect);
  if (status === 401 && code === 'AUTH_REQUIRE') {
    const tokenIsInvalid = operation !== 'create' && SAYS_INVALID.test(message);
    return { ...permanent('unauthorised'), ...(tokenIsInvalid && { tokenIsInvalid }) };
  }
  if (status === 403 && code === 'NO_PERMISSION') return permanent('scope-not-granted');
  if (operation === 'create' && status === 500 && REFUSAL_OF_ASSERTION.test(message)) {
    return permanent('assertion-refused');
  }
  if (status === 408 || status === 429 || status >= 500) {
    return { kind: 'unavailable', transient: true, effect };
  }
  return permanent(status >= 300 && status < 400 ? 'redirect' : 'unexpected-answer');
}

function describe(answer: HttpAnswer, json: unknown, secrets: readonly string[]): string {
  const sanitized = (text: string): string => sanitize(text, secrets);
  const code = sanitized(textOf(json, 'code'));
  const message = sanitized(textOf(json, 'message'));
  const status = `HTTP ${answer.status}${code === '' ? '' : ` ${code}`}`;
  if (message !== '') return `${status} "${message}"`;
  if (answer.status >= 300 && answer.status < 400) {
    return `${status} to ${sanitized(originOf(answer.location))}`;
  }
  if (json !== undefined) return `${status} without what was asked for`;
  if (answer.body === '') return `${status} with an empty answer`;
  const type = sanitized(answer.contentType) || 'text of an unnamed type';
  return `${status} with ${type} that is not JSON`;
}

/** The path of a redirect may hold anything, a session for example, so it is not shown. */
function originOf(location: string): string {
  return /^https?:/i.test(location) && URL.canParse(location)
    ? new URL(location).origin
    : 'another address';
}

function textOf(json: unknown, name: string): string {
  const value = propertyOf(json, name);
  return typeof value === 'string' ? value : '';
}

/**
 * How long `Retry-After` asks to wait, in milliseconds (RFC 9110, section 10.2.3). A date is
 * compared with the server's own clock where the answer has it.
 */
function readRetryAfter({ retryAfter, dateMs }: HttpAnswer, nowMs: number): number | undefined {
  if (/^\d{1,15}$/.test(retryAfter)) return Number(retryAfter) * 1000;
  // Date.parse takes nearly anything for a date, "1.5" for example.
  const untilMs = /^[A-Z][a-z]{2},/.test(retryAfter) ? Date.parse(retryAfter) : NaN;
  if (Number.isNaN(untilMs)) return undefined;
  return Math.max(0, untilMs - (Number.isNaN(dateMs) ? nowMs : dateMs));
}

import { readAccessToken } from '../../src/galaxy-store/access-token.ts';
import { readAnswer } from '../../src/galaxy-store/answer.ts';
import { GalaxyStoreError } from '../../src/galaxy-store/errors.ts';
import type { Operation } from '../../src/galaxy-store/errors.ts';
import { sanitize } from '../../src/galaxy-store/sanitize.ts';
import type { HttpAnswer } from '../../src/galaxy-store/transport.ts';

/** What came back from one request. */
export interface Observation {
  /** `HTTP 401 {"code":…}` or why there was no answer: one line, without a secret. */
  readonly text: string;
  /** Undefined when no complete answer came. */
  readonly status: number | undefined;
  /** Whether the API did what it was asked for. */
  readonly accepted: boolean;
  /** The access token in the answer to a create call. */
  readonly token?: string;
  /** A token may have been created that is not known here. */
  readonly hasUnknownToken: boolean;
}

/** What must not be legible in an observation. */
export interface Confidential {
  readonly secrets: readonly string[];
  /** No secret, but nobody's business in a public bug report. */
  readonly serviceAccountId: string;
}

/** An ID shorter than this would match ordinary words. */
const SHORTEST_ID = 4;

/** Describes an answer. Of a created token only the shape is shown. */
export function observeAnswer(
  answer: HttpAnswer,
  operation: Operation | 'use',
  confidential: Confidential,
): Observation {
  const { status } = answer;
  const isSuccess = status >= 200 && status < 300;
  const token = operation === 'create' && isSuccess ? tokenIn(answer) : undefined;
  const secrets = [...confidential.secrets, ...(token === undefined ? [] : [token])];
  const body =
    operation === 'create' && isSuccess ? withoutValues(answer.body) : compact(answer.body);
  return {
    text: anonymous(`HTTP ${status} ${sanitize(body, secrets)}`, confidential),
    status,
    accepted: operation === 'use' ? isSuccess : isAccepted(answer, operation),
    hasUnknownToken: operation === 'create' && isSuccess && token === undefined,
    ...(token === undefined ? {} : { token }),
  };
}

/** Describes why there is no answer. */
export function observeSilence(
  error: GalaxyStoreError,
  operation: Operation | 'use',
  confidential: Confidential,
): Observation {
  const { answerLost, processed, status } = error.facts;
  const mayHaveEffect = answerLost === true || processed === true;
  return {
    text: anonymous(`no usable answer: ${error.message}`, confidential),
    status,
    accepted: operation === 'use' && processed === true,
    hasUnknownToken: operation === 'create' && mayHaveEffect,
  };
}

function isAccepted(answer: HttpAnswer, operation: Operation): boolean {
  try {
    readAnswer(answer, { operation, secrets: [], nowMs: Date.now() });
    return true;
  } catch (error) {
    if (error instanceof GalaxyStoreError) return false;
    throw error;
  }
}

function tokenIn({ body }: HttpAnswer): string | undefined {
  try {
    return readAccessToken(parse(body));
  } catch (error) {
    if (error instanceof GalaxyStoreError) return undefined;
    throw error;
  }
}

/** A token may stand anywhere in an answer of a shape that nobody foresaw, so no text of it is kept. */
function withoutValues(body: string): string {
  const json = parse(body);
  return json === undefined
    ? `(${body.length} characters that are not JSON, hidden because they may hold a token)`
    : JSON.stringify(json, (_name, value: unknown) => (isText(value) ? '***' : value));
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

/** Written anew, so that no escape sequence hides a secret from the search for it. */
function compact(body: string): string {
  const json = parse(body);
  if (json !== undefined) return JSON.stringify(json);
  return body.trim() === '' ? '(empty)' : body;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function anonymous(text: string, { serviceAccountId }: Confidential): string {
  return serviceAccountId.length < SHORTEST_ID
    ? text
    : text.replaceAll(serviceAccountId, '<service-account-id>');
}

import { isProcessed, type Fault } from '../../emulator/faults.ts';
import { retryAfter, status, unauthorised } from '../helpers/fault-plans.ts';

/** One way in which a call can go wrong, and what has to come of it. */
export interface FaultCase {
  readonly name: string;
  /** What goes wrong; a function where it depends on the time of the request. */
  readonly fault: Fault | (() => Fault);
  /** How many of the first requests of the call meet the fault. The default is all of them. */
  readonly times?: number;
  /** How many requests of the call the store sees. A number is exact, a pair is a range. */
  readonly requests: number | readonly [number, number];
  /** Whether the call succeeds in the end. */
  readonly succeeds?: boolean;
  /** What the error (or, after success, the log) says. */
  readonly says: readonly string[];
  readonly neverSays?: readonly string[];
  /** The heading of docs/troubleshooting.md. */
  readonly topic?: string;
  /** The store may hold a token that nobody knows, and the job says so. */
  readonly mayLeaveToken: boolean;
}

interface Row extends Pick<FaultCase, 'name' | 'fault' | 'says' | 'neverSays'> {
  /** How many requests meet a fault that passes, or are made where it does not. Default: one. */
  readonly count?: FaultCase['requests'];
}

export function row(
  name: string,
  fault: FaultCase['fault'],
  count: FaultCase['requests'],
  says: readonly string[],
): Row {
  return { name, fault, count, says };
}

function mayLeaveToken(fault: FaultCase['fault']): boolean {
  return typeof fault !== 'function' && isProcessed(fault);
}

/** Faults that pass: tried again until they pass. */
export function passing(rows: readonly Row[]): readonly FaultCase[] {
  return rows.map(({ count = 1, ...each }) => {
    const requests = { times: Number(count), requests: Number(count) + 1, succeeds: true };
    return { ...each, ...requests, mayLeaveToken: mayLeaveToken(each.fault) };
  });
}

/** Faults that do not pass, or not in time. */
export function lasting(topic: string, rows: readonly Row[]): readonly FaultCase[] {
  return rows.map(({ count: requests = 1, ...each }) => {
    return { ...each, topic, requests, mayLeaveToken: mayLeaveToken(each.fault) };
  });
}

/** An answer after which HTTP is over. */
export const SWITCHED_PROTOCOL: Fault = {
  kind: 'raw',
  bytes: 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
};

const RESET = 'the connection was closed before the answer was complete';
const NO_ANSWER = 'no complete answer within 20 s';
const ASKS_TO_WAIT = 'because the server asks to wait';
const NOBODY_KNOWS = 'If the store created an access token in this attempt, nobody knows it.';

/** What the log warns of after so many lost answers, with its first word. */
const unclear = (attempts: string): string =>
  `Warning: ${attempts} to create an access token ended without a clear answer.`;

function waitUntil(): Fault {
  const now = Date.now();
  const [date = '', until = ''] = [now, now + 60_000].map((ms) => new Date(ms).toUTCString());
  return status(503, { headers: { Date: date, 'Retry-After': until } });
}

export const PASSING_FAULTS = passing([
  ...[408, 429, 503].map((code) => ({
    name: `HTTP ${code} twice`,
    fault: status(code),
    count: 2,
    says: [1, 2].map((n) => `Creating the access token: attempt ${n} of 8 failed: HTTP ${code}`),
    neverSays: ['nobody knows'],
  })),
  // Each may be a fault after the work was done, or a gateway that hides the answer of the store.
  ...[500, 502, 504, 520].map((code) => ({
    name: `HTTP ${code} five times`,
    fault: status(code, { processed: true }),
    count: 5,
    says: [`attempt 1 of 8 failed: HTTP ${code}`, NOBODY_KNOWS, unclear('5 attempts')],
  })),
  ...[
    'Unexpected token < in JSON at position 0',
    'Request failed with status code 502',
    'The security token included in the request is expired',
  ].map((message) =>
    row(`a 500 that says "${message}"`, status(500, { body: { message } }), 1, [
      `attempt 1 of 8 failed: HTTP 500 "${message}"`,
    ]),
  ),
  row(
    'a page of maintenance',
    status(503, { body: '<h1>Maintenance</h1>', headers: { 'Content-Type': 'text/html' } }),
    1,
    ['attempt 1 of 8 failed: HTTP 503 with text/html'],
  ),
  row('a 503 with Retry-After in seconds', retryAfter(3), 1, ['Next attempt in 3.', ASKS_TO_WAIT]),
  row('a 503 with Retry-After as a date', waitUntil, 1, ['Next attempt in 60.', ASKS_TO_WAIT]),
  row('more server delays than there are attempts', retryAfter(0, 429), 10, [
    'attempt 10 failed: HTTP 429',
  ]),
  row('a connection that is reset before the call is processed', { kind: 'reset' }, 2, [
    `${RESET} (ECONNRESET)`,
    unclear('2 attempts'),
  ]),
  row('a connection that is closed without an answer', { kind: 'close' }, 1, [
    unclear('1 attempt'),
  ]),
  row(
    'an answer that is lost after the token was created',
    { kind: 'lost-answer', afterBytes: 40 },
    1,
    [NOBODY_KNOWS, 'stays valid until the service account is deleted in Seller Portal'],
  ),
  row(
    'a Content-Length that promises more than comes',
    { kind: 'wrong-content-length', difference: 10 },
    1,
    [RESET],
  ),
  row('an answer that does not come', { kind: 'hang' }, 1, [NO_ANSWER, unclear('1 attempt')]),
  row('an answer that drips byte by byte', { kind: 'drip', intervalMs: 20, forever: true }, 1, [
    NO_ANSWER,
    unclear('1 attempt'),
  ]),
]);

const AFTER_8_ATTEMPTS = 'with an empty answer (after 8 attempts in ';
const UP_TO_8 = 'up to 8 access tokens that nobody knows';

const unknownAccount = (words: string, message: string): Row =>
  row(`a 401 for an unknown account, in the ${words} words`, unauthorised(message), 1, [
    `HTTP 401 AUTH_REQUIRE "${message}"`,
  ]);

export const LASTING_FAULTS = [
  ...lasting('service-unavailable', [
    ...[500, 502, 504].map((code) => ({
      name: `HTTP ${code} with Retry-After for good, after the token was created`,
      fault: { ...retryAfter(0, code), processed: true },
      count: 8,
      says: ['Creating the access token: attempt 7 failed', AFTER_8_ATTEMPTS, UP_TO_8],
    })),
    row('a 503 for good', status(503), 8, [
      `HTTP 503 ${AFTER_8_ATTEMPTS}`,
      'Run the job again later.',
    ]),
    row('a 504 for good', status(504, { processed: true }), 8, [
      `HTTP 504 ${AFTER_8_ATTEMPTS}`,
      UP_TO_8,
    ]),
    row('a Retry-After longer than the deadline', retryAfter(600, 429), 1, [
      'HTTP 429',
      'asks to wait 600 s, longer than this step waits',
    ]),
    {
      name: 'a 429 with a short Retry-After for good',
      fault: retryAfter(15, 429),
      count: [4, 8],
      says: ['HTTP 429 with an empty answer (after ', 'Run the job again'],
      neverSays: ['no complete answer', 'nobody knows'],
    },
  ]),
  ...lasting('network-fault', [
    row('answers that are lost for good', { kind: 'lost-answer' }, 4, [
      '(after 4 attempts in ',
      'up to 4 access tokens that nobody knows',
    ]),
    row(
      'answers that never come',
      { kind: 'hang' },
      [3, 4],
      ['no complete answer within', 'access tokens that nobody knows'],
    ),
    row('an answer that switches to another protocol (101)', SWITCHED_PROTOCOL, 4, [
      `${NO_ANSWER} (after 4 attempts`,
      'access tokens that nobody knows',
    ]),
  ]),
  ...lasting('authentication-refused', [
    unknownAccount('documented', 'Not found service account by serviceAccountId'),
    unknownAccount('observed', 'Not found serviceAccount by serviceAccountId'),
  ]),
  ...lasting('scope-not-granted', [
    row(
      'a 403 for a scope',
      status(403, { body: { code: 'NO_PERMISSION', message: 'Insufficient scopes' } }),
      1,
      ['HTTP 403 NO_PERMISSION "Insufficient scopes"', '(publishing)'],
    ),
  ]),
  ...lasting(
    'signature-refused',
    ['invalid signature', 'jwt expired', 'maxAge exceeded', 'invalid exp value'].map((message) => ({
      name: `a 500 that says "${message}"`,
      fault: status(500, { body: { message } }),
      says: [`HTTP 500 "${message}"`, 'Check that private-key is the key'],
      neverSays: ['nobody knows'],
    })),
  ),
  ...lasting(
    'redirect-refused',
    [301, 302, 303, 307, 308].map((code) => ({
      name: `a redirect (${code})`,
      fault: status(code, { headers: { Location: 'https://login.example/in?session=s3cr3t-id' } }),
      says: [`HTTP ${code} to https://login.example.`, 'Redirects are not followed'],
      neverSays: ['s3cr3t-id'],
    })),
  ),
  ...lasting('unexpected-answer', [
    ...[400, 404, 405, 410, 418, 422].map((code) =>
      row(`HTTP ${code}`, status(code, { body: { code: 'SOMETHING', message: 'Not so.' } }), 1, [
        `HTTP ${code} SOMETHING "Not so."`,
        'Check api-url',
      ]),
    ),
    row(
      'a 401 that is not of the Galaxy Store',
      status(401, { body: '<h1>Log in</h1>', headers: { 'Content-Type': 'text/html' } }),
      1,
      ['HTTP 401 with text/html that is not JSON'],
    ),
    row('something that is not HTTP', { kind: 'raw', bytes: 'SSH-2.0-OpenSSH_9.2\r\n' }, 1, [
      'answered with something that is not HTTP',
    ]),
  ]),
];

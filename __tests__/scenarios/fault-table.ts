import { isProcessed } from '../../emulator/faults.ts';
import type { Fault } from '../../emulator/faults.ts';
import { status, waitOf } from '../helpers/fault-plans.ts';

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

type Row = Omit<FaultCase, 'requests' | 'mayLeaveToken'> & Partial<FaultCase>;

function mayLeaveToken({ fault }: Row): boolean {
  return typeof fault !== 'function' && isProcessed(fault);
}

/** Faults that pass: tried again until they pass. */
export function passing(rows: readonly Row[]): readonly FaultCase[] {
  return rows.map(({ times = 1, ...row }) => ({
    ...row,
    ...{ times, requests: times + 1, succeeds: true, mayLeaveToken: mayLeaveToken(row) },
  }));
}

/** Faults that do not pass, or not in time. Most are final, so there is one request. */
export function lasting(topic: string, rows: readonly Row[]): readonly FaultCase[] {
  return rows.map((row) => ({ requests: 1, topic, mayLeaveToken: mayLeaveToken(row), ...row }));
}

/** An answer after which HTTP is over. */
export const SWITCHED_PROTOCOL: Fault = {
  kind: 'raw',
  bytes: 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
};

const RESET = 'the connection was closed before the answer was complete';
const NOBODY_KNOWS = 'If the store created an access token in this attempt, nobody knows it.';

/** What the log warns of after so many lost answers, with its first word. */
const unclear = (attempts: string): string =>
  `Warning: ${attempts} to create an access token ended without a clear answer.`;

export const PASSING_FAULTS = passing([
  ...[408, 429, 503].map((code) => ({
    name: `HTTP ${code} twice`,
    fault: status(code),
    times: 2,
    says: [1, 2].map((n) => `Creating the access token: attempt ${n} of 8 failed: HTTP ${code}`),
    neverSays: ['nobody knows'],
  })),
  // Each may be a fault after the work was done, or a gateway that hides the answer of the store.
  ...[500, 502, 504, 520].map((code) => ({
    name: `HTTP ${code} five times`,
    fault: status(code, { processed: true }),
    times: 5,
    says: [`attempt 1 of 8 failed: HTTP ${code}`, NOBODY_KNOWS, unclear('5 attempts')],
  })),
  ...[
    'Unexpected token < in JSON at position 0',
    'Request failed with status code 502',
    'The security token included in the request is expired',
  ].map((message) => ({
    name: `a 500 that says "${message}"`,
    fault: status(500, { body: { message } }),
    says: [`attempt 1 of 8 failed: HTTP 500 "${message}"`],
  })),
  {
    name: 'a 503 with Retry-After in seconds',
    fault: waitOf(3),
    says: ['Next attempt in 3.', 'because the server asks to wait'],
  },
  {
    name: 'a 503 with Retry-After as a date',
    fault: () => {
      const now = Date.now();
      const [date = '', until = ''] = [now, now + 60_000].map((ms) => new Date(ms).toUTCString());
      return status(503, { headers: { Date: date, 'Retry-After': until } });
    },
    says: ['Next attempt in 60.', 'because the server asks to wait'],
  },
  {
    name: 'more ordered waits than there are attempts',
    fault: waitOf(0, 429),
    times: 10,
    says: ['attempt 10 failed: HTTP 429'],
  },
  {
    name: 'a connection that is reset before the call is processed',
    fault: { kind: 'reset' },
    times: 2,
    says: [`${RESET} (ECONNRESET)`, unclear('2 attempts')],
  },
  {
    name: 'a connection that is closed without an answer',
    fault: { kind: 'close' },
    says: [unclear('1 attempt')],
  },
  {
    name: 'an answer that is lost after the token was created',
    fault: { kind: 'lost-answer', afterBytes: 40 },
    says: [NOBODY_KNOWS, 'stays valid until the service account is deleted in Seller Portal'],
  },
  {
    name: 'a Content-Length that promises more than comes',
    fault: { kind: 'wrong-content-length', difference: 10 },
    says: [RESET],
  },
  {
    name: 'an answer that does not come',
    fault: { kind: 'hang' },
    says: ['no complete answer within 20 s', unclear('1 attempt')],
  },
  {
    name: 'an answer that drips byte by byte',
    fault: { kind: 'drip', intervalMs: 20, forever: true },
    says: ['no complete answer within 20 s', unclear('1 attempt')],
  },
]);

const AFTER_8_ATTEMPTS = 'with an empty answer (after 8 attempts in ';
const UP_TO_8 = 'up to 8 access tokens that nobody knows';
const UNKNOWN_ACCOUNT = 'Not found service account by serviceAccountId';

export const LASTING_FAULTS = [
  ...lasting('service-unavailable', [
    ...[500, 502, 504].map((code) => ({
      name: `HTTP ${code} with Retry-After for good, after the token was created`,
      fault: { ...waitOf(0, code), processed: true },
      requests: 8,
      says: ['Creating the access token: attempt 7 failed', AFTER_8_ATTEMPTS, UP_TO_8],
    })),
    {
      name: 'a 503 for good',
      fault: status(503),
      requests: 8,
      says: [`HTTP 503 ${AFTER_8_ATTEMPTS}`, 'Run the job again later.'],
    },
    {
      name: 'a 504 for good',
      fault: status(504, { processed: true }),
      requests: 8,
      says: [`HTTP 504 ${AFTER_8_ATTEMPTS}`, UP_TO_8],
    },
    {
      name: 'a Retry-After longer than the deadline',
      fault: waitOf(600, 429),
      says: ['HTTP 429', 'asks to wait 600 s, longer than this step waits'],
    },
    {
      name: 'a 429 with a short Retry-After for good',
      fault: waitOf(15, 429),
      requests: [4, 8],
      says: ['HTTP 429 with an empty answer (after ', 'Run the job again'],
      neverSays: ['no complete answer', 'nobody knows'],
    },
  ]),
  ...lasting('network-fault', [
    {
      name: 'answers that are lost for good',
      fault: { kind: 'lost-answer' },
      requests: 4,
      says: ['(after 4 attempts in ', 'up to 4 access tokens that nobody knows'],
    },
    {
      name: 'answers that never come',
      fault: { kind: 'hang' },
      requests: [3, 4],
      says: ['no complete answer within', 'access tokens that nobody knows'],
    },
    {
      name: 'an answer that switches to another protocol (101)',
      fault: SWITCHED_PROTOCOL,
      requests: 4,
      says: ['no complete answer within 20 s (after 4 attempts', 'access tokens that nobody knows'],
    },
  ]),
  ...lasting(
    'authentication-refused',
    [
      ['documented', UNKNOWN_ACCOUNT],
      ['observed', UNKNOWN_ACCOUNT.replace('service account', 'serviceAccount')],
    ].map(([kind, message = '']) => ({
      name: `a 401 for an unknown account, in the ${kind} words`,
      fault: status(401, { body: { code: 'AUTH_REQUIRE', message, from: 'asgw' } }),
      says: [`HTTP 401 AUTH_REQUIRE "${message}"`],
    })),
  ),
  ...lasting('scope-not-granted', [
    {
      name: 'a 403 for a scope',
      fault: status(403, { body: { code: 'NO_PERMISSION', message: 'Insufficient scopes' } }),
      says: ['HTTP 403 NO_PERMISSION "Insufficient scopes"', '(publishing)'],
    },
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
    ...[400, 404, 405, 410, 418, 422].map((code) => ({
      name: `HTTP ${code}`,
      fault: status(code, { body: { code: 'SOMETHING', message: 'Not so.' } }),
      says: [`HTTP ${code} SOMETHING "Not so."`, 'Check api-url'],
    })),
    {
      name: 'a 401 that is not of the Galaxy Store',
      fault: status(401, { body: '<h1>Log in</h1>', headers: { 'Content-Type': 'text/html' } }),
      says: ['HTTP 401 with text/html that is not JSON'],
    },
    {
      name: 'something that is not HTTP',
      fault: { kind: 'raw', bytes: 'SSH-2.0-OpenSSH_9.2\r\n' },
      says: ['answered with something that is not HTTP'],
    },
  ]),
];

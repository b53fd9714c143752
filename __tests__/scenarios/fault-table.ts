import type { Fault } from '../../emulator/faults.ts';

/** One way in which the create call can go wrong, and what has to come of it. */
export interface FaultCase {
  readonly name: string;
  /** What goes wrong; a function where it depends on the time of the request. */
  readonly fault: Fault | (() => Fault);
  /** How many of the first create requests meet the fault. The default is all of them. */
  readonly times?: number;
  /** How many create requests the store sees. A number is exact, a pair is a range. */
  readonly requests: number | readonly [number, number];
  /** Whether the job has a token in the end. */
  readonly succeeds?: boolean;
  /** What the error (or, after success, the log) says. */
  readonly says: readonly string[];
  readonly neverSays?: readonly string[];
  /** The heading of docs/troubleshooting.md. */
  readonly topic?: string;
  /** The store may hold a token that nobody knows, and the job says so. */
  readonly mayLeaveToken?: boolean;
}

/** An answer after which HTTP is over. */
export const SWITCHED_PROTOCOL: Fault = {
  kind: 'raw',
  bytes: 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
};

const json = (status: number, body: Readonly<Record<string, string>>): Fault => ({
  kind: 'status',
  status,
  body: { ...body },
});

/** Passing faults: tried again until they pass. */
export const PASSING_FAULTS: readonly FaultCase[] = [
  ...[408, 429, 503].map((status) => ({
    name: `HTTP ${status} twice`,
    fault: { kind: 'status', status } as const,
    times: 2,
    requests: 3,
    succeeds: true,
    says: [
      `Creating the access token: attempt 1 of 8 failed: HTTP ${status}`,
      `Creating the access token: attempt 2 of 8 failed: HTTP ${status}`,
    ],
    neverSays: ['nobody knows'],
  })),
  // Each may be a fault after the work was done, or a gateway that hides the answer of the store.
  ...[500, 502, 504, 520].map((status) => ({
    name: `HTTP ${status} five times`,
    fault: { kind: 'status', status, processed: true } as const,
    times: 5,
    requests: 6,
    succeeds: true,
    mayLeaveToken: true,
    says: [
      `Creating the access token: attempt 1 of 8 failed: HTTP ${status}`,
      'If the store created an access token in this attempt, nobody knows it.',
      'Warning: 5 attempts to create an access token ended without a clear answer.',
    ],
  })),
  ...[
    'Unexpected token < in JSON at position 0',
    'Request failed with status code 502',
    'The security token included in the request is expired',
  ].map((message) => ({
    name: `a 500 that says "${message}"`,
    fault: json(500, { message }),
    times: 1,
    requests: 2,
    succeeds: true,
    says: [`attempt 1 of 8 failed: HTTP 500 "${message}"`],
  })),
  {
    name: 'a 503 with Retry-After in seconds',
    fault: { kind: 'status', status: 503, headers: { 'Retry-After': '3' } },
    times: 1,
    requests: 2,
    succeeds: true,
    says: ['Next attempt in 3.', 'because the server asks to wait'],
  },
  {
    name: 'a 503 with Retry-After as a date',
    fault: () => {
      const now = Date.now();
      const [date, until] = [now, now + 60_000].map((ms) => new Date(ms).toUTCString());
      return {
        kind: 'status',
        status: 503,
        headers: { Date: date ?? '', 'Retry-After': until ?? '' },
      };
    },
    times: 1,
    requests: 2,
    succeeds: true,
    says: ['Next attempt in 60.', 'because the server asks to wait'],
  },
  {
    name: 'more ordered waits than there are attempts',
    fault: { kind: 'status', status: 429, headers: { 'Retry-After': '0' } },
    times: 10,
    requests: 11,
    succeeds: true,
    says: ['attempt 10 failed: HTTP 429'],
  },
  {
    name: 'a connection that is reset before the call is processed',
    fault: { kind: 'reset' },
    times: 2,
    requests: 3,
    succeeds: true,
    says: [
      'the connection was closed before the answer was complete (ECONNRESET)',
      'Warning: 2 attempts to create an access token ended without a clear answer.',
    ],
  },
  {
    name: 'a connection that is closed without an answer',
    fault: { kind: 'close' },
    times: 1,
    requests: 2,
    succeeds: true,
    says: ['Warning: 1 attempt to create an access token ended without a clear answer.'],
  },
  {
    name: 'an answer that is lost after the token was created',
    fault: { kind: 'lost-answer', afterBytes: 40 },
    times: 1,
    requests: 2,
    succeeds: true,
    mayLeaveToken: true,
    says: [
      'If the store created an access token in this attempt, nobody knows it.',
      'stays valid until the service account is deleted in Seller Portal',
    ],
  },
  {
    name: 'a Content-Length that promises more than comes',
    fault: { kind: 'wrong-content-length', difference: 10 },
    times: 1,
    requests: 2,
    succeeds: true,
    mayLeaveToken: true,
    says: ['the connection was closed before the answer was complete'],
  },
  {
    name: 'an answer that does not come',
    fault: { kind: 'hang' },
    times: 1,
    requests: 2,
    succeeds: true,
    says: ['no complete answer within 20 s', 'ended without a clear answer'],
  },
  {
    name: 'an answer that drips byte by byte',
    fault: { kind: 'drip', intervalMs: 20, forever: true },
    times: 1,
    requests: 2,
    succeeds: true,
    says: ['no complete answer within 20 s', 'ended without a clear answer'],
  },
];

/** Faults that do not pass, or not in time. */
export const LASTING_FAULTS: readonly FaultCase[] = [
  ...[500, 502, 504].map((status) => ({
    name: `HTTP ${status} with Retry-After for good, after the token was created`,
    fault: { kind: 'status', status, processed: true, headers: { 'Retry-After': '0' } } as const,
    requests: 8,
    mayLeaveToken: true,
    says: [
      'Creating the access token: attempt 7 failed',
      'with an empty answer (after 8 attempts in ',
      'up to 8 access tokens that nobody knows',
    ],
    topic: 'service-unavailable',
  })),
  {
    name: 'a 503 for good',
    fault: { kind: 'status', status: 503 },
    requests: 8,
    says: ['HTTP 503 with an empty answer (after 8 attempts in ', 'Run the job again later.'],
    topic: 'service-unavailable',
  },
  {
    name: 'a 504 for good',
    fault: { kind: 'status', status: 504, processed: true },
    requests: 8,
    mayLeaveToken: true,
    says: [
      'HTTP 504 with an empty answer (after 8 attempts in ',
      'up to 8 access tokens that nobody',
    ],
    topic: 'service-unavailable',
  },
  {
    name: 'a Retry-After longer than the deadline',
    fault: { kind: 'status', status: 429, headers: { 'Retry-After': '600' } },
    requests: 1,
    says: ['HTTP 429', 'asks to wait 600 s, longer than this step waits'],
    topic: 'service-unavailable',
  },
  {
    name: 'answers that are lost for good',
    fault: { kind: 'lost-answer' },
    requests: 4,
    mayLeaveToken: true,
    says: ['(after 4 attempts in ', 'up to 4 access tokens that nobody knows'],
    topic: 'network-fault',
  },
  {
    name: 'answers that never come',
    fault: { kind: 'hang' },
    requests: [3, 4],
    says: ['no complete answer within', 'access tokens that nobody knows'],
    topic: 'network-fault',
  },
  {
    name: 'a 401 for an unknown account, in the documented words',
    fault: json(401, {
      code: 'AUTH_REQUIRE',
      message: 'Not found service account by serviceAccountId',
      from: 'asgw',
    }),
    requests: 1,
    says: ['HTTP 401 AUTH_REQUIRE "Not found service account by serviceAccountId"'],
    topic: 'authentication-refused',
  },
  {
    name: 'a 401 for an unknown account, in the observed words',
    fault: json(401, {
      code: 'AUTH_REQUIRE',
      message: 'Not found serviceAccount by serviceAccountId',
      from: 'asgw',
    }),
    requests: 1,
    says: ['HTTP 401 AUTH_REQUIRE "Not found serviceAccount by serviceAccountId"'],
    topic: 'authentication-refused',
  },
  {
    name: 'a 403 for a scope',
    fault: json(403, { code: 'NO_PERMISSION', message: 'Insufficient scopes', from: 'asgw' }),
    requests: 1,
    says: ['HTTP 403 NO_PERMISSION "Insufficient scopes"', '(publishing)'],
    topic: 'scope-not-granted',
  },
  ...['invalid signature', 'jwt expired', 'maxAge exceeded', 'invalid exp value'].map(
    (message) => ({
      name: `a 500 that says "${message}"`,
      fault: json(500, { message }),
      requests: 1,
      says: [`HTTP 500 "${message}"`, 'Check that private-key is the key'],
      neverSays: ['nobody knows'],
      topic: 'signature-refused',
    }),
  ),
  ...[301, 302, 303, 307, 308].map((status) => ({
    name: `a redirect (${status})`,
    fault: {
      kind: 'status',
      status,
      headers: { Location: 'https://login.example/sign-in?session=s3cr3t-session' },
    } as const,
    requests: 1,
    says: [`HTTP ${status} to https://login.example.`, 'Redirects are not followed'],
    neverSays: ['s3cr3t-session'],
    topic: 'redirect-refused',
  })),
  ...[400, 404, 405, 410, 418, 422].map((status) => ({
    name: `HTTP ${status}`,
    fault: json(status, { code: 'SOMETHING', message: 'Not so.' }),
    requests: 1,
    says: [`HTTP ${status} SOMETHING "Not so."`, 'Check api-url'],
    topic: 'unexpected-answer',
  })),
  {
    name: 'a 401 that is not of the Galaxy Store',
    fault: {
      kind: 'status',
      status: 401,
      body: '<h1>Log in</h1>',
      headers: { 'Content-Type': 'text/html' },
    },
    requests: 1,
    says: ['HTTP 401 with text/html that is not JSON'],
    topic: 'unexpected-answer',
  },
  {
    name: 'an answer that switches to another protocol (101)',
    fault: SWITCHED_PROTOCOL,
    requests: 4,
    says: ['no complete answer within 20 s (after 4 attempts', 'access tokens that nobody knows'],
    topic: 'network-fault',
  },
  {
    name: 'a 429 with a short Retry-After for good',
    fault: { kind: 'status', status: 429, headers: { 'Retry-After': '15' } },
    requests: [4, 8],
    says: ['HTTP 429 with an empty answer (after ', 'Run the job again'],
    neverSays: ['no complete answer', 'nobody knows'],
    topic: 'service-unavailable',
  },
  {
    name: 'something that is not HTTP',
    fault: { kind: 'raw', bytes: 'SSH-2.0-OpenSSH_9.2\r\n' },
    requests: 1,
    says: ['answered with something that is not HTTP'],
    topic: 'unexpected-answer',
  },
];

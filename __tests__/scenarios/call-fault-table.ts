import type { Fault } from '../../emulator/faults.ts';

import { SWITCHED_PROTOCOL } from './fault-table.ts';
import type { FaultCase } from './fault-table.ts';
import { HOSTILE_MESSAGE } from '../../runner/injection.ts';

/** A fault of the check call and of the revoke call alike. */
export interface CallFault extends FaultCase {
  readonly fault: Fault;
  /** How many requests of the call the store sees. */
  readonly requests: number;
}

const status = (
  code: number,
  body?: Readonly<Record<string, string | boolean>> | readonly string[] | string,
): Fault => ({ kind: 'status', status: code, ...(body !== undefined && { body }) });

const wait = (seconds: number): Fault => ({
  kind: 'status',
  status: 429,
  headers: { 'Retry-After': String(seconds) },
});

/** Faults that pass: tried again until they pass. */
export const PASSING_CALL_FAULTS: readonly CallFault[] = [
  { name: 'HTTP 500 twice', fault: status(500), says: ['HTTP 500'] },
  // Only the create call answers an assertion that does not verify with a 500.
  {
    name: 'a 500 that speaks of a token, twice',
    fault: status(500, { message: 'token' }),
    says: ['HTTP 500 "token"'],
  },
  { name: 'HTTP 429 twice', fault: status(429), says: ['HTTP 429'] },
  {
    name: 'two resets',
    fault: { kind: 'reset' } as const,
    says: ['the connection was closed before the answer was complete (ECONNRESET)'],
  },
  {
    name: 'a switch to another protocol (101), twice',
    fault: SWITCHED_PROTOCOL,
    says: ['no complete answer within 20 s'],
  },
  {
    name: 'two answers that do not come',
    fault: { kind: 'hang' } as const,
    says: ['no complete answer within 20 s'],
  },
  { name: 'two ordered waits', fault: wait(3), says: ['because the server asks to wait'] },
  // A lost answer to these calls mints nothing, so more than four are no reason to give up.
  {
    name: 'five resets',
    fault: { kind: 'reset' } as const,
    times: 5,
    says: ['the connection was closed before the answer was complete (ECONNRESET)'],
  },
  {
    name: 'ten ordered waits',
    fault: wait(0),
    times: 10,
    says: ['because the server asks to wait'],
  },
].map((passing) => {
  const { times = 2 } = passing;
  return { ...passing, times, requests: times + 1, succeeds: true };
});

/** Answers that are final. The topic is that of the check. */
export const LASTING_CALL_FAULTS: readonly CallFault[] = [
  { name: 'HTTP 404', fault: status(404), says: ['HTTP 404 with an empty answer'] },
  {
    name: 'a redirect',
    fault: status(302),
    says: ['HTTP 302 to another address'],
    topic: 'redirect-refused',
  },
  {
    name: 'a refusal full of commands',
    fault: status(403, { message: HOSTILE_MESSAGE }),
    says: ['HTTP 403 "first line ::set-output'],
  },
  {
    name: 'a Retry-After longer than the deadline',
    fault: wait(600),
    says: ['HTTP 429'],
    topic: 'service-unavailable',
  },
  {
    name: 'a log-in page with a 200',
    fault: status(200, '<html>'),
    says: ['HTTP 200 with', 'that is not JSON'],
  },
  { name: 'an error with a 200', fault: status(200, { code: 'NO' }), says: ['HTTP 200 NO'] },
  {
    name: 'a 200 that is not ok',
    fault: status(200, { ok: false }),
    says: ['HTTP 200 without what was asked for'],
  },
  {
    name: 'a failure with a 200',
    fault: status(200, { resultCode: '4004' }),
    says: ['HTTP 200 without what was asked for'],
  },
  {
    name: 'an array with a 200',
    fault: status(200, []),
    says: ['HTTP 200 without what was asked for'],
  },
  {
    name: 'a 401 of somebody else',
    fault: status(401, 'Log in'),
    says: ['HTTP 401 with', 'that is not JSON'],
  },
].map((lasting) => ({ topic: 'unexpected-answer', ...lasting, requests: 1 }));

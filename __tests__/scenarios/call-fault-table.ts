import { HOSTILE_MESSAGE } from '../../runner/injection.ts';
import { status, waitOf } from '../helpers/fault-plans.ts';

import { SWITCHED_PROTOCOL, lasting, passing } from './fault-table.ts';

const RESET = ['the connection was closed before the answer was complete (ECONNRESET)'];
const NO_ANSWER = ['no complete answer within 20 s'];
const ASKS_TO_WAIT = ['because the server asks to wait'];
const WITHOUT = ['HTTP 200 without what was asked for'];

/** Faults of the check call and of the revoke call alike. */
export const PASSING_CALL_FAULTS = passing(
  [
    { name: 'HTTP 500 twice', fault: status(500), says: ['HTTP 500'] },
    // Only the create call answers an assertion that does not verify with a 500.
    {
      name: 'a 500 that speaks of a token, twice',
      fault: status(500, { body: { message: 'token' } }),
      says: ['HTTP 500 "token"'],
    },
    { name: 'HTTP 429 twice', fault: status(429), says: ['HTTP 429'] },
    { name: 'two resets', fault: { kind: 'reset' } as const, says: RESET },
    {
      name: 'a switch to another protocol (101), twice',
      fault: SWITCHED_PROTOCOL,
      says: NO_ANSWER,
    },
    { name: 'two answers that do not come', fault: { kind: 'hang' } as const, says: NO_ANSWER },
    { name: 'two ordered waits', fault: waitOf(3, 429), says: ASKS_TO_WAIT },
    // A lost answer to these calls mints nothing, so more than four are no reason to give up.
    { name: 'five resets', fault: { kind: 'reset' } as const, times: 5, says: RESET },
    {
      name: 'ten ordered waits',
      fault: waitOf(0, 429),
      times: 10,
      says: ASKS_TO_WAIT,
    },
  ].map((row) => ({ times: 2, ...row })),
);

/** Answers that are final. The topic is that of the check. */
export const LASTING_CALL_FAULTS = [
  ...lasting('unexpected-answer', [
    { name: 'HTTP 404', fault: status(404), says: ['HTTP 404 with an empty answer'] },
    {
      name: 'a refusal full of commands',
      fault: status(403, { body: { message: HOSTILE_MESSAGE } }),
      says: ['HTTP 403 "first line ::set-output'],
    },
    {
      name: 'a log-in page with a 200',
      fault: status(200, { body: '<html>' }),
      says: ['HTTP 200 with', 'that is not JSON'],
    },
    {
      name: 'an error with a 200',
      fault: status(200, { body: { code: 'NO' } }),
      says: ['HTTP 200 NO'],
    },
    { name: 'a 200 that is not ok', fault: status(200, { body: { ok: false } }), says: WITHOUT },
    {
      name: 'a failure with a 200',
      fault: status(200, { body: { resultCode: '4004' } }),
      says: WITHOUT,
    },
    { name: 'an array with a 200', fault: status(200, { body: [] }), says: WITHOUT },
    {
      name: 'a 401 of somebody else',
      fault: status(401, { body: 'Log in' }),
      says: ['HTTP 401 with', 'that is not JSON'],
    },
  ]),
  ...lasting('redirect-refused', [
    { name: 'a redirect', fault: status(302), says: ['HTTP 302 to another address'] },
  ]),
  ...lasting('service-unavailable', [
    { name: 'a Retry-After longer than the deadline', fault: waitOf(600, 429), says: ['HTTP 429'] },
  ]),
];

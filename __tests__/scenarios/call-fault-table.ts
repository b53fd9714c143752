import { HOSTILE_MESSAGE } from '../../runner/injection.ts';
import { status, retryAfter } from '../helpers/fault-plans.ts';
import { SWITCHED_PROTOCOL, lasting, passing, row } from './fault-table.ts';

const NOT_JSON = 'that is not JSON';
const RESET = ['the connection was closed before the answer was complete (ECONNRESET)'];
const NO_ANSWER = ['no complete answer within 20 s'];
const ASKS_TO_WAIT = ['because the server asks to wait'];
const WITHOUT = ['HTTP 200 without what was asked for'];

/** Faults of the check call and of the revoke call alike. */
export const PASSING_CALL_FAULTS = passing([
  row('HTTP 500 twice', status(500), 2, ['HTTP 500']),
  // Only the create call answers an assertion that does not verify with a 500.
  row('a 500 that speaks of a token, twice', status(500, { body: { message: 'token' } }), 2, [
    'HTTP 500 "token"',
  ]),
  row('HTTP 429 twice', status(429), 2, ['HTTP 429']),
  row('two resets', { kind: 'reset' }, 2, RESET),
  row('a switch to another protocol (101), twice', SWITCHED_PROTOCOL, 2, NO_ANSWER),
  row('two answers that do not come', { kind: 'hang' }, 2, NO_ANSWER),
  row('two server delays', retryAfter(3, 429), 2, ASKS_TO_WAIT),
  // A lost answer to these calls mints nothing, so more than four are no reason to give up.
  row('five resets', { kind: 'reset' }, 5, RESET),
  row('ten server delays', retryAfter(0, 429), 10, ASKS_TO_WAIT),
]);

/** Answers that are final. The topic is that of the check. */
export const LASTING_CALL_FAULTS = [
  ...lasting('unexpected-answer', [
    row('HTTP 404', status(404), 1, ['HTTP 404 with an empty answer']),
    row('a refusal full of commands', status(403, { body: { message: HOSTILE_MESSAGE } }), 1, [
      'HTTP 403 "first line ::set-output',
    ]),
    row('a log-in page with a 200', status(200, { body: '<html>' }), 1, [
      'HTTP 200 with',
      NOT_JSON,
    ]),
    row('an error with a 200', status(200, { body: { code: 'NO' } }), 1, ['HTTP 200 NO']),
    row('a 200 that is not ok', status(200, { body: { ok: false } }), 1, WITHOUT),
    row('a failure with a 200', status(200, { body: { resultCode: '4004' } }), 1, WITHOUT),
    row('an array with a 200', status(200, { body: [] }), 1, WITHOUT),
    row('a 401 of somebody else', status(401, { body: 'Log in' }), 1, ['HTTP 401 with', NOT_JSON]),
  ]),
  ...lasting('redirect-refused', [
    row('a redirect', status(302), 1, ['HTTP 302 to another address']),
  ]),
  ...lasting('service-unavailable', [
    row('a Retry-After longer than the deadline', retryAfter(600, 429), 1, ['HTTP 429']),
  ]),
];

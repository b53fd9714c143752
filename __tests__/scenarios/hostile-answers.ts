import { HOSTILE_MESSAGE } from '../../runner/injection.ts';
import { BAD_TOKENS } from '../helpers/bad-tokens.ts';
import { status, unauthorised } from '../helpers/fault-plans.ts';
import { lasting, passing, row } from './fault-table.ts';

const MAY_EXIST = 'The Galaxy Store may have created an access token that nobody knows.';
const WITHOUT = 'HTTP 200 without what was asked for';
const NOT_JSON = 'that is not JSON';
const TOO_LONG = 64 * 1024 + 1;

/** Answers with a 200 that cannot be used. The token in them was created all the same. */
export const UNUSABLE_ANSWERS = lasting('unexpected-answer', [
  ...BAD_TOKENS.map(([name, token, says]) => ({
    name: `a token ${name}`,
    fault: { kind: 'replace-token', token } as const,
    says: ['HTTP 200, but the access token in it', says, MAY_EXIST],
    neverSays: ['abcdefgh', 'abcdéfgh', 'xxxxxxxx', '12345678', 'seven-7'],
  })),
  ...[
    { name: 'an array', body: [], says: WITHOUT },
    { name: 'a number', body: 1, says: WITHOUT },
    { name: 'null', body: null, says: WITHOUT },
    { name: 'no item', body: { ok: true }, says: WITHOUT },
    { name: 'an empty item', body: { createdItem: {} }, says: 'is missing' },
    { name: 'nothing', body: '', says: 'HTTP 200 with an empty answer' },
    {
      name: 'an error',
      body: { code: 'AUTH_REQUIRE', message: 'Invalid accessToken' },
      says: 'HTTP 200 AUTH_REQUIRE "Invalid accessToken"',
    },
  ].map(({ name, body, says }) =>
    row(`a 200 with ${name} in it`, status(200, { body }), 1, [says, MAY_EXIST]),
  ),
  row('a 204', status(204), 1, ['HTTP 204 with an empty answer']),
  {
    name: 'the log-in page of a captive portal',
    fault: status(200, {
      headers: { 'Content-Type': 'text/html; charset=utf-8' },
      body: '<html><title>Welcome to Airport Wi-Fi</title></html>',
    }),
    says: ['HTTP 200 with text/html', NOT_JSON, 'log-in page stands between'],
    neverSays: ['Airport'],
  },
  row('JSON that stops in the middle', { kind: 'truncated-json' }, 1, [NOT_JSON, MAY_EXIST]),
  row(
    'a Content-Length that promises less than comes',
    { kind: 'wrong-content-length', difference: -10 },
    1,
    [NOT_JSON, MAY_EXIST],
  ),
  row('an answer without an end', { kind: 'endless', processed: true }, 1, [
    'HTTP 200 with more than 64 KiB of answer',
    MAY_EXIST,
  ]),
  row('an answer one byte too long', { kind: 'oversize', bytes: TOO_LONG, processed: true }, 1, [
    'HTTP 200 with more than 64 KiB of answer',
  ]),
  row(
    'a 502 that is too long, after the work was done',
    status(502, { body: 'x'.repeat(TOO_LONG), processed: true }),
    1,
    ['HTTP 502 with more than 64 KiB of answer', MAY_EXIST],
  ),
  row(
    'bytes that are no UTF-8',
    status(200, { body: Buffer.from([0xc3, 0x28, 0xff, 0xfe, 0]) }),
    1,
    [NOT_JSON],
  ),
]);

/** Bodies that try to be obeyed by the runner or by the terminal. */
export const HOSTILE_MESSAGES = [
  ...lasting('authentication-refused', [
    row('a refusal full of commands', unauthorised(HOSTILE_MESSAGE), 1, [
      'HTTP 401 AUTH_REQUIRE "first line ::set-output name=access-token::evil',
    ]),
    row('a very long message', unauthorised('long '.repeat(9000)), 1, ['long long …"']),
    row(
      'an answer with a byte order mark',
      status(401, { body: '\uFEFF{"code":"AUTH_REQUIRE","message":"Invalid accessToken"}' }),
      1,
      ['HTTP 401 AUTH_REQUIRE "Invalid accessToken"'],
    ),
  ]),
  ...passing([
    row(
      'a passing fault full of commands',
      status(503, { body: { code: '::add-mask::a', message: HOSTILE_MESSAGE } }),
      1,
      ['attempt 1 of 8 failed: HTTP 503'],
    ),
  ]),
  ...lasting('redirect-refused', [
    row('a redirect full of commands', status(302, { headers: { Location: '::error::x' } }), 1, [
      'HTTP 302 to another address',
    ]),
  ]),
  ...lasting('unexpected-answer', [
    row(
      'a type of content full of commands',
      status(404, { headers: { 'Content-Type': 'text/x ##[error]y' }, body: 'no' }),
      1,
      ['HTTP 404 with text/x ##[error]y that is not JSON'],
    ),
    row(
      'headers of more than 16 KiB',
      status(200, { headers: { 'X-Long': 'x'.repeat(20_000) } }),
      1,
      ['answered with something that is not HTTP (HPE_HEADER_OVERFLOW)'],
    ),
  ]),
];

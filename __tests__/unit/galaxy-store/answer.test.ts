import { describe, expect, test } from '@jest/globals';

import { readAnswer } from '../../../src/galaxy-store/answer.ts';
import type { AnswerContext } from '../../../src/galaxy-store/answer.ts';
import { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import type { Operation } from '../../../src/galaxy-store/errors.ts';
import type { HttpAnswer } from '../../../src/galaxy-store/transport.ts';
import { thrownBy } from '../../helpers/thrown.ts';

const NOW_MS = Date.UTC(2027, 0, 15, 8);
const SECRET = 'secret-assertion';
const OPERATIONS: readonly Operation[] = ['create', 'check', 'revoke'];

function answer(status: number, body: unknown = '', more: Partial<HttpAnswer> = {}): HttpAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const nothing = { contentType: '', location: '', dateMs: NaN, retryAfter: '' };
  return { status, body: text, ...nothing, ...more };
}

function context(operation: Operation): AnswerContext {
  return { operation, secrets: [SECRET], nowMs: NOW_MS };
}

function failure(operation: Operation, received: HttpAnswer): GalaxyStoreError {
  return thrownBy(GalaxyStoreError, () => readAnswer(received, context(operation)));
}

describe('an answer that is a success', () => {
  test.each<[Operation, number, unknown]>([
    ['create', 200, { ok: true, createdItem: { accessToken: 'x' } }],
    ['create', 201, { createdItem: null }],
    ['check', 200, { ok: true }],
    ['check', 299, { ok: true, more: 1 }],
    ['revoke', 200, { ok: true }],
    ['revoke', 200, { ok: true, message: 'Revoked', code: 'DONE' }],
  ])('%s with %d and %j gives its JSON', (operation, status, json) => {
    expect(readAnswer(answer(status, json), context(operation))).toEqual(json);
  });
});

describe('a 2xx that is no success', () => {
  test.each<[Operation, number, unknown, string]>([
    ['create', 200, { ok: true }, 'HTTP 200 without what was asked for'],
    ['create', 200, 'null', 'HTTP 200 without what was asked for'],
    ['create', 204, '', 'HTTP 204 with an empty answer'],
    ['create', 299, '{"createdItem":', 'HTTP 299 with text of an unnamed type that is not JSON'],
    ['check', 200, { ok: false }, 'HTTP 200 without what was asked for'],
    ['check', 200, { ok: 'true' }, 'HTTP 200 without what was asked for'],
    ['check', 200, '', 'HTTP 200 with an empty answer'],
    ['revoke', 200, { ok: false }, 'HTTP 200 without what was asked for'],
    ['revoke', 200, { code: 'E1' }, 'HTTP 200 E1 without what was asked for'],
    ['revoke', 200, { message: 'Sorry' }, 'HTTP 200 "Sorry"'],
    ['revoke', 200, {}, 'HTTP 200 without what was asked for'],
    ['revoke', 200, { ok: 'true' }, 'HTTP 200 without what was asked for'],
    ['revoke', 200, { success: true }, 'HTTP 200 without what was asked for'],
    ['revoke', 204, '', 'HTTP 204 with an empty answer'],
    ['revoke', 200, '<html>', 'HTTP 200 with text of an unnamed type that is not JSON'],
  ])('%s with %d and %j', (operation, status, body, message) => {
    const error = failure(operation, answer(status, body));

    expect(error.message).toBe(message);
    expect(error.facts).toEqual({
      kind: 'unexpected-answer',
      transient: false,
      status,
      effect: 'done',
      retryAfterMs: undefined,
      clockSkewMs: undefined,
    });
  });
});

describe('what an answer means', () => {
  const AUTH = { code: 'AUTH_REQUIRE' };
  const SCOPE = { code: 'NO_PERMISSION' };

  test.each<[number, unknown, string, boolean]>([
    [401, AUTH, 'unauthorised', false],
    [401, {}, 'unexpected-answer', false],
    [401, SCOPE, 'unexpected-answer', false],
    [400, AUTH, 'unexpected-answer', false],
    [403, SCOPE, 'scope-not-granted', false],
    [403, AUTH, 'unexpected-answer', false],
    [400, SCOPE, 'unexpected-answer', false],
    [100, {}, 'unexpected-answer', false],
    [199, {}, 'unexpected-answer', false],
    [300, {}, 'redirect', false],
    [302, {}, 'redirect', false],
    [399, {}, 'redirect', false],
    [400, {}, 'unexpected-answer', false],
    [404, {}, 'unexpected-answer', false],
    [407, {}, 'unexpected-answer', false],
    [408, {}, 'unavailable', true],
    [409, {}, 'unexpected-answer', false],
    [428, {}, 'unexpected-answer', false],
    [429, {}, 'unavailable', true],
    [430, {}, 'unexpected-answer', false],
    [499, {}, 'unexpected-answer', false],
    [503, { message: 'invalid signature' }, 'unavailable', true],
  ])('%d with %j is %s for every operation', (status, body, kind, transient) => {
    for (const operation of OPERATIONS) {
      expect(failure(operation, answer(status, body)).facts).toEqual({
        kind,
        transient,
        status,
        effect: 'none',
        retryAfterMs: undefined,
        clockSkewMs: undefined,
      });
    }
  });

  test.each([
    [408, 'none'],
    [429, 'none'],
    [500, 'uncertain'],
    [501, 'uncertain'],
    [502, 'uncertain'],
    [503, 'none'],
    [504, 'uncertain'],
    [520, 'uncertain'],
    [599, 'uncertain'],
  ])('%d leaves it open whether the server did what was asked: %s', (status, effect) => {
    for (const operation of OPERATIONS) {
      expect(failure(operation, answer(status)).facts).toMatchObject({
        kind: 'unavailable',
        transient: true,
        effect,
      });
    }
  });

  test.each([
    'jwt expired',
    'JWT not active',
    'jwt audience invalid. expected: x',
    'invalid signature',
    'Invalid token',
    'invalid algorithm',
    'invalid exp value',
    'invalid nbf value',
    'maxAge exceeded',
    'iat required when maxAge is specified',
  ])('a 500 that says "%s" refuses the assertion of a create call alone', (message) => {
    const received = answer(500, { message });

    expect(failure('create', received).facts).toMatchObject({
      kind: 'assertion-refused',
      transient: false,
      effect: 'none',
    });
    expect(failure('check', received).facts.kind).toBe('unavailable');
    expect(failure('revoke', received).facts.kind).toBe('unavailable');
  });

  test.each([
    'Unexpected token < in JSON at position 0',
    'Request failed with status code 502',
    'The security token included in the request is expired',
    'no invalid signature',
    'invalid signature key in the cache',
    'jwt',
    'invalid iat value',
  ])('a 500 that says "%s" is a temporary fault', (message) => {
    expect(failure('create', answer(500, { message })).facts).toMatchObject({
      kind: 'unavailable',
      transient: true,
      effect: 'uncertain',
    });
  });

  test.each([
    ['Invalid accessToken', true],
    ['Invalid access token', true],
    ['Not found service account by serviceAccountId', true],
    ['Not found serviceAccount by serviceAccountId', true],
    ['Please set the authorization header as Bearer <accessToken>', undefined],
    ['Invalid header: no accessToken', undefined],
    ['Bearer accessToken not found', undefined],
    ['accessToken is missing or invalid', undefined],
    ['A valid accessToken was not found, it is required', undefined],
    ['Expected an accessToken', undefined],
    ['Invalid request', undefined],
    ['', undefined],
  ])('a 401 that says "%s" says that a token is invalid: %s', (message, tokenIsInvalid) => {
    for (const operation of ['check', 'revoke'] as const) {
      const { facts } = failure(operation, answer(401, { ...AUTH, message }));
      expect(facts.tokenIsInvalid).toBe(tokenIsInvalid);
      expect(failure(operation, answer(401, { message })).facts.tokenIsInvalid).toBeUndefined();
    }
    expect(failure('create', answer(401, { ...AUTH, message })).facts).not.toHaveProperty(
      'tokenIsInvalid',
    );
  });
});

describe('what the error shows of an answer', () => {
  test.each<[string, HttpAnswer, string]>([
    [
      'code and message',
      answer(401, { code: 'AUTH_REQUIRE', message: 'Invalid accessToken' }),
      'HTTP 401 AUTH_REQUIRE "Invalid accessToken"',
    ],
    ['a message alone', answer(500, { message: 'oops' }), 'HTTP 500 "oops"'],
    ['a code alone', answer(500, { code: 'E1' }), 'HTTP 500 E1 without what was asked for'],
    [
      'numbers for texts',
      answer(500, { code: 1, message: 2 }),
      'HTTP 500 without what was asked for',
    ],
    [
      'a redirect to a URL, whose path may hold anything',
      answer(302, '', { location: 'https://login.example:8443/session?id=1' }),
      'HTTP 302 to https://login.example:8443',
    ],
    [
      'a redirect to plain http',
      answer(300, '', { location: 'http://login.example/x' }),
      'HTTP 300 to http://login.example',
    ],
    [
      'a redirect by FTP',
      answer(302, '', { location: 'ftp://x.example/' }),
      'HTTP 302 to another address',
    ],
    [
      'a redirect by what ends like http',
      answer(302, '', { location: 'xhttp://x.example/' }),
      'HTTP 302 to another address',
    ],
    [
      'what is no redirect any more',
      answer(400, '', { location: '/login' }),
      'HTTP 400 with an empty answer',
    ],
    [
      'a redirect to a path',
      answer(302, '<html>', { location: '/login' }),
      'HTTP 302 to another address',
    ],
    [
      'a message goes before a location',
      answer(302, { message: 'moved' }, { location: '/login' }),
      'HTTP 302 "moved"',
    ],
    [
      'a web page',
      answer(404, '<html>', { contentType: 'text/html; charset=utf-8' }),
      'HTTP 404 with text/html; charset=utf-8 that is not JSON',
    ],
    [
      'control characters',
      answer(500, { code: 'A\nB', message: 'c\u001bd' }),
      'HTTP 500 A B "c d"',
    ],
    ['secrets', answer(500, { code: SECRET, message: `got ${SECRET}` }), 'HTTP 500 *** "got ***"'],
    [
      'a secret as the type',
      answer(500, '-', { contentType: SECRET }),
      'HTTP 500 with *** that is not JSON',
    ],
    [
      'a secret as the host of a redirect',
      answer(302, '', { location: `https://${SECRET}.example` }),
      'HTTP 302 to https://***.example',
    ],
  ])('%s', (_what, received, message) => {
    const error = failure('create', received);

    expect(error.message).toBe(message);
    expect(error.cause).toBeUndefined();
  });
});

describe('when the server wants to be asked again', () => {
  const DATE = 'Fri, 15 Jan 2027 08:00:30 GMT';

  test.each<[string, string, number, number | undefined]>([
    ['no header', '', NaN, undefined],
    ['seconds', '7', NaN, 7000],
    ['no seconds', '0', NaN, 0],
    ['fifteen digits', '9'.repeat(15), NaN, 999_999_999_999_999_000],
    ['sixteen digits, which are no seconds and no date', '9'.repeat(16), NaN, undefined],
    ['seconds and something else', '7 s', NaN, undefined],
    ['a fraction behind nonsense', 'x7', NaN, undefined],
    ['a date, compared with our clock', DATE, NaN, 30_000],
    ["a date, compared with the server's clock", DATE, NOW_MS + 20_000, 10_000],
    ['a date that is over', DATE, NOW_MS + 40_000, 0],
    ['a date behind a word', `until ${DATE}`, NaN, undefined],
    ['nonsense', 'soon', NaN, undefined],
  ])('%s', (_what, retryAfter, dateMs, retryAfterMs) => {
    const { facts } = failure('create', answer(503, '', { retryAfter, dateMs }));

    expect(facts.retryAfterMs).toBe(retryAfterMs);
  });
});

describe("the server's clock", () => {
  test.each([
    [NOW_MS + 40_000, 40_000],
    [NOW_MS - 40_000, -40_000],
    [NOW_MS, 0],
    [NaN, undefined],
  ])('%d is off ours by %d ms', (dateMs, clockSkewMs) => {
    expect(failure('create', answer(401, '', { dateMs })).facts.clockSkewMs).toBe(clockSkewMs);
  });
});

import { describe, expect, test } from '@jest/globals';

import { readAnswer, type AnswerContext } from '../../../src/galaxy-store/answer.ts';
import {
  GalaxyStoreError,
  type FailureKind,
  type Effect,
  type Operation,
} from '../../../src/galaxy-store/errors.ts';
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

describe('an answer that is no success', () => {
  const WITHOUT = 'without what was asked for';

  test.each<[Operation, number, unknown, string]>([
    ['create', 200, { ok: true }, `200 ${WITHOUT}`],
    ['create', 200, 'null', `200 ${WITHOUT}`],
    ['create', 204, '', '204 with an empty answer'],
    ['create', 299, '{"createdItem":', '299 with text of an unnamed type that is not JSON'],
    ['check', 200, { ok: false }, `200 ${WITHOUT}`],
    ['check', 200, { ok: 'true' }, `200 ${WITHOUT}`],
    ['check', 200, '', '200 with an empty answer'],
    ['revoke', 200, { ok: false }, `200 ${WITHOUT}`],
    ['revoke', 200, { code: 'E1' }, `200 E1 ${WITHOUT}`],
    ['revoke', 200, { message: 'Sorry' }, '200 "Sorry"'],
    ['revoke', 200, { success: true }, `200 ${WITHOUT}`],
    ['revoke', 204, '', '204 with an empty answer'],
    ['revoke', 200, '<html>', '200 with text of an unnamed type that is not JSON'],
  ])('although it is a 2xx: %s with %d and %j', (operation, status, body, message) => {
    const error = failure(operation, answer(status, body));
    const facts = { kind: 'unexpected-answer', transient: false, status, effect: 'done' };

    expect(error.message).toBe(`HTTP ${message}`);
    expect(error.facts).toEqual(facts);
  });

  const AUTH = { code: 'AUTH_REQUIRE' };
  const SCOPE = { code: 'NO_PERMISSION' };
  const rows = (kind: FailureKind, effect: Effect, body: unknown, ...statuses: number[]) =>
    statuses.map((status) => [status, body, kind, effect] as const);

  test.each([
    ...rows('unauthorised', 'none', AUTH, 401),
    ...rows('scope-not-granted', 'none', SCOPE, 403),
    ...rows('unexpected-answer', 'none', AUTH, 400, 403),
    ...rows('unexpected-answer', 'none', SCOPE, 400, 401),
    ...rows('unexpected-answer', 'none', {}, 199, 400, 401, 407, 409, 428, 430, 499),
    ...rows('redirect', 'none', {}, 300, 302, 399),
    ...rows('unavailable', 'none', {}, 408, 429, 503),
    ...rows('unavailable', 'none', { message: 'invalid signature' }, 503),
    ...rows('unavailable', 'uncertain', '', 500, 501, 502, 504, 520, 599),
  ])('%d with %j is %s for every operation, with the effect %s', (status, body, kind, effect) => {
    const transient = kind === 'unavailable';
    for (const operation of OPERATIONS) {
      const { facts } = failure(operation, answer(status, body));
      expect(facts).toEqual({ kind, transient, status, effect });
    }
  });

  test.each([
    ...['jwt expired', 'JWT not active', 'jwt audience invalid. expected: x', 'invalid signature'],
    ...['Invalid token', 'invalid algorithm', 'invalid exp value', 'invalid nbf value'],
    ...['maxAge exceeded', 'iat required when maxAge is specified'],
  ])('a 500 that says "%s" refuses the assertion of a create call alone', (message) => {
    const received = answer(500, { message });
    const refusal = { kind: 'assertion-refused', transient: false, effect: 'none' };

    expect(failure('create', received).facts).toMatchObject(refusal);
    expect(failure('check', received).facts.kind).toBe('unavailable');
    expect(failure('revoke', received).facts.kind).toBe('unavailable');
  });

  test.each([
    ...['Unexpected token < in JSON at position 0', 'Request failed with status code 502'],
    ...['The security token included in the request is expired', 'no invalid signature'],
    ...['invalid signature key in the cache', 'jwt', 'invalid iat value'],
  ])('a 500 that says "%s" is a temporary fault', (message) => {
    const temporary = { kind: 'unavailable', transient: true, effect: 'uncertain' };

    expect(failure('create', answer(500, { message })).facts).toMatchObject(temporary);
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
    const refusal = answer(401, { ...AUTH, message });
    for (const operation of ['check', 'revoke'] as const) {
      expect(failure(operation, refusal).facts.tokenIsInvalid).toBe(tokenIsInvalid);
      expect(failure(operation, answer(401, { message })).facts.tokenIsInvalid).toBeUndefined();
    }
    expect(failure('create', refusal).facts).not.toHaveProperty('tokenIsInvalid');
  });

  const HTML = { contentType: 'text/html; charset=utf-8' };

  test.each<[string, HttpAnswer, string]>([
    ['code and message', answer(401, { ...AUTH, message: 'No' }), '401 AUTH_REQUIRE "No"'],
    ['a message alone', answer(500, { message: 'oops' }), '500 "oops"'],
    ['a code alone', answer(500, { code: 'E1' }), `500 E1 ${WITHOUT}`],
    ['numbers for texts', answer(500, { code: 1, message: 2 }), `500 ${WITHOUT}`],
    ['no redirect', answer(400, '', { location: '/login' }), '400 with an empty answer'],
    ['both', answer(302, { message: 'moved' }, { location: '/login' }), '302 "moved"'],
    ['a web page', answer(404, '<html>', HTML), `404 with ${HTML.contentType} that is not JSON`],
    ['control characters', answer(500, { code: 'A\nB', message: 'c\u001bd' }), '500 A B "c d"'],
    ['secrets', answer(500, { code: SECRET, message: `got ${SECRET}` }), '500 *** "got ***"'],
    ['a type', answer(500, '-', { contentType: SECRET }), '500 with *** that is not JSON'],
  ])('shows of an answer what is no secret: %s', (_what, received, message) => {
    const error = failure('create', received);

    expect(error.message).toBe(`HTTP ${message}`);
    expect(error.cause).toBeUndefined();
  });

  test.each([
    ['https://login.example:8443/session?id=1', 'https://login.example:8443'],
    ['http://login.example/x', 'http://login.example'],
    ['ftp://x.example/', 'another address'],
    ['xhttp://x.example/', 'another address'],
    ['/login', 'another address'],
    [`https://${SECRET}.example`, 'https://***.example'],
  ])('shows of a redirect to %s no path, which may hold anything', (location, shown) => {
    for (const status of [300, 302, 399]) {
      const error = failure('create', answer(status, '<html>', { location }));
      expect(error.message).toBe(`HTTP ${status} to ${shown}`);
    }
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

import { HOSTILE_MESSAGE } from '../../runner/injection.ts';

import type { FaultCase } from './fault-table.ts';

const MAY_EXIST = 'The Galaxy Store may have created an access token that nobody knows.';

/** Answers with a 200 that cannot be used. The token in them was created all the same. */
export const UNUSABLE_ANSWERS: readonly FaultCase[] = [
  ...[
    { name: 'with a line break', token: 'abcdefgh\n::set-output name=x::y', says: 'has spaces' },
    { name: 'with a carriage return', token: 'abcdefgh\r12345678', says: 'has spaces' },
    { name: 'with a space', token: 'abcdefgh 12345678', says: 'has spaces' },
    { name: 'with a control character', token: 'abcdefgh\u001b[31m', says: 'has spaces' },
    { name: 'with a NUL', token: 'abcdefgh\u0000', says: 'has spaces' },
    { name: 'with letters outside of ASCII', token: 'abcdéfgh', says: 'outside of ASCII' },
    { name: 'of a number', token: 12_345_678_901, says: 'is of the type number' },
    { name: 'of an object', token: { value: 'abcdefgh' }, says: 'is of the type object' },
    { name: 'of true', token: true, says: 'is of the type boolean' },
    { name: 'of null', token: null, says: 'is missing' },
    { name: 'without a character', token: '', says: 'is empty' },
    { name: 'of 50,000 characters', token: 'x'.repeat(50_000), says: 'is 50000 characters long' },
  ].map(({ name, token, says }) => ({
    name: `a token ${name}`,
    fault: { kind: 'replace-token', token } as const,
    requests: 1,
    mayLeaveToken: true,
    says: ['HTTP 200, but the access token in it', says, MAY_EXIST],
    neverSays: ['abcdefgh', 'abcdéfgh', 'xxxxxxxx', '12345678'],
    topic: 'unexpected-answer',
  })),
  ...[
    { name: 'an array', body: [], says: 'HTTP 200 without what was asked for' },
    { name: 'a number', body: 1, says: 'HTTP 200 without what was asked for' },
    { name: 'null', body: null, says: 'HTTP 200 without what was asked for' },
    { name: 'no item', body: { ok: true }, says: 'HTTP 200 without what was asked for' },
    { name: 'an empty item', body: { createdItem: {} }, says: 'is missing' },
    { name: 'nothing', body: '', says: 'HTTP 200 with an empty answer' },
    {
      name: 'an error',
      body: { code: 'AUTH_REQUIRE', message: 'Invalid accessToken' },
      says: 'HTTP 200 AUTH_REQUIRE "Invalid accessToken"',
    },
  ].map(({ name, body, says }) => ({
    name: `a 200 with ${name} in it`,
    fault: { kind: 'status', status: 200, body } as const,
    requests: 1,
    says: [says, MAY_EXIST],
    topic: 'unexpected-answer',
  })),
  {
    name: 'a token of 7 characters',
    fault: { kind: 'replace-token', token: 'seven-7' },
    requests: 1,
    mayLeaveToken: true,
    says: ['the access token in it is too short to be masked', MAY_EXIST],
    topic: 'unexpected-answer',
  },
  {
    name: 'a 204',
    fault: { kind: 'status', status: 204 },
    requests: 1,
    says: ['HTTP 204 with an empty answer'],
    topic: 'unexpected-answer',
  },
  {
    name: 'the log-in page of a captive portal',
    fault: {
      kind: 'status',
      status: 200,
      headers: { 'Content-Type': 'text/html; charset=utf-8' },
      body: '<html><title>Welcome to Airport Wi-Fi</title></html>',
    },
    requests: 1,
    says: ['HTTP 200 with text/html', 'that is not JSON', 'log-in page stands between'],
    neverSays: ['Airport'],
    topic: 'unexpected-answer',
  },
  {
    name: 'JSON that stops in the middle',
    fault: { kind: 'truncated-json' },
    requests: 1,
    mayLeaveToken: true,
    says: ['that is not JSON', MAY_EXIST],
    topic: 'unexpected-answer',
  },
  {
    name: 'a Content-Length that promises less than comes',
    fault: { kind: 'wrong-content-length', difference: -10 },
    requests: 1,
    mayLeaveToken: true,
    says: ['that is not JSON', MAY_EXIST],
    topic: 'unexpected-answer',
  },
  {
    name: 'an answer without an end',
    fault: { kind: 'endless', processed: true },
    requests: 1,
    mayLeaveToken: true,
    says: ['HTTP 200 with more than 64 KiB of answer', MAY_EXIST],
    topic: 'unexpected-answer',
  },
  {
    name: 'an answer one byte too long',
    fault: { kind: 'oversize', bytes: 64 * 1024 + 1, processed: true },
    requests: 1,
    mayLeaveToken: true,
    says: ['HTTP 200 with more than 64 KiB of answer'],
    topic: 'unexpected-answer',
  },
  {
    name: 'a 502 that is too long, after the work was done',
    fault: { kind: 'status', status: 502, body: 'x'.repeat(64 * 1024 + 1), processed: true },
    requests: 1,
    mayLeaveToken: true,
    says: ['HTTP 502 with more than 64 KiB of answer', MAY_EXIST],
    topic: 'unexpected-answer',
  },
  {
    name: 'bytes that are no UTF-8',
    fault: { kind: 'status', status: 200, body: Buffer.from([0xc3, 0x28, 0xff, 0xfe, 0x00]) },
    requests: 1,
    says: ['that is not JSON'],
    topic: 'unexpected-answer',
  },
];

/** Bodies that try to be obeyed by the runner or by the terminal. */
export const HOSTILE_MESSAGES: readonly FaultCase[] = [
  {
    name: 'a refusal full of commands',
    fault: {
      kind: 'status',
      status: 401,
      body: { code: 'AUTH_REQUIRE', message: HOSTILE_MESSAGE },
    },
    requests: 1,
    says: ['HTTP 401 AUTH_REQUIRE "first line ::set-output name=access-token::evil'],
    topic: 'authentication-refused',
  },
  {
    name: 'a passing fault full of commands',
    fault: {
      kind: 'status',
      status: 503,
      body: { code: '::add-mask::a', message: HOSTILE_MESSAGE },
    },
    times: 1,
    requests: 2,
    succeeds: true,
    says: ['attempt 1 of 8 failed: HTTP 503'],
  },
  {
    name: 'a type of content full of commands',
    fault: {
      kind: 'status',
      status: 404,
      headers: { 'Content-Type': 'text/x ##[error]y' },
      body: 'no',
    },
    requests: 1,
    says: ['HTTP 404 with text/x ##[error]y that is not JSON'],
    topic: 'unexpected-answer',
  },
  {
    name: 'a redirect full of commands',
    fault: { kind: 'status', status: 302, headers: { Location: '::error::x' } },
    requests: 1,
    says: ['HTTP 302 to another address'],
    topic: 'redirect-refused',
  },
  {
    name: 'headers of more than 16 KiB',
    fault: { kind: 'status', status: 200, headers: { 'X-Long': 'x'.repeat(20_000) } },
    requests: 1,
    says: ['answered with something that is not HTTP (HPE_HEADER_OVERFLOW)'],
    topic: 'unexpected-answer',
  },
  {
    name: 'a very long message',
    fault: {
      kind: 'status',
      status: 401,
      body: { code: 'AUTH_REQUIRE', message: 'long '.repeat(9000) },
    },
    requests: 1,
    says: ['long long …"'],
    topic: 'authentication-refused',
  },
  {
    name: 'an answer with a byte order mark',
    fault: {
      kind: 'status',
      status: 401,
      body: '\uFEFF{"code":"AUTH_REQUIRE","message":"Invalid accessToken"}',
    },
    requests: 1,
    says: ['HTTP 401 AUTH_REQUIRE "Invalid accessToken"'],
    topic: 'authentication-refused',
  },
];

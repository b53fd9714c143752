import { HttpClient } from '@actions/http-client';
import { describe, expect, jest, test } from '@jest/globals';

import { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import { answerTo, expectNothingLeft, failureOf, sendTo, useSockets } from '../helpers/attempts.ts';
import { reply, reset, withServer, type Reaction } from '../helpers/http-server.ts';
import { rejectionOf } from '../../helpers/thrown.ts';

const MAX = 64 * 1024;

useSockets();

describe('a request', () => {
  test('goes out once, without a body', async () => {
    process.env['ACTIONS_ORCHESTRATION_ID'] = 'run.job';
    await withServer([reply(503)], async ({ url, received }) => {
      await sendTo(url);

      const headers = { authorization: 'Bearer x', accept: 'application/json' };
      const own = { 'user-agent': 'agent/1', connection: 'close', 'content-length': '0' };
      const path = '/auth/accessToken?a=b';
      expect(received).toMatchObject([{ method: 'POST', path, headers: { ...headers, ...own } }]);
    });
    expectNothingLeft();
  });

  test('is ended by the attempt timeout alone: that of the client is switched off', async () => {
    const request = jest.spyOn(HttpClient.prototype, 'request');
    const dispose = jest.spyOn(HttpClient.prototype, 'dispose');
    await answerTo(reply(200));

    const never = { allowRedirects: false, allowRetries: false, keepAlive: false };
    const requestOptions = { ...never, socketTimeout: 2_147_483_647 };
    expect(request.mock.contexts[0]).toMatchObject({ requestOptions });
    expect(dispose).toHaveBeenCalledTimes(1);
  });
});

describe('an answer', () => {
  const DATE = 'Fri, 15 Jan 2027 08:00:00 GMT';

  test.each([
    [429, 'text/plain', '/x', '7', DATE, Date.UTC(2027, 0, 15, 8)],
    [200, '', '', '', '', NaN],
  ])('of %d is given with all that matters', async (status, contentType, ...row) => {
    const [location, retryAfter, date, dateMs] = row;
    const headers = { 'content-type': contentType, location, date, 'retry-after': retryAfter };
    const given = Object.entries(headers).filter(([, value]) => value !== '');
    const bare: Reaction = (response) => {
      response.sendDate = false;
      response.writeHead(status, Object.fromEntries(given)).end('body');
    };

    const texts = { contentType, location, retryAfter, body: 'body' };
    expect(await answerTo(bare)).toEqual({ status, ...texts, dateMs });
    expectNothingLeft();
  });

  test('may come in pieces that cut a character', async () => {
    const bytes = Buffer.from('a😀b');
    const inPieces: Reaction = (response) => {
      response.write(bytes.subarray(0, 3), () =>
        setImmediate(() => response.end(bytes.subarray(3))),
      );
    };

    expect((await answerTo(inPieces)).body).toBe('a😀b');
  });

  test.each([
    ['a byte order mark goes', Buffer.from('\ufeff{}'), '{}'],
    ['only one of them', Buffer.from('\ufeff\ufeffa'), '\ufeffa'],
    ['and only in front', Buffer.from('a\ufeff'), 'a\ufeff'],
    ['bytes that are not UTF-8 are replaced', Buffer.from([0x61, 0xff, 0x62]), 'a\ufffdb'],
  ])('is text: %s', async (_what, bytes, body) => {
    expect((await answerTo(reply(200, bytes))).body).toBe(body);
  });

  test.each([
    [200, 'done'],
    [404, 'none'],
    [502, 'uncertain'],
  ])('with status %d and more than 64 KiB is refused', async (status, effect) => {
    expect((await answerTo(reply(status, 'x'.repeat(MAX)))).body).toHaveLength(MAX);
    const error = await failureOf(reply(status, 'x'.repeat(MAX + 1)));
    const facts = { kind: 'unexpected-answer', transient: false, effect, status };

    expect(error.message).toBe(`HTTP ${status} with more than 64 KiB of answer`);
    expect(error.facts).toEqual(facts);
    expectNothingLeft();
  });

  test('that never ends is given up, and its connection closed', async () => {
    const closed = Promise.withResolvers<unknown>();
    const endless: Reaction = (response) => {
      response.on('close', closed.resolve);
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
      };
      response.on('drain', more);
      more();
    };

    expect((await failureOf(endless)).facts.kind).toBe('unexpected-answer');
    await closed.promise;
  });
});

describe('a connection that breaks', () => {
  const cut: Reaction = (response) => {
    response.writeHead(200, { 'content-length': '10' });
    response.write('half', () => setImmediate(() => response.destroy()));
  };

  test.each([
    ['before', reset],
    ['within', cut],
  ])('%s the answer is a lost answer', async (_when, reaction) => {
    const error = await failureOf(reaction);

    expect(error.message).toMatch(
      /^127\.0\.0\.1:\d+: the connection was closed before the answer was complete \(ECONNRESET\)$/,
    );
    expect(error.facts).toEqual({ kind: 'network', transient: true, effect: 'unanswered' });
    expectNothingLeft();
  });

  test('before it stands is none', async () => {
    const refused = await rejectionOf(GalaxyStoreError, sendTo('http://127.0.0.1:1'));

    expect(refused.message).toBe('127.0.0.1:1: the connection was refused (ECONNREFUSED)');
    expect(refused.facts).toEqual({ kind: 'network', transient: true, effect: 'none' });
  });
});

import { HttpClient } from '@actions/http-client';
import { describe, expect, jest, test } from '@jest/globals';

import { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import { answerTo, expectNothingLeft, failureOf, sendTo, useSockets } from '../helpers/attempts.ts';
import { reply, reset, withServer } from '../helpers/http-server.ts';
import type { Reaction } from '../helpers/http-server.ts';
import { rejectionOf } from '../../helpers/thrown.ts';

const MAX = 64 * 1024;

useSockets();

describe('a request', () => {
  test.each(['GET', 'POST', 'DELETE'] as const)(
    'goes out once, without a body: %s',
    async (method) => {
      process.env['ACTIONS_ORCHESTRATION_ID'] = 'run.job';
      await withServer([reply(503)], async ({ url, received }) => {
        await sendTo(url, method);

        expect(received).toHaveLength(1);
        expect(received[0]).toMatchObject({ method, path: '/auth/accessToken?a=b' });
        expect(received[0]?.headers).toMatchObject({
          authorization: 'Bearer x',
          accept: 'application/json',
          'user-agent': 'agent/1',
          connection: 'close',
        });
        expect(['0', undefined]).toContain(received[0]?.headers['content-length']);
      });
      expectNothingLeft();
    },
  );

  test('is ended by the attempt timeout alone: that of the client is switched off', async () => {
    const request = jest.spyOn(HttpClient.prototype, 'request');
    const dispose = jest.spyOn(HttpClient.prototype, 'dispose');
    await answerTo(reply(200));

    expect(request.mock.contexts[0]).toMatchObject({
      requestOptions: {
        allowRedirects: false,
        allowRetries: false,
        keepAlive: false,
        socketTimeout: 2_147_483_647,
      },
    });
    expect(dispose).toHaveBeenCalledTimes(1);
  });
});

describe('an answer', () => {
  test('is given with all that matters', async () => {
    const date = 'Fri, 15 Jan 2027 08:00:00 GMT';
    const headers = { 'content-type': 'text/plain', location: '/x', date, 'retry-after': '7' };
    const dateMs = Date.UTC(2027, 0, 15, 8);

    const texts = { contentType: 'text/plain', location: '/x', body: 'wait', retryAfter: '7' };
    expect(await answerTo(reply(429, 'wait', headers))).toEqual({ status: 429, ...texts, dateMs });
    expectNothingLeft();
  });

  test('may do without any header', async () => {
    const bare: Reaction = (response) => {
      response.sendDate = false;
      response.end();
    };

    const texts = { contentType: '', location: '', body: '', retryAfter: '' };
    expect(await answerTo(bare)).toEqual({ status: 200, ...texts, dateMs: NaN });
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

  test('may have 64 KiB', async () => {
    expect((await answerTo(reply(200, 'x'.repeat(MAX)))).body).toHaveLength(MAX);
  });

  test.each([
    [200, 'done'],
    [404, 'none'],
    [502, 'uncertain'],
  ])('with status %d and more than that is refused', async (status, effect) => {
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

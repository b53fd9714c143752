import { getEventListeners } from 'node:events';
import http, { createServer } from 'node:http';
import type { RequestOptions } from 'node:http';
import type { AddressInfo } from 'node:net';

import { HttpClient } from '@actions/http-client';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import { send } from '../../../src/galaxy-store/transport.ts';
import type { HttpAnswer, HttpRequest } from '../../../src/galaxy-store/transport.ts';
import { recogniseErrorsOfNode } from '../helpers/errors-of-node.ts';
import { hang, reply, reset, whenAsked, withServer } from '../helpers/http-server.ts';
import type { Reaction } from '../helpers/http-server.ts';
import { withoutProxy } from '../helpers/proxy-variables.ts';
import { rejectionOf } from '../helpers/thrown.ts';

const MAX = 64 * 1024;

const NO_REQUEST = { options: {}, parsedUrl: new URL('http://127.0.0.1'), httpModule: http };

withoutProxy();
recogniseErrorsOfNode();

let cancellation: AbortController;

beforeEach(() => {
  cancellation = new AbortController();
  // The cut-off alone is faked; sockets go on as they are.
  jest.useFakeTimers({
    doNotFake: ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate'],
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

function sendTo(
  url: string,
  method: HttpRequest['method'] = 'POST',
  timeoutMs = 20_000,
): Promise<HttpAnswer> {
  const headers = { authorization: 'Bearer x', accept: 'application/json' };
  return send(
    { method, url: `${url}/auth/accessToken?a=b`, headers },
    { userAgent: 'agent/1', timeoutMs, cancelled: cancellation.signal },
  );
}

function answerTo(reaction: Reaction): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    withServer([reaction], async ({ url }) => {
      resolve(await sendTo(url));
    }).catch(reject);
  });
}

function failureOf(reaction: Reaction): Promise<GalaxyStoreError> {
  return rejectionOf(GalaxyStoreError, answerTo(reaction));
}

/** A promise, and what fulfils it. */
function signal(): { readonly seen: Promise<void>; readonly see: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  return {
    seen: promise,
    see: () => {
      resolve(undefined);
    },
  };
}

/** The client that `send` makes, which it does not hand out. */
function spyOnClient(): () => HttpClient {
  const request = jest.spyOn(HttpClient.prototype, 'request');
  return () => {
    const client: unknown = request.mock.contexts[0];
    if (client instanceof HttpClient) return client;
    throw new Error('There was no request.');
  };
}

function expectNothingLeft(): void {
  expect(jest.getTimerCount()).toBe(0);
  expect(getEventListeners(cancellation.signal, 'abort')).toEqual([]);
}

describe('a request', () => {
  test.each(['GET', 'POST', 'DELETE'] as const)(
    'goes out once, without a body: %s',
    async (method) => {
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

  test('is cut off by us alone, and by the client only after that', async () => {
    const client = spyOnClient();
    const dispose = jest.spyOn(HttpClient.prototype, 'dispose');
    await answerTo(reply(200));

    expect(client().requestOptions).toEqual({
      allowRedirects: false,
      allowRetries: false,
      keepAlive: false,
      socketTimeout: 21_000,
    });
    expect(dispose).toHaveBeenCalledTimes(1);
  });

  test('may go to an IPv6 address, whose brackets the resolver does not know', async () => {
    const client = spyOnClient();
    await answerTo(reply(200));
    const prepared = (options: RequestOptions): RequestOptions => {
      client().handlers[0]?.prepareRequest(options);
      return options;
    };

    expect(prepared({ host: '[::1]' }).host).toBe('::1');
    expect(prepared({ host: 'a[b]' }).host).toBe('a[b]');
    expect(prepared({ host: '[b]c' }).host).toBe('[b]c');
    expect(prepared({ agent: false }).host).toBeNull();
  });

  test('leaves a 401 to the one who asked', async () => {
    const client = spyOnClient();

    expect((await answerTo(reply(401, 'no'))).status).toBe(401);
    expect(() => client().handlers[0]?.handleAuthentication(client(), NO_REQUEST, null)).toThrow(
      'A 401 is an answer like any other.',
    );
  });
});

describe('an answer', () => {
  test('is given with all that matters', async () => {
    const date = 'Fri, 15 Jan 2027 08:00:00 GMT';
    const headers = { 'content-type': 'text/plain', location: '/x', date, 'retry-after': '7' };

    expect(await answerTo(reply(429, 'wait', headers))).toEqual({
      status: 429,
      contentType: 'text/plain',
      location: '/x',
      body: 'wait',
      dateMs: Date.UTC(2027, 0, 15, 8),
      retryAfter: '7',
    });
    expectNothingLeft();
  });

  test('may do without any header', async () => {
    const bare: Reaction = (response) => {
      response.sendDate = false;
      response.end();
    };

    expect(await answerTo(bare)).toEqual({
      status: 200,
      contentType: '',
      location: '',
      body: '',
      dateMs: NaN,
      retryAfter: '',
    });
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
    ['only one, and only in front', Buffer.from('\ufeff\ufeffa\ufeff'), '\ufeffa\ufeff'],
    ['bytes that are not UTF-8 are replaced', Buffer.from([0x61, 0xff, 0x62]), 'a\ufffdb'],
  ])('is text: %s', async (_what, bytes, body) => {
    expect((await answerTo(reply(200, bytes))).body).toBe(body);
  });

  test.each([301, 302, 303, 307, 308])('%d is not followed', async (status) => {
    await withServer([reply(status, '', { location: '/elsewhere' })], async ({ url, received }) => {
      expect(await sendTo(url, 'GET')).toMatchObject({ status, location: '/elsewhere' });
      expect(received).toHaveLength(1);
    });
  });

  test('may have 64 KiB', async () => {
    expect((await answerTo(reply(200, 'x'.repeat(MAX)))).body).toHaveLength(MAX);
  });

  test.each([
    [200, true],
    [299, true],
    [300, false],
    [404, false],
  ])('with status %d and more than that is refused', async (status, processed) => {
    const error = await failureOf(reply(status, 'x'.repeat(MAX + 1)));

    expect(error.message).toBe(`HTTP ${status} with more than 64 KiB of answer`);
    expect(error.facts).toEqual({
      kind: 'unexpected-answer',
      transient: false,
      status,
      processed,
    });
    expectNothingLeft();
  });

  test('that never ends is given up, and its connection closed', async () => {
    const closed = signal();
    const endless: Reaction = (response) => {
      response.on('close', closed.see);
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
      };
      response.on('drain', more);
      more();
    };

    expect((await failureOf(endless)).facts.kind).toBe('unexpected-answer');
    await closed.seen;
  });
});

describe('a connection that breaks', () => {
  test('before the answer is a lost answer', async () => {
    const error = await failureOf(reset);

    expect(error.message).toMatch(
      /^127\.0\.0\.1:\d+: the connection was closed before the answer was complete \(ECONNRESET\)$/,
    );
    expect(error.facts).toEqual({ kind: 'network', transient: true, answerLost: true });
    expectNothingLeft();
  });

  test('within the answer is one as well', async () => {
    const cut: Reaction = (response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('half', () => setImmediate(() => response.destroy()));
    };

    expect((await failureOf(cut)).facts).toEqual({
      kind: 'network',
      transient: true,
      answerLost: true,
    });
  });

  test('before it stands is none', async () => {
    const refused = await rejectionOf(GalaxyStoreError, sendTo('http://127.0.0.1:1'));

    expect(refused.message).toBe('127.0.0.1:1: the connection was refused (ECONNREFUSED)');
    expect(refused.facts).toEqual({ kind: 'network', transient: true, answerLost: false });
  });
});

describe('the cut-off', () => {
  /** Waits for the request, then lets time pass, and gives the failure and what was left to wait before. */
  async function cutOff(
    reaction: Reaction,
    timeoutMs: number,
    meanwhile: () => void = () => undefined,
  ): Promise<GalaxyStoreError> {
    const asked = signal();
    const failure = Promise.withResolvers<GalaxyStoreError>();
    await withServer([whenAsked(asked.see, reaction)], async ({ url }) => {
      const answer = rejectionOf(GalaxyStoreError, sendTo(url, 'POST', timeoutMs));
      await asked.seen;
      meanwhile();
      failure.resolve(await answer);
    });
    return await failure.promise;
  }

  test('ends an attempt without an answer', async () => {
    const error = await cutOff(hang, 20_000, () => {
      jest.advanceTimersByTime(19_999);
      expect(jest.getTimerCount()).toBe(1);
      jest.advanceTimersByTime(1);
    });

    expect(error.message).toMatch(/^127\.0\.0\.1:\d+: no complete answer within 20 s$/);
    expect(error.facts).toEqual({ kind: 'network', transient: true, answerLost: true });
    expect(error.cause).toMatchObject({ name: 'AbortError' });
    expectNothingLeft();
  });

  test('ends an answer that drips', async () => {
    const begun = signal();
    const drip: Reaction = (response) => {
      response.write('{', begun.see);
    };
    await withServer([drip], async ({ url }) => {
      const answer = rejectionOf(GalaxyStoreError, sendTo(url, 'GET', 2_000));
      await begun.seen;
      jest.advanceTimersByTime(2_000);

      expect((await answer).message).toMatch(/: no complete answer within 2 s$/);
    });
  });

  test('comes 5 s after the job was cancelled', async () => {
    const error = await cutOff(hang, 20_000, () => {
      cancellation.abort();
      expect(jest.getTimerCount()).toBe(1);
      jest.advanceTimersByTime(4_999);
      expect(jest.getTimerCount()).toBe(1);
      jest.advanceTimersByTime(1);
    });

    expect(error.message).toMatch(/: no complete answer within 5 s$/);
    expectNothingLeft();
  });

  test('comes no later because the job was cancelled', async () => {
    const error = await cutOff(hang, 3_000, () => {
      cancellation.abort();
      jest.advanceTimersByTime(2_999);
      expect(jest.getTimerCount()).toBe(1);
      jest.advanceTimersByTime(1);
    });

    expect(error.message).toMatch(/: no complete answer within 3 s$/);
  });

  test('leaves an answer alone that comes after the job was cancelled', async () => {
    const cancel = (): void => {
      cancellation.abort();
    };

    expect((await answerTo(whenAsked(cancel, reply(200, 'late')))).body).toBe('late');
    expectNothingLeft();
  });

  test('does not take the beginning of an answer without a length for the whole', async () => {
    const begun = signal();
    const bare: Reaction = (response) => {
      response.socket?.write('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}', begun.see);
    };
    await withServer([bare], async ({ url }) => {
      const answer = rejectionOf(GalaxyStoreError, sendTo(url));
      await begun.seen;
      jest.advanceTimersByTime(20_000);

      expect((await answer).message).toMatch(/: no complete answer within 20 s$/);
    });
  });
});

describe('a proxy', () => {
  interface Proxy {
    readonly host: string;
    readonly connected: readonly { readonly target: string; readonly credentials: unknown }[];
    readonly closed: Promise<void>;
  }

  /** Runs a test against a proxy that sends these bytes to whoever connects. */
  async function withProxy(
    answer: string,
    use: (proxy: Proxy) => Promise<void>,
    asked: () => void = () => undefined,
  ): Promise<void> {
    const connected: { target: string; credentials: unknown }[] = [];
    const closed = signal();
    const server = createServer().on('connect', (request, socket) => {
      const { url = '', headers } = request;
      connected.push({ target: url, credentials: headers['proxy-authorization'] });
      socket.on('end', closed.see).on('error', () => undefined);
      socket.resume().write(answer);
      asked();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      await use({ host: `127.0.0.1:${port}`, connected, closed: closed.seen });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  test('that never answers is cut off as well', async () => {
    const asked = signal();
    await withProxy(
      '',
      async ({ host, closed }) => {
        process.env['https_proxy'] = `http://${host}`;
        const answer = rejectionOf(GalaxyStoreError, sendTo('https://store.example'));
        await asked.seen;
        jest.advanceTimersByTime(20_000);

        expect((await answer).message).toBe(
          `store.example through the proxy ${host}: no complete answer within 20 s`,
        );
        await closed;
      },
      asked.see,
    );
    expectNothingLeft();
  });

  test.each([
    ['user:p%40ss', `Basic ${Buffer.from('user:p@ss').toString('base64')}`],
    ['', undefined],
  ])(
    'is told the user name and the password of its address, if there are any: "%s"',
    async (...row) => {
      const [login, credentials] = row;
      await withProxy('HTTP/1.1 407 No\r\n\r\n', async ({ host, connected }) => {
        process.env['https_proxy'] = `http://${login}@${host}`;
        const error = await rejectionOf(GalaxyStoreError, sendTo('https://store.example'));

        expect(error.message).toBe(
          `the proxy ${host}: it wants a user name and a password (HTTP 407)`,
        );
        expect(connected).toEqual([{ target: 'store.example:443', credentials }]);
      });
    },
  );
});

describe('the verification of certificates', () => {
  test('cannot be switched off by the environment, without a proxy', async () => {
    const client = spyOnClient();
    await answerTo(reply(200));
    const options = {};
    client().handlers[0]?.prepareRequest(options);

    expect(options).toMatchObject({ rejectUnauthorized: true });
  });

  test('cannot be switched off by the environment, with a proxy', async () => {
    const client = spyOnClient();
    await answerTo(reply(200));
    const agent = Object.assign(new http.Agent(), { proxyOptions: {}, request: () => undefined });
    client().handlers[0]?.prepareRequest({ agent });

    expect(agent).toMatchObject({ options: { rejectUnauthorized: true } });
    expect(agent.proxyOptions).toEqual({
      rejectUnauthorized: true,
      signal: expect.any(AbortSignal),
    });
  });
});

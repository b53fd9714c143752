import { beforeEach, describe, expect, test } from '@jest/globals';

import { GalaxyStoreClient } from '../../../src/galaxy-store/client.ts';
import type { AccessToken } from '../../../src/galaxy-store/client.ts';
import { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import { recogniseErrorsOfNode } from '../helpers/errors-of-node.ts';
import { FakeSystem, START_MS } from '../helpers/fake-system.ts';
import { reply, reset, withServer } from '../helpers/http-server.ts';
import type { Reaction, Received } from '../helpers/http-server.ts';
import { rejectionOf } from '../helpers/thrown.ts';

const TOKEN: AccessToken = {
  accessToken: 'token-of-24-characters-x',
  serviceAccountId: 'account-1',
  mintedAtMs: START_MS,
};
const OLD_TOKEN = { ...TOKEN, mintedAtMs: START_MS - 5000 };
const MINTED = reply(200, { ok: true, createdItem: { accessToken: 'fresh-token' } });
const OK = reply(200, { ok: true });
const REFUSED = reply(401, { code: 'AUTH_REQUIRE', message: 'Invalid accessToken' });
const REASON = 'HTTP 401 AUTH_REQUIRE "Invalid accessToken"';

recogniseErrorsOfNode();

let system: FakeSystem;
let cancellation: AbortController;
let log: string[];
let signedFor: number[];

beforeEach(() => {
  system = new FakeSystem();
  cancellation = new AbortController();
  log = [];
  signedFor = [];
});

/** Uses a client on a server that answers so, and gives what the server received. */
async function call(
  reactions: readonly Reaction[],
  use: (client: GalaxyStoreClient) => Promise<void>,
): Promise<readonly Received[]> {
  const received: Received[] = [];
  await withServer(reactions, async (server) => {
    const client = new GalaxyStoreClient({
      ...{ nowMs: system.nowMs, monotonicMs: system.monotonicMs, random: system.random },
      sleep: system.sleep,
      apiUrl: server.url,
      userAgent: 'agent/1',
      cancelled: cancellation.signal,
      log: {
        info: (message) => log.push(`info: ${message}`),
        warning: (message) => log.push(`warning: ${message}`),
      },
    });
    await use(client);
    received.push(...server.received);
  });
  return received;
}

function sign(nowMs: number): string {
  signedFor.push(nowMs);
  return `assertion-number-${signedFor.length}`;
}

const create = async (client: GalaxyStoreClient): Promise<void> => {
  expect(await client.createAccessToken(sign)).toBe('fresh-token');
};

/** The failure of a call, which is made when the server stands. */
async function failureOf(
  reactions: readonly Reaction[],
  use: (client: GalaxyStoreClient) => Promise<unknown>,
): Promise<GalaxyStoreError> {
  const { promise, resolve } = Promise.withResolvers<GalaxyStoreError>();
  await call(reactions, async (client) => {
    resolve(await rejectionOf(GalaxyStoreError, use(client)));
  });
  return await promise;
}

describe('creating an access token', () => {
  test('sends the assertion as the documentation says', async () => {
    const received = await call([MINTED], create);

    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ method: 'POST', path: '/auth/accessToken' });
    expect(received[0]?.headers).toMatchObject({
      authorization: 'Bearer assertion-number-1',
      'content-type': 'application/json',
      accept: 'application/json',
      'user-agent': 'agent/1',
    });
    expect(received[0]?.headers).not.toHaveProperty('service-account-id');
    expect(signedFor).toEqual([START_MS]);
    expect(log).toEqual([]);
  });

  test('signs afresh for every attempt', async () => {
    const received = await call([reply(503), MINTED], create);

    expect(received.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer assertion-number-1',
      'Bearer assertion-number-2',
    ]);
    expect(signedFor).toEqual([START_MS, START_MS + 250]);
    expect(log).toEqual([
      'info: Creating the access token: attempt 1 of 8 failed: HTTP 503 with an empty answer. ' +
        'Next attempt in 0.3 s.',
    ]);
  });

  test('does not show an assertion that the server sends back', async () => {
    const echo: Reaction = (response, request) => {
      reply(400, { message: `got ${request.headers.authorization ?? ''}` })(response, request);
    };
    const error = await failureOf([echo], (client) => client.createAccessToken(sign));

    expect(error.message).toBe('HTTP 400 "got Bearer ***"');
  });

  test('refuses a token that cannot be one, without a second attempt', async () => {
    const odd = reply(200, { createdItem: { accessToken: 'a b' } });
    const error = await failureOf([odd], (client) => client.createAccessToken(sign));

    expect(error.message).toMatch(/^HTTP 200, but the access token in it has spaces/);
    expect(error.history?.attempts).toBe(1);
  });

  test('warns of one lost answer', async () => {
    await call([reset, MINTED], create);

    expect(log).toHaveLength(2);
    expect(log[0]).toMatch(
      /^info: .*\(ECONNRESET\)\. If the store created an access token in this attempt, nobody knows it\. Next/,
    );
    expect(log[1]).toBe(
      'warning: The answer to 1 attempt was lost on the way. Each may have created an access token ' +
        'that nobody knows, and that stays valid until the service account is deleted in Seller Portal.',
    );
  });

  test('warns of several lost answers', async () => {
    await call([reset, reset, MINTED], create);

    expect(log.at(-1)).toMatch(
      /^warning: The answers to 2 attempts were lost on the way\. Each may have created /,
    );
  });

  test('gives up after four lost answers', async () => {
    const error = await failureOf([reset], (client) => client.createAccessToken(sign));

    expect(error.history).toMatchObject({ attempts: 4, lostAnswers: 4 });
  });

  test('stops when the job is cancelled', async () => {
    cancellation.abort();
    const error = await failureOf([MINTED], (client) => client.createAccessToken(sign));

    expect(error.message).toBe(
      'Creating the access token was stopped because the job was cancelled',
    );
    expect(signedFor).toEqual([]);
  });
});

describe('a clock that is wrong', () => {
  const at = (ms: number): Readonly<Record<string, string>> => ({
    date: new Date(ms).toUTCString(),
  });
  const HOUR_MS = 3_600_000;
  // The header counts whole seconds, and the fake clock starts in the midst of one.
  const CUT_MS = START_MS % 1000;

  test.each([
    ['behind', HOUR_MS],
    ['ahead of', -HOUR_MS],
  ])('%s the server is corrected once, at once, and told', async (words, offsetMs) => {
    const refused = reply(401, { code: 'AUTH_REQUIRE' }, at(START_MS + offsetMs));
    await call([refused, MINTED], create);

    expect(signedFor).toEqual([START_MS, START_MS + 1 + offsetMs - CUT_MS]);
    expect(system.sleeps).toEqual([1]);
    expect(log).toEqual([
      `warning: The clock of this machine is 1 hour ${words} the clock of the Galaxy Store. ` +
        'The assertion is signed again with the time of the Galaxy Store. ' +
        'Set the clock of the runner, by NTP for example.',
      'info: Creating the access token: attempt 1 of 8 failed: HTTP 401 AUTH_REQUIRE without what ' +
        'was asked for. Next attempt in 0.0 s.',
    ]);
  });

  test('explains a signature that is refused as well', async () => {
    const refused = reply(500, { message: 'jwt expired' }, at(START_MS + HOUR_MS));
    await call([refused, MINTED], create);

    expect(signedFor).toHaveLength(2);
  });

  test('is corrected once only', async () => {
    const refused = reply(401, { code: 'AUTH_REQUIRE' }, at(START_MS + HOUR_MS));
    const error = await failureOf([refused], (client) => client.createAccessToken(sign));

    expect(error.history?.attempts).toBe(2);
    expect(signedFor).toHaveLength(2);
    expect(log.filter((line) => line.startsWith('warning'))).toHaveLength(1);
  });

  test('stays corrected when a passing fault follows', async () => {
    const refused = reply(401, { code: 'AUTH_REQUIRE' }, at(START_MS + HOUR_MS));
    await call([refused, reply(503), MINTED], create);

    expect(signedFor[2]).toBe(START_MS + 501 + HOUR_MS - CUT_MS);
  });

  test('that is right does not make a refusal worth another attempt', async () => {
    const refused = reply(401, { code: 'AUTH_REQUIRE' }, at(START_MS));
    const error = await failureOf([refused], (client) => client.createAccessToken(sign));

    expect(error.history?.attempts).toBe(1);
  });
});

describe('checking an access token', () => {
  const check = (client: GalaxyStoreClient): Promise<void> => client.checkAccessToken(TOKEN);

  test('sends the token together with its account', async () => {
    const received = await call([OK], check);

    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ method: 'GET', path: '/auth/checkAccessToken' });
    expect(received[0]?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN.accessToken}`,
      'service-account-id': TOKEN.serviceAccountId,
      accept: 'application/json',
      'user-agent': 'agent/1',
    });
  });

  test('is patient with a new token that has not spread', async () => {
    const received = await call([REFUSED, REFUSED, OK], check);

    expect(received).toHaveLength(3);
    expect(log[0]).toBe(
      `info: Checking the access token: attempt 1 of 8 failed: ${REASON}. Next attempt in 0.3 s.`,
    );
  });

  test('is patient for 5 s of its life', async () => {
    const error = await failureOf([REFUSED], check);

    expect(system.sleeps).toEqual([250, 500, 1000, 2000, 1250]);
    expect(error.message).toBe(REASON);
    expect(error.history).toMatchObject({ attempts: 6, elapsedMs: 5000 });
  });

  test.each([
    [4999, [1]],
    [5000, []],
    [5001, []],
  ])('of an age of %d ms waits %j', async (ageMs, sleeps) => {
    const token = { ...TOKEN, mintedAtMs: START_MS - ageMs };
    await failureOf([REFUSED], (client) => client.checkAccessToken(token));

    expect(system.sleeps).toEqual(sleeps);
  });

  test('never waits more than 5 s where the clock was set back', async () => {
    system.setClockBack(3_600_000);
    await failureOf([REFUSED], check);

    expect(system.sleeps).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
  });

  test('is not patient with another refusal', async () => {
    const error = await failureOf([reply(403, { code: 'NO_PERMISSION' })], check);

    expect(error.history?.attempts).toBe(1);
  });

  test('does not show a token that the server sends back, nor counts lost answers', async () => {
    const echo = reply(400, { message: `got ${TOKEN.accessToken}` });
    const error = await failureOf([reset, reset, reset, reset, echo], check);

    expect(error.message).toBe('HTTP 400 "got ***"');
    expect(log.join()).not.toContain('nobody knows');
  });
});

describe('revoking an access token', () => {
  test('sends the token together with its account', async () => {
    const received = await call([OK], async (client) => {
      expect(await client.revokeAccessToken(TOKEN)).toBe('revoked');
    });

    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ method: 'DELETE', path: '/auth/revokeAccessToken' });
    expect(received[0]?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN.accessToken}`,
      'service-account-id': TOKEN.serviceAccountId,
    });
  });

  test('counts an invalid token as done', async () => {
    const received = await call([REFUSED], async (client) => {
      expect(await client.revokeAccessToken(OLD_TOKEN)).toBe('already-invalid');
    });

    expect(received).toHaveLength(1);
    expect(log).toEqual([]);
  });

  test('tries again while the token may not have spread', async () => {
    await call([REFUSED, REFUSED, OK], async (client) => {
      expect(await client.revokeAccessToken(TOKEN)).toBe('revoked');
    });

    expect(log[0]).toBe(
      `info: Revoking the access token: attempt 1 of 8 failed: ${REASON}. Next attempt in 0.3 s.`,
    );
  });

  test('counts it as done when it is still invalid after 5 s of its life', async () => {
    await call([REFUSED], async (client) => {
      expect(await client.revokeAccessToken(TOKEN)).toBe('already-invalid');
    });

    expect(system.sleeps).toEqual([250, 500, 1000, 2000, 1250]);
  });

  test('does not count it as done when there was no time to find out', async () => {
    const error = await failureOf([REFUSED], (client) =>
      client.revokeAccessToken(TOKEN, { maxAttempts: 1 }),
    );

    expect(error.facts.kind).toBe('unauthorised');
    expect(error.history?.attempts).toBe(1);
  });

  test('fails on anything else', async () => {
    const error = await failureOf([reply(403, { code: 'NO_PERMISSION' })], (client) =>
      client.revokeAccessToken(OLD_TOKEN),
    );

    expect(error.facts.kind).toBe('scope-not-granted');
  });

  test('keeps within a shorter time', async () => {
    const error = await failureOf([reply(503)], (client) =>
      client.revokeAccessToken(TOKEN, { deadlineMs: 1000 }),
    );

    expect(error.history).toMatchObject({ attempts: 3, elapsedMs: 750 });
  });

  test('hands on what is no failure of the API', async () => {
    const error = new RangeError('a mistake in the program');
    system.duringSleep = () => {
      throw error;
    };

    await call([reply(503)], async (client) => {
      await expect(client.revokeAccessToken(TOKEN)).rejects.toBe(error);
    });
  });

  test('does not show a token that the server sends back', async () => {
    const echo = reply(400, { message: `got ${TOKEN.accessToken}` });
    const error = await failureOf([echo], (client) => client.revokeAccessToken(TOKEN));

    expect(error.message).toBe('HTTP 400 "got ***"');
  });
});

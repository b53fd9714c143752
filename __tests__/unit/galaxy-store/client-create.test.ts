import { beforeEach, describe, expect, test } from '@jest/globals';

import type { GalaxyStoreClient } from '../../../src/galaxy-store/client.ts';
import { ClientCall } from '../helpers/client-call.ts';
import { recogniseErrorsOfNode } from '../helpers/errors-of-node.ts';
import { START_MS } from '../helpers/fake-system.ts';
import { reply, reset, whenAsked } from '../helpers/http-server.ts';
import type { Reaction } from '../helpers/http-server.ts';

const MINTED = reply(200, { ok: true, createdItem: { accessToken: 'fresh-token' } });

recogniseErrorsOfNode();

let call: ClientCall;

beforeEach(() => {
  call = new ClientCall();
});

const create = async (client: GalaxyStoreClient): Promise<void> => {
  expect(await client.createAccessToken(call.sign, call.cancelled)).toBe('fresh-token');
};

describe('creating an access token', () => {
  test('sends the assertion as the documentation says', async () => {
    const received = await call.with([MINTED], create);

    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ method: 'POST', path: '/auth/accessToken' });
    expect(received[0]?.headers).toMatchObject({
      authorization: 'Bearer assertion-number-1',
      'content-type': 'application/json',
      accept: 'application/json',
      'user-agent': 'agent/1',
    });
    expect(received[0]?.headers).not.toHaveProperty('service-account-id');
    expect(call.signedFor).toEqual([START_MS]);
    expect(call.log).toEqual([]);
  });

  test('signs afresh for every attempt', async () => {
    const received = await call.with([reply(503), MINTED], create);

    expect(received.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer assertion-number-1',
      'Bearer assertion-number-2',
    ]);
    expect(call.signedFor).toEqual([START_MS, START_MS + 250]);
    expect(call.log).toEqual([
      'info: Creating the access token: attempt 1 of 8 failed: HTTP 503 with an empty answer. ' +
        'Next attempt in 0.3 s.',
    ]);
  });

  test('does not show an assertion that the server sends back', async () => {
    const echo: Reaction = (response, request) => {
      reply(400, { message: `got ${request.headers.authorization ?? ''}` })(response, request);
    };
    const error = await call.failureOf([echo], (client) =>
      client.createAccessToken(call.sign, call.cancelled),
    );

    expect(error.message).toBe('HTTP 400 "got Bearer ***"');
  });

  test('does not show the assertion of an earlier attempt either', async () => {
    const late = reply(400, { message: 'got assertion-number-1' });
    const error = await call.failureOf([reply(503), late], (client) =>
      client.createAccessToken(call.sign, call.cancelled),
    );

    expect(error.message).toBe('HTTP 400 "got ***"');
  });

  test('warns of an answer that a gateway gave instead of the store', async () => {
    await call.with([reply(504), MINTED], create);

    expect(call.log.at(-1)).toMatch(
      /^warning: 1 attempt to create an access token ended without a clear answer\./,
    );
  });

  test('refuses a token that cannot be one, without a second attempt', async () => {
    const odd = reply(200, { createdItem: { accessToken: 'no token' } });
    const error = await call.failureOf([odd], (client) =>
      client.createAccessToken(call.sign, call.cancelled),
    );

    expect(error.message).toMatch(/^HTTP 200, but the access token in it has spaces/);
    expect(error.history?.attempts).toBe(1);
  });

  test('warns of one lost answer', async () => {
    await call.with([reset, MINTED], create);

    expect(call.log).toHaveLength(2);
    expect(call.log[0]).toMatch(
      /^info: .*\(ECONNRESET\)\. If the store created an access token in this attempt, nobody knows it\. Next/,
    );
    expect(call.log[1]).toBe(
      'warning: 1 attempt to create an access token ended without a clear answer. Each may have created ' +
        'an access token that nobody knows, and that stays valid until the service account is deleted in Seller Portal.',
    );
  });

  test('warns of several lost answers', async () => {
    await call.with([reset, reset, MINTED], create);

    expect(call.log.at(-1)).toMatch(
      /^warning: 2 attempts to create an access token ended without a clear answer\. Each /,
    );
  });

  test('gives up after four lost answers', async () => {
    const error = await call.failureOf([reset], (client) =>
      client.createAccessToken(call.sign, call.cancelled),
    );

    expect(error.history).toMatchObject({ attempts: 4, unknownTokens: 4 });
  });

  test('stops when the job is cancelled', async () => {
    call.cancel();
    const error = await call.failureOf([MINTED], (client) =>
      client.createAccessToken(call.sign, call.cancelled),
    );

    expect(error.message).toBe(
      'Creating the access token was stopped because the job was cancelled',
    );
    expect(call.signedFor).toEqual([]);
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
  ])('%s the server is corrected at once, with a warning', async (words, offsetMs) => {
    const refused = reply(401, { code: 'AUTH_REQUIRE' }, at(START_MS + offsetMs));
    await call.with([refused, MINTED], create);

    expect(call.signedFor).toEqual([START_MS, START_MS + offsetMs - CUT_MS]);
    expect(call.system.sleeps).toEqual([]);
    expect(call.log).toEqual([
      `warning: The clock of this machine is 1 hour ${words} the clock of the Galaxy Store. ` +
        'The assertion was refused (HTTP 401 AUTH_REQUIRE without what was asked for) and is signed ' +
        'again with the time of the Galaxy Store. ' +
        'Set the clock of the runner, by NTP for example.',
    ]);
  });

  test('explains a signature that is refused as well', async () => {
    const refused = reply(500, { message: 'jwt expired' }, at(START_MS + HOUR_MS));
    await call.with([refused, MINTED], create);

    expect(call.signedFor).toHaveLength(2);
  });

  test('is corrected once only', async () => {
    const refused = reply(401, { code: 'AUTH_REQUIRE' }, at(START_MS + HOUR_MS));
    const error = await call.failureOf([refused], (client) =>
      client.createAccessToken(call.sign, call.cancelled),
    );

    expect(error.history?.attempts).toBe(2);
    expect(error.facts.signedWithServerTime).toBe(true);
    expect(call.signedFor).toHaveLength(2);
    expect(call.log.filter((line) => line.startsWith('warning'))).toHaveLength(1);
  });

  test('stays corrected when a temporary fault follows', async () => {
    const refused = reply(401, { code: 'AUTH_REQUIRE' }, at(START_MS + HOUR_MS));
    await call.with([refused, reply(503), MINTED], create);

    expect(call.signedFor[2]).toBe(START_MS + 500 + HOUR_MS - CUT_MS);
  });

  test('is not corrected where no attempt is left', async () => {
    const refused = reply(401, { code: 'AUTH_REQUIRE' }, at(START_MS + HOUR_MS));
    const faults = Array.from({ length: 7 }, () => reply(503));
    const error = await call.failureOf([...faults, refused], (client) =>
      client.createAccessToken(call.sign, call.cancelled),
    );

    expect(error.history?.attempts).toBe(8);
    expect(call.log.filter((line) => line.startsWith('warning'))).toEqual([]);
  });

  test('is not corrected when the job is cancelled', async () => {
    const refusal = reply(401, { code: 'AUTH_REQUIRE' }, at(START_MS + HOUR_MS));
    const error = await call.failureOf(
      [
        whenAsked(() => {
          call.cancel();
        }, refusal),
      ],
      (client) => client.createAccessToken(call.sign, call.cancelled),
    );

    expect(error.facts.kind).toBe('unauthorised');
    expect(call.signedFor).toHaveLength(1);
  });

  test('that is right does not make a refusal worth another attempt', async () => {
    const refused = reply(401, { code: 'AUTH_REQUIRE' }, at(START_MS));
    const error = await call.failureOf([refused], (client) =>
      client.createAccessToken(call.sign, call.cancelled),
    );

    expect(error.history?.attempts).toBe(1);
    expect(error.facts.signedWithServerTime).toBe(false);
  });
});

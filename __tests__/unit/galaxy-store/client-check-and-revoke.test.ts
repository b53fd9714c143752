import { beforeEach, describe, expect, test } from '@jest/globals';

import type { AccessToken } from '../../../src/galaxy-store/access-token.ts';
import type { GalaxyStoreClient } from '../../../src/galaxy-store/client.ts';
import { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import { ClientCall } from '../helpers/client-call.ts';
import { recogniseErrorsOfNode } from '../helpers/errors-of-node.ts';
import { START_MS } from '../helpers/fake-system.ts';
import { reply, reset } from '../helpers/http-server.ts';

const TOKEN: AccessToken = {
  value: 'token-of-24-characters-x',
  serviceAccountId: 'account-1',
  createdAtMs: START_MS,
};
const OLD_TOKEN = { ...TOKEN, createdAtMs: START_MS - 5000 };
const OK = reply(200, { ok: true });
const REFUSED = reply(401, { code: 'AUTH_REQUIRE', message: 'Invalid accessToken' });
const REASON = 'HTTP 401 AUTH_REQUIRE "Invalid accessToken"';

recogniseErrorsOfNode();

let call: ClientCall;

beforeEach(() => {
  call = new ClientCall();
});

describe('checking an access token', () => {
  const check = (client: GalaxyStoreClient): Promise<void> =>
    client.checkAccessToken(TOKEN, call.cancelled);

  test('sends the token together with its account', async () => {
    const received = await call.with([OK], check);

    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ method: 'GET', path: '/auth/checkAccessToken' });
    expect(received[0]?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN.value}`,
      'service-account-id': TOKEN.serviceAccountId,
      accept: 'application/json',
      'user-agent': 'agent/1',
    });
  });

  test('asks again about a new token that has not propagated', async () => {
    const received = await call.with([REFUSED, REFUSED, OK], check);

    expect(received).toHaveLength(3);
    expect(call.log[0]).toBe(
      `info: Checking the access token: attempt 1 of 8 failed: ${REASON}. Next attempt in 0.4 s, because a new access token may not have propagated yet.`,
    );
  });

  test('asks again for 5 s of its life', async () => {
    const error = await call.failureOf([REFUSED], check);

    expect(call.system.sleeps).toEqual([375, 750, 1500, 2375]);
    expect(error.message).toBe(REASON);
    expect(error.history).toMatchObject({ attempts: 5, elapsedMs: 5000 });
  });

  test.each([
    [4999, [1]],
    [5000, []],
    [5001, []],
  ])('of an age of %d ms waits %j', async (ageMs, sleeps) => {
    const token = { ...TOKEN, createdAtMs: START_MS - ageMs };
    await call.failureOf([REFUSED], (client) => client.checkAccessToken(token, call.cancelled));

    expect(call.system.sleeps).toEqual(sleeps);
  });

  test('asks again for 5 s where the clock was set back before', async () => {
    call.system.setClockBack(3_600_000);
    await call.failureOf([REFUSED], check);

    expect(call.system.sleeps).toEqual([375, 750, 1500, 2375]);
  });

  test('asks again for 5 s where the clock is set back in between', async () => {
    call.system.duringSleep = () => {
      call.system.setClockBack(3_600_000);
    };
    await call.failureOf([REFUSED], check);

    expect(call.system.sleeps).toEqual([375, 750, 1500, 2375]);
  });

  test('has attempts left for all of the 5 s, however short the random waits are', async () => {
    call.system.randomNumber = 0;
    const error = await call.failureOf([REFUSED], check);

    expect(call.system.sleeps).toEqual([250, 500, 1000, 2000, 1250]);
    expect(error.history).toMatchObject({ attempts: 6, elapsedMs: 5000 });
  });

  test('does not ask again after another refusal', async () => {
    const error = await call.failureOf([reply(403, { code: 'NO_PERMISSION' })], check);

    expect(error.history?.attempts).toBe(1);
  });

  test('does not show a token that the server sends back, nor counts lost answers', async () => {
    const echo = reply(400, { message: `got ${TOKEN.value}` });
    const error = await call.failureOf([reset, reset, reset, reset, echo], check);

    expect(error.message).toBe('HTTP 400 "got ***"');
    expect(call.log.join()).not.toContain('nobody knows');
  });
});

describe('revoking an access token', () => {
  test('sends the token together with its account', async () => {
    const received = await call.with([OK], async (client) => {
      expect(await client.revokeAccessToken(TOKEN)).toBe('revoked');
    });

    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ method: 'DELETE', path: '/auth/revokeAccessToken' });
    expect(received[0]?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN.value}`,
      'service-account-id': TOKEN.serviceAccountId,
    });
  });

  test('counts an invalid token as done', async () => {
    const received = await call.with([REFUSED], async (client) => {
      expect(await client.revokeAccessToken(OLD_TOKEN)).toBe('already-invalid');
    });

    expect(received).toHaveLength(1);
    expect(call.log).toEqual([]);
  });

  test('tries again while the token may not have propagated', async () => {
    await call.with([REFUSED, REFUSED, OK], async (client) => {
      expect(await client.revokeAccessToken(TOKEN)).toBe('revoked');
    });

    expect(call.log[0]).toBe(
      `info: Revoking the access token: attempt 1 of 8 failed: ${REASON}. Next attempt in 0.4 s, because a new access token may not have propagated yet.`,
    );
  });

  test('counts it as done when it is still invalid after 5 s of its life', async () => {
    await call.with([REFUSED], async (client) => {
      expect(await client.revokeAccessToken(TOKEN)).toBe('already-invalid');
    });

    expect(call.system.sleeps).toEqual([375, 750, 1500, 2375]);
  });

  test('counts it as done after 5 s as well where the clock was set back', async () => {
    call.system.setClockBack(3_600_000);
    await call.with([REFUSED], async (client) => {
      expect(await client.revokeAccessToken(TOKEN)).toBe('already-invalid');
    });

    expect(call.system.sleeps).toEqual([375, 750, 1500, 2375]);
  });

  test('does not count it as done when there was no time to find out', async () => {
    const error = await call.failureOf([REFUSED], (client) =>
      client.revokeAccessToken(TOKEN, { onlyOnce: true }),
    );

    expect(error.facts.kind).toBe('unauthorised');
    expect(error.history?.attempts).toBe(1);
  });

  test('fails on anything else', async () => {
    const error = await call.failureOf([reply(403, { code: 'NO_PERMISSION' })], (client) =>
      client.revokeAccessToken(OLD_TOKEN),
    );

    expect(error.facts.kind).toBe('scope-not-granted');
  });

  test('keeps within a shorter time', async () => {
    const error = await call.failureOf([reply(503)], (client) =>
      client.revokeAccessToken(TOKEN, { deadlineMs: 2000 }),
    );

    expect(error.history).toMatchObject({ attempts: 3, elapsedMs: 750 });
  });

  test('passes on what is no failure of the API', async () => {
    const error = new RangeError('a mistake in the program');
    call.system.duringSleep = () => {
      throw error;
    };

    await call.with([reply(503)], async (client) => {
      await expect(client.revokeAccessToken(TOKEN)).rejects.toBe(error);
    });
  });

  test('does not show a token that the server sends back', async () => {
    const echo = reply(400, { message: `got ${TOKEN.value}` });
    const error = await call.failureOf([echo], (client) => client.revokeAccessToken(TOKEN));

    expect(error.message).toBe('HTTP 400 "got ***"');
  });

  describe('with an answer that proves nothing', () => {
    const ANSWERS = [
      ['an empty object', reply(200, {}), 'HTTP 200 without what was asked for'],
      ['nothing', reply(204), 'HTTP 204 with an empty answer'],
      ['a refusal in a 200', reply(200, { ok: false }), 'HTTP 200 without what was asked for'],
      ['a 401 of a gateway', reply(401, {}), 'HTTP 401 without what was asked for'],
      [
        'a 401 about a header',
        reply(401, { code: 'AUTH_REQUIRE', message: 'Set the header' }),
        'HTTP 401 AUTH_REQUIRE "Set the header"',
      ],
    ] as const;

    test.each(ANSWERS)('asks once, and believes that the token is gone: %s', async (...row) => {
      const [, answer, reason] = row;
      const received = await call.with([answer, REFUSED], async (client) => {
        expect(await client.revokeAccessToken(OLD_TOKEN)).toBe('revoked');
      });

      expect(received.map(({ method }) => method)).toEqual(['DELETE', 'GET']);
      expect(call.log).toEqual([
        `info: Revoking the access token: ${reason}. That proves nothing; it is checked.`,
      ]);
    });

    test.each(ANSWERS)('fails where the token still works: %s', async (_what, answer, reason) => {
      const error = await call.failureOf([answer, OK], (client) =>
        client.revokeAccessToken(OLD_TOKEN),
      );

      expect(error.message).toBe(`${reason}, and the token still works`);
    });

    test.each([
      ['a fault', reply(503), 'HTTP 503 with an empty answer'],
      ['a 404', reply(404, {}), 'HTTP 404 without what was asked for'],
      ['a 401 of a gateway', reply(401, {}), 'HTTP 401 without what was asked for'],
      ['a log-in page', reply(200, {}), 'HTTP 200 without what was asked for'],
    ])('fails where the check proves nothing either: %s', async (_what, checked, reason) => {
      const error = await call.failureOf([reply(200, {}), checked, OK], (client) =>
        client.revokeAccessToken(OLD_TOKEN),
      );

      expect(error.message).toBe(
        `HTTP 200 without what was asked for, and it may still work: ${reason}`,
      );
      expect(error.cause).toBeInstanceOf(GalaxyStoreError);
    });

    test('asks when a new token must have propagated', async () => {
      await call.with([reply(200, {}), REFUSED], async (client) => {
        expect(await client.revokeAccessToken(TOKEN)).toBe('revoked');
      });

      expect(call.system.sleeps).toEqual([5000]);
    });

    test('passes on what is no failure of the API', async () => {
      const error = new RangeError('a mistake in the program');
      const random = (): number => {
        if (call.log.length > 0) throw error;
        return 0;
      };
      Object.assign(call.system, { random });

      await call.with([reply(200, {}), reply(503)], async (client) => {
        await expect(client.revokeAccessToken(OLD_TOKEN)).rejects.toBe(error);
      });
    });

    test('does not ask where one attempt is allowed', async () => {
      const error = await call.failureOf([reply(200, {}), REFUSED], (client) =>
        client.revokeAccessToken(OLD_TOKEN, { onlyOnce: true }),
      );

      expect(error.message).toBe('HTTP 200 without what was asked for');
    });
  });
});

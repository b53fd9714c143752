import { beforeEach, describe, expect, test } from '@jest/globals';

import type { AccessToken } from '../../../src/galaxy-store/access-token.ts';
import type { GalaxyStoreClient } from '../../../src/galaxy-store/client.ts';
import { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import { ClientCall } from '../helpers/client-call.ts';
import { recogniseErrorsOfNode } from '../helpers/errors-of-node.ts';
import { START_MS } from '../helpers/fake-system.ts';
import { reply, reset } from '../helpers/http-server.ts';
import type { Reaction } from '../helpers/http-server.ts';

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

const check = (client: GalaxyStoreClient, token = TOKEN): Promise<void> =>
  client.checkAccessToken(token, call.cancelled);

async function revokeBy(client: GalaxyStoreClient, token = TOKEN, expected = 'revoked') {
  expect(await client.revokeAccessToken(token)).toBe(expected);
}

/** The methods of the requests in which a token is revoked on a server that answers so. */
async function revoke(
  reactions: readonly Reaction[],
  token = TOKEN,
  expected = 'revoked',
): Promise<readonly string[]> {
  const received = await call.with(reactions, (client) => revokeBy(client, token, expected));
  return received.map(({ method }) => method);
}

function failureToRevoke(
  reactions: readonly Reaction[],
  token = TOKEN,
  bounds: Parameters<GalaxyStoreClient['revokeAccessToken']>[1] = {},
): Promise<GalaxyStoreError> {
  return call.failureOf(reactions, (client) => client.revokeAccessToken(token, bounds));
}

describe('an access token', () => {
  test.each([
    ['GET', '/auth/checkAccessToken', check],
    ['DELETE', '/auth/revokeAccessToken', (client: GalaxyStoreClient) => revokeBy(client)],
  ])('is sent together with its account: %s %s', async (method, path, use) => {
    const received = await call.with([OK], use);

    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ method, path });
    expect(received[0]?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN.value}`,
      'service-account-id': TOKEN.serviceAccountId,
      accept: 'application/json',
      'user-agent': 'agent/1',
    });
  });

  const PROPAGATION = [375, 750, 1500, 2375];

  // The wall clock may have been set back since the token was created.
  test.each([
    [-3_600_000, PROPAGATION],
    [0, PROPAGATION],
    [4999, [1]],
    [5000, []],
    [5001, []],
  ])('of an age of %d ms is believed to be invalid after waits of %j', async (ageMs, sleeps) => {
    const token = { ...TOKEN, createdAtMs: START_MS - ageMs };
    const error = await call.failureOf([REFUSED], (client) => check(client, token));

    expect(error.message).toBe(REASON);
    expect(call.system.sleeps).toEqual(sleeps);
    call = new ClientCall();
    expect(await revoke([REFUSED], token, 'already-invalid')).toHaveLength(sleeps.length + 1);
    expect(call.system.sleeps).toEqual(sleeps);
  });

  const because = 'because a new access token may not have propagated yet';

  test('that has propagated meanwhile is a good one', async () => {
    await call.with([REFUSED, REFUSED, OK], check);
    await revoke([REFUSED, REFUSED, OK]);

    const first = `the access token: attempt 1 of 8 failed: ${REASON}. Next attempt in 0.4 s, ${because}.`;
    expect(call.log[0]).toBe(`info: Checking ${first}`);
    expect(call.log[2]).toBe(`info: Revoking ${first}`);
  });
});

describe('checking an access token', () => {
  test('goes on for 5 s where the clock is set back in between', async () => {
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

  test('does not show a token that the server sends back, nor counts lost answers', async () => {
    const echo = reply(400, { message: `got ${TOKEN.value}` });
    const error = await call.failureOf([reset, reset, reset, reset, echo], check);

    expect(error.message).toBe('HTTP 400 "got ***"');
    expect(call.log.join()).not.toContain('nobody knows');
  });
});

describe('revoking an access token', () => {
  test('does not believe that it is invalid when there was no time to find out', async () => {
    const { facts, history } = await failureToRevoke([REFUSED], TOKEN, { onlyOnce: true });

    expect(facts.kind).toBe('unauthorised');
    expect(history?.attempts).toBe(1);
  });

  test('fails on anything else', async () => {
    const forbidden = reply(403, { code: 'NO_PERMISSION', message: `no ${TOKEN.value}` });

    expect((await failureToRevoke([forbidden], OLD_TOKEN)).message).toBe(
      'HTTP 403 NO_PERMISSION "no ***"',
    );
  });

  test('keeps within a shorter time', async () => {
    const { history } = await failureToRevoke([reply(503)], TOKEN, { deadlineMs: 2000 });

    expect(history).toMatchObject({ attempts: 3, elapsedMs: 750 });
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
});

describe('an answer to the revocation that proves nothing', () => {
  const WITHOUT = 'without what was asked for';
  const aboutHeader = reply(401, { code: 'AUTH_REQUIRE', message: 'Set the header' });

  test.each([
    [reply(200, {}), `HTTP 200 ${WITHOUT}`],
    [reply(204), 'HTTP 204 with an empty answer'],
    [reply(401, {}), `HTTP 401 ${WITHOUT}`],
    [aboutHeader, 'HTTP 401 AUTH_REQUIRE "Set the header"'],
  ])('is checked once: %#', async (answer, reason) => {
    expect(await revoke([answer, REFUSED], OLD_TOKEN)).toEqual(['DELETE', 'GET']);
    expect(call.log).toEqual([
      `info: Revoking the access token: ${reason}. That proves nothing; it is checked.`,
    ]);
    for (const [checked, outcome] of [
      [OK, 'the token still works'],
      [reply(503), 'it may still work: HTTP 503 with an empty answer'],
      [reply(401, {}), `it may still work: HTTP 401 ${WITHOUT}`],
    ] as const) {
      const error = await failureToRevoke([answer, checked, OK], OLD_TOKEN);
      expect(error.message).toBe(`${reason}, and ${outcome}`);
      expect(error.cause).toBeInstanceOf(GalaxyStoreError);
    }
  });

  test('is checked when a new token must have propagated', async () => {
    await revoke([reply(200, {}), REFUSED]);

    expect(call.system.sleeps).toEqual([5000]);
  });

  test('does not hide what is no failure of the API', async () => {
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

  test('is not checked where one attempt is allowed', async () => {
    const error = await failureToRevoke([reply(200, {}), REFUSED], OLD_TOKEN, { onlyOnce: true });

    expect(error.message).toBe(`HTTP 200 ${WITHOUT}`);
  });
});

import { beforeEach, describe, expect, test } from '@jest/globals';

import type { GalaxyStoreClient } from '../../../src/galaxy-store/client.ts';
import { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import { ClientCall } from '../helpers/client-call.ts';
import { START_MS } from '../helpers/fake-system.ts';
import { reply, reset, whenAsked, type Reaction } from '../helpers/http-server.ts';

const VALUE = 'token-of-24-characters-x';
const TOKEN = { value: VALUE, serviceAccountId: 'account-1', createdAtMs: START_MS };
const OLD_TOKEN = { ...TOKEN, createdAtMs: START_MS - 5000 };
const MINTED = reply(200, { ok: true, createdItem: { accessToken: VALUE } });
const OK = reply(200, { ok: true });
const REFUSED = reply(401, { code: 'AUTH_REQUIRE', message: 'Invalid accessToken' });
const REASON = 'HTTP 401 AUTH_REQUIRE "Invalid accessToken"';

let call: ClientCall;

beforeEach(() => {
  call = new ClientCall();
});

const create = (client: GalaxyStoreClient): Promise<string> =>
  client.createAccessToken(call.sign, call.cancelled);
const check =
  (token = TOKEN) =>
  (client: GalaxyStoreClient): Promise<void> =>
    client.checkAccessToken(token, call.cancelled);
const revoke =
  (token = TOKEN, bounds: Parameters<GalaxyStoreClient['revokeAccessToken']>[1] = {}) =>
  (client: GalaxyStoreClient): Promise<string> =>
    client.revokeAccessToken(token, bounds);

const requests = (): readonly string[] => call.received.map(({ method }) => method);

describe('every call', () => {
  const SIGNED = { 'content-type': 'application/json', authorization: 'Bearer assertion-number-1' };
  const OWNED = { 'service-account-id': 'account-1', authorization: `Bearer ${VALUE}` };

  test.each([
    ['POST', '/auth/accessToken', create, SIGNED, MINTED, VALUE],
    ['GET', '/auth/checkAccessToken', check(), OWNED, OK, undefined],
    ['DELETE', '/auth/revokeAccessToken', revoke(), OWNED, OK, 'revoked'],
  ])(
    'is made as the documentation says: %s %s',
    async (method, path, use, own, answer, outcome) => {
      expect(await call.with<unknown>([answer], use)).toBe(outcome);
      const headers = { ...own, accept: 'application/json', 'user-agent': 'agent/1' };
      expect(call.received).toMatchObject([{ method, path, headers }]);
      const names = Object.keys(call.received[0]?.headers ?? {});
      expect(names.includes('service-account-id')).toBe(own === OWNED);
      expect(call.log).toEqual([]);
    },
  );

  test.each([
    ['create', create, 'assertion-number-2, not assertion-number-1'],
    ['check', check(), `${VALUE}, not ${VALUE}`],
    ['revoke', revoke(), `${VALUE}, not ${VALUE}`],
  ])('does not show what it sent, now or before: %s', async (_what, use, secrets) => {
    const echo = reply(400, { message: `got ${secrets}` });
    expect((await call.failureOf([reply(503), echo], use)).message).toBe(
      'HTTP 400 "got ***, not ***"',
    );
  });
});

describe('creating an access token', () => {
  test('signs afresh for every attempt', async () => {
    await call.with([reply(503), MINTED], create);
    expect(call.received.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer assertion-number-1',
      'Bearer assertion-number-2',
    ]);
    expect(call.signedFor).toEqual([START_MS, START_MS + 250]);
    expect(call.log.join()).toMatch(
      /^info: Creating the access token: attempt 1 of 8 failed: [^,]+$/,
    );
  });

  test.each([
    ['1 attempt', [reply(504)]],
    ['2 attempts', [reset, reply(504)]],
  ])('warns of %s without a clear answer', async (attempts, lost) => {
    await call.with([...lost, MINTED], create);
    expect(call.log).toHaveLength(lost.length + 1);
    expect(call.log[0]).toMatch(
      /^info: .*\. If the store created an access token in this attempt, nobody knows it\. Next/,
    );
    expect(call.log.at(-1)).toBe(
      `warning: ${attempts} to create an access token ended without a clear answer. Each may have created ` +
        'an access token that nobody knows, and that stays valid until the service account is deleted in Seller Portal.',
    );
  });

  const HOUR_MS = 3_600_000;
  // The header counts whole seconds, and the fake clock starts in the midst of one.
  const CUT_MS = START_MS % 1000;
  const refusalAt = (ms: number): Reaction =>
    reply(401, { code: 'AUTH_REQUIRE' }, { date: new Date(ms).toUTCString() });

  test.each([
    ['behind', HOUR_MS],
    ['ahead of', -HOUR_MS],
  ])('corrects a clock %s that of the server at once, and for good', async (words, offsetMs) => {
    await call.with([refusalAt(START_MS + offsetMs), reply(503), MINTED], create);

    const corrected = START_MS + offsetMs - CUT_MS;
    expect(call.signedFor).toEqual([START_MS, corrected, corrected + 500]);
    expect(call.system.sleeps).toEqual([500]);
    expect(call.log[0]).toBe(
      `warning: The clock of this machine is 1 hour ${words} the clock of the Galaxy Store. ` +
        'The assertion was refused (HTTP 401 AUTH_REQUIRE without what was asked for) and is signed ' +
        'again with the time of the Galaxy Store. ' +
        'Set the clock of the runner, by NTP for example.',
    );
  });

  test.each([
    ['once only', START_MS + HOUR_MS, 2],
    ['not at all where it is right', START_MS, 1],
  ])('corrects the clock %s', async (_often, dateMs, attempts) => {
    const error = await call.failureOf([refusalAt(dateMs)], create);
    expect(error.history?.attempts).toBe(attempts);
    expect(error.facts.signedWithServerTime).toBe(attempts > 1);
    expect(call.signedFor).toHaveLength(attempts);
    expect(call.log).toHaveLength(attempts - 1);
  });

  test('does not correct the clock when the job is cancelled', async () => {
    const refusal = whenAsked(call.cancel, refusalAt(START_MS + HOUR_MS));
    const error = await call.failureOf([refusal], create);
    expect(error.facts.kind).toBe('unauthorised');
    expect(call.signedFor).toHaveLength(1);
  });
});

describe('a new access token', () => {
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
    const error = await call.failureOf([REFUSED], check(token));
    expect(error.message).toBe(REASON);
    expect(call.system.sleeps).toEqual(sleeps);
    call = new ClientCall();
    expect(await call.with([REFUSED], revoke(token))).toBe('already-invalid');
    expect(call.system.sleeps).toEqual(sleeps);
  });

  test.each([
    ['Checking', check()],
    ['Revoking', revoke()],
  ])('may have propagated meanwhile: %s', async (operation, use) => {
    await call.with<unknown>([REFUSED, REFUSED, OK], use);
    expect(requests()).toHaveLength(3);
    expect(call.log[0]).toBe(
      `info: ${operation} the access token: attempt 1 of 8 failed: ${REASON}. Next attempt in 0.4 s, because ` +
        'a new access token may not have propagated yet.',
    );
  });

  test('has 5 s to propagate where the clock is set back in between', async () => {
    call.system.duringSleep = () => {
      call.system.setClockBack(3_600_000);
    };
    await call.failureOf([REFUSED], check());
    expect(call.system.sleeps).toEqual(PROPAGATION);
  });

  test('has attempts left for all of the 5 s, however short the random waits are', async () => {
    call.system.randomNumber = 0;
    const error = await call.failureOf([REFUSED], check());
    expect(call.system.sleeps).toEqual([250, 500, 1000, 2000, 1250]);
    expect(error.history).toMatchObject({ attempts: 6, elapsedMs: 5000 });
  });
});

describe('revoking an access token', () => {
  const WITHOUT = 'without what was asked for';
  const FORBIDDEN = reply(403, { code: 'NO_PERMISSION' });

  test.each([
    [REFUSED, TOKEN, { onlyOnce: true }, 1, REASON],
    [REFUSED, TOKEN, { deadlineMs: 2000 }, 2, REASON],
    [reply(503), TOKEN, { deadlineMs: 2000 }, 3, 'HTTP 503 with an empty answer'],
    [FORBIDDEN, OLD_TOKEN, {}, 1, `HTTP 403 NO_PERMISSION ${WITHOUT}`],
    [reply(200, {}), OLD_TOKEN, { onlyOnce: true }, 1, `HTTP 200 ${WITHOUT}`],
  ])('fails without a check: %#', async (answer, token, bounds, attempts, reason) => {
    const error = await call.failureOf([answer], revoke(token, bounds));
    expect(error.message).toBe(reason);
    expect(requests()).toEqual(Array.from({ length: attempts }, () => 'DELETE'));
  });

  const aboutHeader = reply(401, { code: 'AUTH_REQUIRE', message: 'Set the header' });

  test.each([
    [reply(200, {}), `HTTP 200 ${WITHOUT}`],
    [reply(204), 'HTTP 204 with an empty answer'],
    [reply(401, {}), `HTTP 401 ${WITHOUT}`],
    [aboutHeader, 'HTTP 401 AUTH_REQUIRE "Set the header"'],
  ])('checks once after an answer that proves nothing: %#', async (answer, reason) => {
    expect(await call.with([answer, REFUSED], revoke(OLD_TOKEN))).toBe('revoked');
    expect(requests()).toEqual(['DELETE', 'GET']);
    expect(call.system.sleeps).toEqual([]);
    expect(call.log).toEqual([
      `info: Revoking the access token: ${reason}. That proves nothing; it is checked.`,
    ]);
    for (const [checked, outcome] of [
      [OK, 'the token still works'],
      [reply(503), 'it may still work: HTTP 503 with an empty answer'],
      [reply(401, {}), `it may still work: HTTP 401 ${WITHOUT}`],
    ] as const) {
      const error = await call.failureOf([answer, checked, OK], revoke(OLD_TOKEN));
      expect(error.message).toBe(`${reason}, and ${outcome}`);
      expect(error.cause).toBeInstanceOf(GalaxyStoreError);
    }
  });

  test('checks when a new token must have propagated', async () => {
    await call.with([reply(200, {}), REFUSED], revoke());
    expect(call.system.sleeps).toEqual([5000]);
  });

  test.each([
    ['the revocation', [reply(503)], 0],
    ['the check', [reply(200, {}), reply(503)], 1],
  ])('passes on what is no failure of the API, in %s', async (_where, reactions, logged) => {
    const error = new RangeError('a mistake in the program');
    const random = (): number => {
      if (call.log.length >= logged) throw error;
      return 0;
    };
    Object.assign(call.system, { random });

    await expect(call.with(reactions, revoke(OLD_TOKEN))).rejects.toBe(error);
  });
});

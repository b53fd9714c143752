import { beforeEach, describe, expect, test } from '@jest/globals';

import type { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import { ClientCall } from '../helpers/client-call.ts';
import { recogniseErrorsOfNode } from '../helpers/errors-of-node.ts';
import { START_MS } from '../helpers/fake-system.ts';
import { reply, reset, whenAsked } from '../helpers/http-server.ts';
import type { Reaction, Received } from '../helpers/http-server.ts';

const MINTED = reply(200, { ok: true, createdItem: { accessToken: 'fresh-token' } });

recogniseErrorsOfNode();

let call: ClientCall;

beforeEach(() => {
  call = new ClientCall();
});

/** Creates a token on a server that answers so. */
function create(...reactions: readonly Reaction[]): Promise<readonly Received[]> {
  return call.with(reactions, async (client) => {
    expect(await client.createAccessToken(call.sign, call.cancelled)).toBe('fresh-token');
  });
}

function failureOf(...reactions: readonly Reaction[]): Promise<GalaxyStoreError> {
  return call.failureOf(reactions, (client) => client.createAccessToken(call.sign, call.cancelled));
}

describe('creating an access token', () => {
  test('sends the assertion as the documentation says', async () => {
    const received = await create(MINTED);

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
    const received = await create(reply(503), MINTED);

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

  test('does not show an assertion that the server sends back, or an earlier one', async () => {
    const echo = reply(400, { message: 'got assertion-number-2, not assertion-number-1' });

    expect((await failureOf(reply(503), echo)).message).toBe('HTTP 400 "got ***, not ***"');
  });

  test.each([
    ['1 attempt', [reply(504)]],
    ['1 attempt', [reset]],
    ['2 attempts', [reset, reset]],
  ])('warns of %s without a clear answer', async (attempts, lost) => {
    await create(...lost, MINTED);

    expect(call.log).toHaveLength(lost.length + 1);
    expect(call.log[0]).toMatch(
      /^info: .*\. If the store created an access token in this attempt, nobody knows it\. Next/,
    );
    expect(call.log.at(-1)).toBe(
      `warning: ${attempts} to create an access token ended without a clear answer. Each may have created ` +
        'an access token that nobody knows, and that stays valid until the service account is deleted in Seller Portal.',
    );
  });
});

describe('a clock that is wrong', () => {
  const HOUR_MS = 3_600_000;
  // The header counts whole seconds, and the fake clock starts in the midst of one.
  const CUT_MS = START_MS % 1000;
  const refusalAt = (ms: number): Reaction =>
    reply(401, { code: 'AUTH_REQUIRE' }, { date: new Date(ms).toUTCString() });

  test.each([
    ['behind', HOUR_MS],
    ['ahead of', -HOUR_MS],
  ])(
    '%s the server is corrected at once, with a warning, and stays so',
    async (words, offsetMs) => {
      await create(refusalAt(START_MS + offsetMs), reply(503), MINTED);

      const corrected = START_MS + offsetMs - CUT_MS;
      expect(call.signedFor).toEqual([START_MS, corrected, corrected + 500]);
      expect(call.system.sleeps).toEqual([500]);
      expect(call.log[0]).toBe(
        `warning: The clock of this machine is 1 hour ${words} the clock of the Galaxy Store. ` +
          'The assertion was refused (HTTP 401 AUTH_REQUIRE without what was asked for) and is signed ' +
          'again with the time of the Galaxy Store. ' +
          'Set the clock of the runner, by NTP for example.',
      );
    },
  );

  test.each([
    ['once only', START_MS + HOUR_MS, 2],
    ['not at all where the clock is right', START_MS, 1],
  ])('is corrected %s', async (_often, dateMs, attempts) => {
    const error = await failureOf(refusalAt(dateMs));

    expect(error.history?.attempts).toBe(attempts);
    expect(error.facts.signedWithServerTime).toBe(attempts > 1);
    expect(call.signedFor).toHaveLength(attempts);
    expect(call.log).toHaveLength(attempts - 1);
  });

  test('is not corrected when the job is cancelled', async () => {
    const cancel = (): void => {
      call.cancel();
    };
    const error = await failureOf(whenAsked(cancel, refusalAt(START_MS + HOUR_MS)));

    expect(error.facts.kind).toBe('unauthorised');
    expect(call.signedFor).toHaveLength(1);
  });
});

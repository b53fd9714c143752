import { describe, expect, test } from '@jest/globals';
import { describeEvent } from '../../emulator/emulator.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { check, create, jwtOf, otherKeys, revoke, send, tokenOf, withEmulator } from './support.ts';

describe('what surrounds the endpoints', () => {
  test('an unknown path or method is 404', async () => {
    await withEmulator({}, async (emulator) => {
      for (const sent of [{ path: '/auth/other' }, { path: '/auth/accessToken' }]) {
        expect(await send(emulator, sent)).toMatchObject({
          status: 404,
          json: undefined,
          text: expect.stringMatching(/^Cannot GET /) as unknown,
        });
      }
    });
  });

  test('more requests in a second than allowed are 429 with Retry-After', async () => {
    const throttle = { requestsPerSecond: 1, retryAfterSeconds: 3 };
    await withEmulator({ throttle }, async (emulator) => {
      const replies = await Promise.all([create(emulator), create(emulator), create(emulator)]);
      const refused = replies.filter(({ status }) => status === 429);
      expect(refused.length).toBeGreaterThan(0);
      expect(refused[0]?.headers['retry-after']).toBe('3');
      expect(emulator.liveTokens()).toHaveLength(3 - refused.length);
    });
  });

  test('requests are recorded with their number and secrets', async () => {
    await withEmulator({}, async (emulator) => {
      const jwt = jwtOf();
      await create(emulator, jwt);
      await create(emulator, 'x');
      await send(emulator, { method: 'POST', path: '/x?y=1', body: 'hello' });
      expect(emulator.requests).toMatchObject([
        { operation: 'create', n: 1, headers: { authorization: `Bearer ${jwt}` } },
        { operation: 'create', n: 2 },
        { operation: 'other', n: 1, method: 'POST', path: '/x?y=1', body: 'hello' },
      ]);
    });
  });

  test('events say what happened, and their text has no token and no JWT', async () => {
    const seen: string[] = [];
    const onEvent = (event: Emulator['events'][number]): void => {
      seen.push(describeEvent(event));
    };
    await withEmulator({ onEvent }, async (emulator) => {
      const token = await tokenOf(emulator, ['publishing']);
      const jwt = jwtOf({ key: otherKeys.privateKey });
      await check(emulator, token);
      await check(emulator, 'made-up');
      await check(emulator, token, token);
      await create(emulator, jwt);
      await create(emulator, jwtOf({ claims: { iss: 'x\u001b[2J::stop-commands::x' } }));
      await revoke(emulator, token);
      await check(emulator, token);
      const kinds = emulator.events.map(({ kind }) => kind);
      const refused = 'refused';
      expect(kinds).toEqual([
        'created',
        'checked',
        refused,
        refused,
        refused,
        refused,
        'revoked',
        refused,
      ]);
      expect(emulator.events[0]?.token).toBe(token);
      const text = seen.join('\n');
      expect(text).not.toContain(token);
      expect(text).not.toContain(jwt.slice(0, 20));
      expect(text).not.toContain('\u001b');
      expect(text).toContain('500 invalid signature (account account-1)');
      expect(text).toContain('401 token 1 was revoked (account account-1)');
    });
  });
});

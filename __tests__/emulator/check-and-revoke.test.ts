import { describe, expect, test } from '@jest/globals';
import { ACCOUNT_ID, OTHER_ID, check, revoke, send, tokenOf, withEmulator } from './support.ts';

describe('checking and revoking', () => {
  test('a live token is ok until it is revoked', async () => {
    await withEmulator({}, async (emulator) => {
      const token = await tokenOf(emulator, ['publishing']);
      expect(await check(emulator, token)).toMatchObject({ status: 200, json: { ok: true } });
      expect(await revoke(emulator, token)).toMatchObject({ status: 200, json: { ok: true } });
      expect(emulator.liveTokens()).toEqual([]);
      const json = { code: 'AUTH_REQUIRE', message: 'Invalid accessToken', from: 'asgw' };
      expect(await check(emulator, token)).toMatchObject({ status: 401, json });
      expect(await revoke(emulator, token)).toMatchObject({ status: 401, json });
    });
  });

  test('a token works only with its own service account', async () => {
    await withEmulator({}, async (emulator) => {
      const token = await tokenOf(emulator, ['publishing']);
      for (const reply of [
        await check(emulator, token, OTHER_ID),
        await revoke(emulator, token, OTHER_ID),
      ]) {
        expect(reply).toMatchObject({ status: 401, json: { message: 'Invalid accessToken' } });
      }
      expect(emulator.liveTokens()).toEqual([token]);
    });
  });

  test('both headers are required, the token as Bearer, one space, token', async () => {
    await withEmulator({}, async (emulator) => {
      const token = await tokenOf(emulator, ['publishing']);
      const path = '/auth/checkAccessToken';
      const withoutId = { authorization: `Bearer ${token}` };
      const withoutToken = { 'service-account-id': ACCOUNT_ID };
      const badly = ['bearer X', 'Bearer  X', 'Bearer X Y', 'Basic X', 'X'].map((value) => ({
        ...withoutToken,
        authorization: value.replace('X', token),
      }));
      for (const headers of [withoutId, withoutToken, {}, ...badly]) {
        const reply = await send(emulator, { path, headers });
        expect(reply).toMatchObject({ status: 401, json: { code: 'AUTH_REQUIRE' } });
      }
    });
  });

  test('a token that has not propagated yet is unknown to check and revoke', async () => {
    await withEmulator({ propagationMs: 60_000 }, async (emulator) => {
      const token = await tokenOf(emulator, ['publishing']);
      expect((await check(emulator, token)).status).toBe(401);
      expect((await revoke(emulator, token)).status).toBe(401);
      expect(emulator.liveTokens()).toEqual([token]);
    });
  });
});

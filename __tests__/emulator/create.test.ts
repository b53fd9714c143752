import { describe, expect, test } from '@jest/globals';
import {
  ACCOUNT_ID,
  OTHER_ID,
  bothHeaders,
  check,
  create,
  encoded,
  jwtOf,
  otherKeys,
  send,
  tokenOf,
  withEmulator,
} from './support.ts';
import type { JwtParts } from './support.ts';

const MINUTE = 60;
const now = (): number => Math.floor(Date.now() / 1000);

describe('creating an access token', () => {
  test('answers a signed assertion with an opaque token of 24 letters and digits', async () => {
    await withEmulator({}, async (emulator) => {
      const reply = await create(emulator);
      expect(reply.status).toBe(200);
      expect(reply.headers['content-type']).toMatch(/^application\/json/);
      expect(reply.json).toEqual({
        ok: true,
        createdItem: { accessToken: expect.stringMatching(/^[A-Za-z0-9]{24}$/) as unknown },
      });
    });
  });

  test('gives each creation a token of its own and keeps the earlier ones alive', async () => {
    await withEmulator({}, async (emulator) => {
      const first = await tokenOf(emulator, ['publishing']);
      const second = await tokenOf(emulator, ['publishing']);
      expect(first).not.toBe(second);
      expect((await check(emulator, first)).status).toBe(200);
      expect(emulator.liveTokens()).toEqual([first, second]);
      expect(emulator.accountOf(first)?.id).toBe(ACCOUNT_ID);
    });
  });

  test('is not bothered by a service-account-id header, which some tools send', async () => {
    await withEmulator({}, async (emulator) => {
      const headers = bothHeaders(jwtOf(), 'anything');
      const reply = await send(emulator, { method: 'POST', path: '/auth/accessToken', headers });
      expect(reply.status).toBe(200);
    });
  });

  test.each<[string, JwtParts]>([
    ['the whole 20 minutes', { claims: { exp: now() + 20 * MINUTE, iat: now() } }],
    ['fractions of seconds', { claims: { iat: Date.now() / 1000 } }],
    ['iat half a second ahead', { claims: { iat: now() + 1 } }],
    ['both scopes', { claims: { scopes: ['publishing', 'gss'] } }],
  ])('accepts %s', async (_what, parts) => {
    await withEmulator({}, async (emulator) => {
      expect((await create(emulator, jwtOf(parts))).status).toBe(200);
    });
  });

  const unsigned = `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded({ iss: ACCOUNT_ID })}.`;
  test.each<[string, string, string]>([
    ['another key', jwtOf({ key: otherKeys.privateKey }), 'invalid signature'],
    ['an expired JWT', jwtOf({ claims: { iat: now() - 600, exp: now() - 300 } }), 'jwt expired'],
    ['something that is no JWT', 'abc', 'jwt malformed'],
    ['three parts that are no JSON', 'abc.def.ghi', 'invalid token'],
    ['another algorithm', jwtOf({ header: { alg: 'RS512' } }), 'invalid algorithm'],
    ['a symmetric algorithm', jwtOf({ header: { alg: 'HS256' } }), 'invalid algorithm'],
    ['no signature', unsigned, 'jwt signature is required'],
    ['nbf in the future', jwtOf({ claims: { nbf: now() + 600 } }), 'jwt not active'],
    ['an exp that is no number', jwtOf({ claims: { exp: 'soon' } }), 'invalid exp value'],
  ])('answers %s with 500 and only a message', async (_what, jwt, message) => {
    await withEmulator({}, async (emulator) => {
      const reply = await create(emulator, jwt);
      expect(reply).toMatchObject({ status: 500, json: { message } });
      expect(Object.keys(reply.json as object)).toEqual(['message']);
      expect(emulator.liveTokens()).toEqual([]);
    });
  });

  test.each<[string, JwtParts]>([
    ['more than 20 minutes of life', { claims: { exp: now() + 20 * MINUTE + 60 } }],
    ['iat far in the future', { claims: { iat: now() + 60, exp: now() + 120 } }],
    ['times in milliseconds', { claims: { iat: Date.now(), exp: Date.now() + 1000 } }],
    ['no iat', { claims: { iat: undefined } }],
    ['no exp', { claims: { exp: undefined } }],
    ['no scopes', { claims: { scopes: undefined } }],
    ['scopes that are no array', { claims: { scopes: 'publishing' } }],
    ['an empty array of scopes', { claims: { scopes: [] } }],
  ])('answers %s with 401 AUTH_REQUIRE', async (_what, parts) => {
    await withEmulator({}, async (emulator) => {
      const reply = await create(emulator, jwtOf(parts));
      expect(reply).toMatchObject({ status: 401, json: { code: 'AUTH_REQUIRE', from: 'asgw' } });
      expect(emulator.liveTokens()).toEqual([]);
    });
  });

  test.each([
    ['documented', 'Not found service account by serviceAccountId'],
    ['observed', 'Not found serviceAccount by serviceAccountId'],
  ] as const)('tells an unknown account so in the %s spelling', async (spelling, message) => {
    await withEmulator({ unknownAccountSpelling: spelling }, async (emulator) => {
      const reply = await create(emulator, jwtOf({ claims: { iss: 'nobody' } }));
      const json = { code: 'AUTH_REQUIRE', message, from: 'asgw' };
      expect(reply).toMatchObject({ status: 401, json });
    });
  });

  test.each([
    ['not granted', ['publishing', 'gss']],
    ['unknown', ['publish']],
  ])('answers a scope that is %s with 403 NO_PERMISSION', async (_what, scopes) => {
    await withEmulator({}, async (emulator) => {
      const jwt = jwtOf({ claims: { iss: OTHER_ID, scopes }, key: otherKeys.privateKey });
      const json = { code: 'NO_PERMISSION', message: 'Insufficient scopes', from: 'asgw' };
      expect(await create(emulator, jwt)).toMatchObject({ status: 403, json });
    });
  });

  test('does not look at a JWT in the body', async () => {
    await withEmulator({}, async (emulator) => {
      const body = JSON.stringify({ accessToken: jwtOf() });
      const headers = { 'content-type': 'application/json' };
      const sent = { method: 'POST', path: '/auth/accessToken', headers, body };
      const reply = await send(emulator, sent);
      expect(reply).toMatchObject({ status: 401, json: { code: 'AUTH_REQUIRE', from: 'asgw' } });
      expect(reply.text).toContain('Bearer <JWT>');
    });
  });

  test('follows the server clock in the Date header and in the checks', async () => {
    const clockOffsetMs = 60 * MINUTE * 1000;
    await withEmulator({ clockOffsetMs }, async (emulator) => {
      const reply = await create(emulator);
      expect(reply).toMatchObject({ status: 500, json: { message: 'jwt expired' } });
      const serverTime = Date.parse(reply.headers.date ?? '');
      expect(serverTime).toBeGreaterThan(Date.now() + clockOffsetMs - 10_000);
      const iat = Math.floor(serverTime / 1000);
      const jwt = jwtOf({ claims: { iat, exp: iat + 300 } });
      expect((await create(emulator, jwt)).status).toBe(200);
    });
  });
});

import { expect, test } from '@jest/globals';
import { describeEvent, type EmulatorEvent } from '../../emulator/emulator.ts';
import {
  ACCOUNT_ID,
  OTHER_ID,
  bothHeaders,
  check,
  create,
  encoded,
  jwtOf,
  otherKeys,
  revoke,
  send,
  started,
  tokenOf,
} from './support.ts';

const MINUTE = 60;
const now = (): number => Math.floor(Date.now() / 1000);
const CREATE = 'POST /auth/accessToken';
const refusal = (message: string): object => ({ code: 'AUTH_REQUIRE', message, from: 'asgw' });
const INVALID = { status: 401, json: refusal('Invalid accessToken') };

test('create gives an opaque token of 24 letters and digits, each time one of its own', async () => {
  const emulator = await started();
  const reply = await create(emulator);
  expect(reply.headers['content-type']).toMatch(/^application\/json/);
  const accessToken = expect.stringMatching(/^[A-Za-z0-9]{24}$/) as unknown;
  expect(reply.json).toEqual({ ok: true, createdItem: { accessToken } });
  const second = await tokenOf(emulator);
  const [first = ''] = emulator.liveTokens();
  expect(emulator.liveTokens()).toEqual([first, second]);
  expect((await check(emulator, first)).status).toBe(200);
  // Some tools send this header as well, whatever it holds.
  const headers = bothHeaders(jwtOf(), 'anything');
  expect((await send(emulator, CREATE, { headers })).status).toBe(200);
});

const ok = [200, { ok: true }] as const;
const library = (message: string): readonly [number, object] => [500, { message }];
const required = [401, { code: 'AUTH_REQUIRE', from: 'asgw' }] as const;
const unknown = [401, refusal('Not found service account by serviceAccountId')] as const;
const denied = [403, { ...refusal('Insufficient scopes'), code: 'NO_PERMISSION' }] as const;
const unsigned = `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded({ iss: ACCOUNT_ID })}.`;
const ofOther = (scopes: string[]): string =>
  jwtOf({ iss: OTHER_ID, scopes }, {}, otherKeys.privateKey);
test.each<[string, string, readonly [number, object]]>([
  ['the whole 20 minutes', jwtOf({ exp: now() + 20 * MINUTE, iat: now() }), ok],
  ['fractions of seconds', jwtOf({ iat: Date.now() / 1000 }), ok],
  ['iat half a second ahead', jwtOf({ iat: now() + 1 }), ok],
  ['both scopes', jwtOf({ scopes: ['publishing', 'gss'] }), ok],
  ['another key', jwtOf({}, {}, otherKeys.privateKey), library('invalid signature')],
  ['an expired JWT', jwtOf({ iat: now() - 600, exp: now() - 300 }), library('jwt expired')],
  ['something that is no JWT', 'abc', library('jwt malformed')],
  ['three parts that are no JSON', 'abc.def.ghi', library('invalid token')],
  ['another algorithm', jwtOf({}, { alg: 'RS512' }), library('invalid algorithm')],
  ['a symmetric algorithm', jwtOf({}, { alg: 'HS256' }), library('invalid algorithm')],
  ['no signature', unsigned, library('jwt signature is required')],
  ['nbf in the future', jwtOf({ nbf: now() + 600 }), library('jwt not active')],
  ['an exp that is no number', jwtOf({ exp: 'soon' }), library('invalid exp value')],
  ['more than 20 minutes of life', jwtOf({ exp: now() + 20 * MINUTE + 60 }), required],
  ['iat far in the future', jwtOf({ iat: now() + 60, exp: now() + 120 }), required],
  ['milliseconds', jwtOf({ iat: Date.now(), exp: Date.now() + 1000 }), required],
  ['no iat', jwtOf({ iat: undefined }), required],
  ['no exp', jwtOf({ exp: undefined }), required],
  ['no scopes', jwtOf({ scopes: undefined }), required],
  ['scopes that are no array', jwtOf({ scopes: 'publishing' }), required],
  ['an empty array of scopes', jwtOf({ scopes: [] }), required],
  ['an unknown account', jwtOf({ iss: 'nobody' }), unknown],
  ['a scope that is not granted', ofOther(['publishing', 'gss']), denied],
  ['an unknown scope', ofOther(['publish']), denied],
])('create answers %s as it should', async (_what, jwt, [status, json]) => {
  const emulator = await started();
  const reply = await create(emulator, jwt);
  expect(reply).toMatchObject({ status, json });
  expect(emulator.liveTokens()).toHaveLength(status === 200 ? 1 : 0);
  // What the library refuses comes without a code.
  if (status === 500) expect(reply.json).toEqual(json);
});

test('create does not look at a JWT in the body', async () => {
  const body = JSON.stringify({ accessToken: jwtOf() });
  const reply = await send(await started(), CREATE, { body });
  expect(reply).toMatchObject({ status: 401, json: { code: 'AUTH_REQUIRE', from: 'asgw' } });
  expect(reply.text).toContain('Bearer <JWT>');
});

test('create follows the server clock in the Date header and in the checks', async () => {
  const clockOffsetMs = 60 * MINUTE * 1000;
  const emulator = await started({ clockOffsetMs });
  const reply = await create(emulator);
  expect(reply).toMatchObject({ status: 500, json: { message: 'jwt expired' } });
  const serverTime = Date.parse(reply.headers.date ?? '');
  expect(serverTime).toBeGreaterThan(Date.now() + clockOffsetMs - 10_000);
  const iat = Math.floor(serverTime / 1000);
  expect((await create(emulator, jwtOf({ iat, exp: iat + 300 }))).status).toBe(200);
});

test('a live token is ok until it is revoked', async () => {
  const emulator = await started();
  const token = await tokenOf(emulator);
  for (const call of [check, revoke]) {
    expect(await call(emulator, token)).toMatchObject({ status: 200, json: { ok: true } });
  }
  expect(emulator.liveTokens()).toEqual([]);
  for (const call of [check, revoke]) expect(await call(emulator, token)).toMatchObject(INVALID);
});

test.each([
  ['of another account', 'belongs to', {}, OTHER_ID],
  ['that has not propagated yet', 'propagated', { propagationMs: 60_000 }, ACCOUNT_ID],
])('a token %s is unknown to check and revoke', async (_what, reason, options, id) => {
  const emulator = await started(options);
  const token = await tokenOf(emulator);
  for (const call of [check, revoke]) {
    expect(await call(emulator, token, id)).toMatchObject(INVALID);
    expect(emulator.events.at(-1)?.detail).toContain(reason);
  }
  expect(emulator.liveTokens()).toEqual([token]);
});

test('both headers are required, the token as Bearer, one space, token', async () => {
  const emulator = await started();
  const token = await tokenOf(emulator);
  const id = { 'service-account-id': ACCOUNT_ID };
  const badly = ['bearer X', 'Bearer  X', 'Bearer X Y', 'Basic X', 'X'].map((value) => ({
    ...id,
    authorization: value.replace('X', token),
  }));
  for (const headers of [{ authorization: `Bearer ${token}` }, id, {}, ...badly]) {
    const reply = await send(emulator, 'GET /auth/checkAccessToken', { headers });
    expect(reply).toMatchObject({ status: 401, json: { code: 'AUTH_REQUIRE' } });
  }
});

test.each(['GET /auth/other', 'GET /auth/accessToken'])('%s is 404', async (target) => {
  const reply = await send(await started(), target);
  expect(reply).toMatchObject({ status: 404, json: undefined, text: `Cannot ${target}` });
});

test('more requests in a second than allowed are 429 with Retry-After', async () => {
  const emulator = await started({ throttle: { requestsPerSecond: 1, retryAfterSeconds: 3 } });
  const replies = await Promise.all([create(emulator), create(emulator), create(emulator)]);
  const refused = replies.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]?.headers['retry-after']).toBe('3');
  expect(emulator.events.filter(({ kind }) => kind === 'throttled')).toHaveLength(refused.length);
  expect(emulator.liveTokens()).toHaveLength(3 - refused.length);
});

test('requests are recorded with their number and secrets', async () => {
  const emulator = await started();
  const jwt = jwtOf();
  await create(emulator, jwt);
  await create(emulator, 'x');
  await send(emulator, 'POST /x?y=1', { body: 'hello' });
  expect(emulator.requests).toMatchObject([
    { operation: 'create', n: 1, headers: { authorization: `Bearer ${jwt}` } },
    { operation: 'create', n: 2 },
    { operation: 'other', n: 1, method: 'POST', path: '/x?y=1', body: 'hello' },
  ]);
});

test('events say what happened, and their text has no token and no JWT', async () => {
  const seen: EmulatorEvent[] = [];
  const emulator = await started({ onEvent: (event) => seen.push(event) });
  const token = await tokenOf(emulator);
  const jwt = jwtOf({}, {}, otherKeys.privateKey);
  await check(emulator, token);
  await check(emulator, 'made-up');
  await check(emulator, token, token);
  await create(emulator, jwt);
  await create(emulator, jwtOf({ iss: 'x\u001b[2J::stop-commands::x' }));
  await revoke(emulator, token);
  await check(emulator, token);
  expect(seen).toEqual(emulator.events);
  const kinds = seen.map(({ kind }) => kind).join(' ');
  expect(kinds).toBe('created checked refused refused refused refused revoked refused');
  expect(seen[0]?.token).toBe(token);
  const text = seen.map(describeEvent).join('\n');
  for (const secret of [token, jwt.slice(0, 20), '\u001b']) expect(text).not.toContain(secret);
  expect(text).toContain('500 invalid signature (account account-1)');
  expect(text).toContain('401 token 1 was revoked (account account-1)');
});

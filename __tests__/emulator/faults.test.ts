import { expect, test } from '@jest/globals';
import { createCertificates } from '../../emulator/certificates.ts';
import { describeEvent } from '../../emulator/emulator.ts';
import type { Emulator, Fault } from '../../emulator/emulator.ts';
import { faultsOf } from '../helpers/fault-plans.ts';
import { check, codeOf, create, send, started, tokenOf } from './support.ts';
import type { Reply } from './support.ts';

/** An emulator that plays a fault on the first creation. */
async function faulty(fault: Fault): Promise<Emulator> {
  return await started({ faults: faultsOf('create', fault, 1) });
}

test('status replaces the processing, with headers and a body', async () => {
  const headers = { 'Retry-After': '1' };
  const emulator = await faulty({ kind: 'status', status: 503, headers, body: '<html>' });
  const reply = await create(emulator);
  expect(reply).toMatchObject({ status: 503, text: '<html>', headers: { 'retry-after': '1' } });
  expect(emulator.liveTokens()).toEqual([]);
  expect((await create(emulator)).status).toBe(200);
});

const other = { ok: true, createdItem: { accessToken: 'a\nb' } };
test.each<[Fault, object]>([
  [
    { kind: 'status', status: 502, body: { a: 1 }, processed: true },
    { status: 502, json: { a: 1 } },
  ],
  [
    { kind: 'replace-token', token: 'a\nb' },
    { status: 200, json: other },
  ],
])('%j hides that a token was created', async (fault, reply) => {
  const emulator = await faulty(fault);
  expect(await create(emulator)).toMatchObject(reply);
  expect(emulator.liveTokens()).toHaveLength(1);
});

test('raw writes bytes as they are, truncated-json half of it with a fitting length', async () => {
  const bytes = 'HTTP/1.1 299 Odd\r\nContent-Length: 2\r\n\r\nhi';
  const odd = await create(await faulty({ kind: 'raw', bytes }));
  expect(odd).toMatchObject({ status: 299, text: 'hi' });
  const reply = await create(await faulty({ kind: 'truncated-json' }));
  expect(reply.text).toMatch(/^\{"ok":true,"created/);
  expect(reply.json).toBeUndefined();
  expect(reply.headers['content-length']).toBe(String(reply.text.length));
});

test.each<Fault>([
  { kind: 'oversize', bytes: 100_000, processed: true },
  { kind: 'delay', ms: 5 },
  { kind: 'drip', intervalMs: 1, processed: true },
])('%j gives the real answer in the end', async (fault) => {
  const emulator = await faulty(fault);
  const reply = await create(emulator);
  expect(reply.json).toMatchObject({ createdItem: { accessToken: emulator.liveTokens()[0] } });
  if (fault.kind === 'oversize') expect(reply.text).toHaveLength(fault.bytes);
});

test.each<[Fault, string, number]>([
  [{ kind: 'reset' }, 'ECONNRESET', 0],
  [{ kind: 'close' }, 'ECONNRESET', 0],
  [{ kind: 'close', processed: true }, 'ECONNRESET', 1],
  [{ kind: 'lost-answer' }, 'ECONNRESET', 1],
  [{ kind: 'lost-answer', afterBytes: 10 }, 'ECONNRESET', 1],
  [{ kind: 'lost-answer', afterBytes: 170 }, 'ECONNRESET', 1],
  [{ kind: 'wrong-content-length', difference: 10 }, 'ECONNRESET', 1],
])('%j gives the client %s and leaves %i tokens', async (fault, code, live) => {
  const emulator = await faulty(fault);
  expect(await codeOf(create(emulator))).toBe(code);
  expect(emulator.liveTokens()).toHaveLength(live);
});

test('a Content-Length that is too short gives half of the JSON or a parse error', async () => {
  const emulator = await faulty({ kind: 'wrong-content-length', difference: -10 });
  // Node may deliver the shorter body before it stumbles over the bytes that follow.
  const reply = await create(emulator).catch(() => undefined);
  expect(reply?.json).toBeUndefined();
  expect(emulator.liveTokens()).toHaveLength(1);
});

test.each<[Fault, number]>([
  [{ kind: 'hang' }, 0],
  [{ kind: 'hang', processed: true }, 1],
  [{ kind: 'drip', intervalMs: 5, forever: true }, 0],
  [{ kind: 'endless' }, 0],
  [{ kind: 'endless', processed: true }, 1],
])('%j does not end before the emulator stops', async (fault, live) => {
  const emulator = await faulty(fault);
  let ended = false;
  const outcome = codeOf(create(emulator)).then(() => {
    ended = true;
  });
  await check(emulator, 'nothing');
  while (emulator.events.filter(({ operation }) => operation === 'create').length < live + 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(emulator.liveTokens()).toHaveLength(live);
  expect(ended).toBe(false);
  await emulator.stop();
  await outcome;
});

test('a client that goes away during a fault does no harm', async () => {
  const emulator = await faulty({ kind: 'endless' });
  const signal = AbortSignal.timeout(20);
  const gone = fetch(`${emulator.url}/auth/accessToken`, { method: 'POST', signal });
  await codeOf(gone.then(async (response) => await response.text()));
  expect((await create(emulator)).status).toBe(200);
});

test('under TLS, a reset ends the TCP connection beneath', async () => {
  const { authority: ca, server } = await createCertificates(['localhost']);
  const emulator = await started({ tls: server });
  const sent = (): Promise<Reply> =>
    send(emulator, 'GET /', { tls: { ca, servername: 'localhost' } });
  expect((await sent()).status).toBe(404);
  emulator.setFaults(() => ({ kind: 'reset' }));
  expect(await codeOf(sent())).toBe('ECONNRESET');
});

test('a fault plan counts per operation and can be replaced while the emulator runs', async () => {
  const asked: string[] = [];
  const emulator = await started();
  const token = await tokenOf(emulator);
  emulator.setFaults(({ operation, n, method, path }) => {
    asked.push(`${operation} ${n} ${method} ${path}`);
    return operation === 'check' && n === 2 ? { kind: 'status', status: 500 } : undefined;
  });
  expect((await check(emulator, token)).status).toBe(200);
  expect((await check(emulator, token)).status).toBe(500);
  await create(emulator);
  await send(emulator, 'GET /seller/contentList?x=1');
  emulator.setFaults(undefined);
  expect((await check(emulator, token)).status).toBe(200);
  expect(asked).toEqual([
    'check 1 GET /auth/checkAccessToken',
    'check 2 GET /auth/checkAccessToken',
    'create 2 POST /auth/accessToken',
    'other 1 GET /seller/contentList',
  ]);
});

test('each fault is an event that says whether the call took effect', async () => {
  const emulator = await faulty({ kind: 'lost-answer' });
  await codeOf(create(emulator));
  expect(emulator.events.map(({ kind }) => kind)).toEqual(['faulted', 'created']);
  const [faulted] = emulator.events;
  expect(faulted && describeEvent(faulted)).toMatch(/lost-answer: the call took effect$/);
});

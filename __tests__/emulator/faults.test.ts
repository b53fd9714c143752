import { expect, test } from '@jest/globals';
import { createCertificates } from '../../emulator/certificates.ts';
import { describeEvent, type Emulator, type Fault } from '../../emulator/emulator.ts';
import { faultsOf } from '../helpers/fault-plans.ts';
import { check, create, send, started, tokenOf, type Reply } from './support.ts';

/** An emulator that plays a fault on the first creation. */
async function faulty(fault: Fault): Promise<Emulator> {
  return await started({ faults: faultsOf('create', fault, 1) });
}

/** What came of a creation: its token, another answer, or the code of an error. */
async function outcomeOf(emulator: Emulator): Promise<string> {
  try {
    const { status = 0, headers, text } = await create(emulator);
    const token = emulator.liveTokens()[0] ?? 'none';
    const whole = `{"ok":true,"createdItem":{"accessToken":"${token}"}}`;
    if (text.trim() === whole) return `the token in ${text.length} bytes`;
    return [status, headers['retry-after'] ?? '', text].join(' ');
  } catch (error) {
    return (error as { readonly code?: string }).code ?? '';
  }
}

const headers = { 'Retry-After': '1' };
const bytes = 'HTTP/1.1 299 Odd\r\nContent-Length: 2\r\n\r\nhi';
const half = '{"ok":true,"createdItem":{"accessT';
test.each<[Fault, string, number]>([
  [{ kind: 'status', status: 503, headers, body: '<html>' }, '503 1 <html>', 0],
  [{ kind: 'status', status: 502, body: { a: 1 }, processed: true }, '502  {"a":1}', 1],
  [
    { kind: 'replace-token', token: 'a\nb' },
    String.raw`200  {"ok":true,"createdItem":{"accessToken":"a\nb"}}`,
    1,
  ],
  [{ kind: 'raw', bytes }, '299  hi', 0],
  [{ kind: 'truncated-json' }, `200  ${half}`, 1],
  [{ kind: 'oversize', bytes: 100_000, processed: true }, 'the token in 100000 bytes', 1],
  [{ kind: 'delay', ms: 5 }, 'the token in 68 bytes', 1],
  [{ kind: 'drip', intervalMs: 1, processed: true }, 'the token in 68 bytes', 1],
  [{ kind: 'reset' }, 'ECONNRESET', 0],
  [{ kind: 'close' }, 'ECONNRESET', 0],
  [{ kind: 'close', processed: true }, 'ECONNRESET', 1],
  [{ kind: 'lost-answer' }, 'ECONNRESET', 1],
  [{ kind: 'lost-answer', afterBytes: 10 }, 'ECONNRESET', 1],
  [{ kind: 'lost-answer', afterBytes: 170 }, 'ECONNRESET', 1],
  [{ kind: 'wrong-content-length', difference: 10 }, 'ECONNRESET', 1],
])('%j gives the client %j, leaves %i tokens, and is over', async (fault, expected, live) => {
  const emulator = await faulty(fault);
  expect(await outcomeOf(emulator)).toBe(expected);
  expect(emulator.liveTokens()).toHaveLength(live);
  expect((await create(emulator)).status).toBe(200);
});

test('a Content-Length that is too short gives half of the JSON or a parse error', async () => {
  const emulator = await faulty({ kind: 'wrong-content-length', difference: -10 });
  // Node may deliver the shorter body before it stumbles over the bytes that follow.
  expect(await outcomeOf(emulator)).toMatch(/^(?:200 {2}\{"ok":true,"created[^}]*|HPE_\w+)$/);
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
  const outcome = outcomeOf(emulator);
  await check(emulator, 'nothing');
  while (emulator.events.filter(({ operation }) => operation === 'create').length < live + 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(emulator.liveTokens()).toHaveLength(live);
  expect(await Promise.race([outcome, Promise.resolve('none')])).toBe('none');
  await emulator.stop();
  await outcome;
});

test('a client that goes away during a fault does no harm', async () => {
  const emulator = await faulty({ kind: 'endless' });
  const client = new AbortController();
  const { signal } = client;
  const response = await fetch(`${emulator.url}/auth/accessToken`, { method: 'POST', signal });
  client.abort();
  await expect(response.text()).rejects.toThrow(/abort/);
  expect((await create(emulator)).status).toBe(200);
});

test('under TLS, a reset ends the TCP connection beneath', async () => {
  const { authority: ca, server } = await createCertificates(['localhost']);
  const emulator = await started({ tls: server });
  const sent = (): Promise<Reply> =>
    send(emulator, 'GET /', { tls: { ca, servername: 'localhost' } });
  expect((await sent()).status).toBe(404);
  emulator.setFaults(() => ({ kind: 'reset' }));
  await expect(sent()).rejects.toMatchObject({ code: 'ECONNRESET' });
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
  expect(await outcomeOf(emulator)).toBe('ECONNRESET');
  expect(emulator.events.map(({ kind }) => kind)).toEqual(['faulted', 'created']);
  const [faulted] = emulator.events;
  expect(faulted && describeEvent(faulted)).toMatch(/lost-answer: the call took effect$/);
});

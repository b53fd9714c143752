import { describe, expect, test } from '@jest/globals';
import { describeEvent } from '../../emulator/emulator.ts';
import type { Fault } from '../../emulator/emulator.ts';
import { check, create, send, tokenOf, withEmulator } from './support.ts';
import { codeOf, onCreate } from './fault-support.ts';

describe('answers other than the real one', () => {
  test('status replaces the processing, with headers and a body', async () => {
    const headers = { 'Retry-After': '1' };
    const fault: Fault = { kind: 'status', status: 503, headers, body: '<html>' };
    await onCreate(fault, async (emulator) => {
      const reply = await create(emulator);
      expect(reply).toMatchObject({ status: 503, text: '<html>' });
      expect(reply.headers['retry-after']).toBe('1');
      expect(emulator.liveTokens()).toEqual([]);
      expect((await create(emulator)).status).toBe(200);
    });
  });

  test('status can hide a call that took effect', async () => {
    const fault: Fault = { kind: 'status', status: 502, body: { a: 1 }, processed: true };
    await onCreate(fault, async (emulator) => {
      expect(await create(emulator)).toMatchObject({ status: 502, json: { a: 1 } });
      expect(emulator.liveTokens()).toHaveLength(1);
    });
  });

  test('replace-token mints, and says something else', async () => {
    await onCreate({ kind: 'replace-token', token: 'a\nb' }, async (emulator) => {
      const json = { ok: true, createdItem: { accessToken: 'a\nb' } };
      expect(await create(emulator)).toMatchObject({ status: 200, json });
      expect(emulator.liveTokens()).toHaveLength(1);
    });
  });

  test('truncated-json sends half of it with a fitting length', async () => {
    await onCreate({ kind: 'truncated-json' }, async (emulator) => {
      const reply = await create(emulator);
      expect(reply.text).toMatch(/^\{"ok":true,"created/);
      expect(reply.json).toBeUndefined();
      expect(reply.headers['content-length']).toBe(String(reply.text.length));
    });
  });

  test('oversize sends the real answer in a body of that size', async () => {
    const fault: Fault = { kind: 'oversize', bytes: 100_000, processed: true };
    await onCreate(fault, async (emulator) => {
      const reply = await create(emulator);
      expect(reply.text).toHaveLength(100_000);
      expect(reply.json).toMatchObject({ createdItem: { accessToken: emulator.liveTokens()[0] } });
    });
  });

  test('raw writes bytes as they are', async () => {
    const bytes = 'HTTP/1.1 299 Odd\r\nContent-Length: 2\r\n\r\nhi';
    await onCreate({ kind: 'raw', bytes }, async (emulator) => {
      expect(await create(emulator)).toMatchObject({ status: 299, text: 'hi' });
    });
  });

  test('delay answers as ever, later', async () => {
    await onCreate({ kind: 'delay', ms: 5 }, async (emulator) => {
      expect((await create(emulator)).status).toBe(200);
      expect(emulator.liveTokens()).toHaveLength(1);
    });
  });
});

describe('fault plans', () => {
  test('count per operation and can be replaced while the emulator runs', async () => {
    const asked: string[] = [];
    await withEmulator({}, async (emulator) => {
      const token = await tokenOf(emulator, ['publishing']);
      emulator.setFaults(({ operation, n, method, path }) => {
        asked.push(`${operation} ${n} ${method} ${path}`);
        return operation === 'check' && n === 2 ? { kind: 'status', status: 500 } : undefined;
      });
      expect((await check(emulator, token)).status).toBe(200);
      expect((await check(emulator, token)).status).toBe(500);
      await create(emulator);
      await send(emulator, { path: '/seller/contentList?x=1' });
      emulator.setFaults(undefined);
      expect((await check(emulator, token)).status).toBe(200);
    });
    expect(asked).toEqual([
      'check 1 GET /auth/checkAccessToken',
      'check 2 GET /auth/checkAccessToken',
      'create 2 POST /auth/accessToken',
      'other 1 GET /seller/contentList',
    ]);
  });

  test('each fault is an event that says whether the call took effect', async () => {
    await onCreate({ kind: 'lost-answer' }, async (emulator) => {
      await codeOf(create(emulator));
      expect(emulator.events.map(({ kind }) => kind)).toEqual(['faulted', 'minted']);
      const [faulted] = emulator.events;
      expect(faulted && describeEvent(faulted)).toMatch(/lost-answer: the call took effect$/);
    });
  });
});

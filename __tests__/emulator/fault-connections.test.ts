import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/emulator.ts';
import { check, create } from './support.ts';
import { codeOf, onCreate } from './fault-support.ts';

describe('connections that fail', () => {
  test.each<[Fault, string, number]>([
    [{ kind: 'reset' }, 'ECONNRESET', 0],
    [{ kind: 'close' }, 'ECONNRESET', 0],
    [{ kind: 'close', processed: true }, 'ECONNRESET', 1],
    [{ kind: 'lost-answer' }, 'ECONNRESET', 1],
    [{ kind: 'lost-answer', afterBytes: 10 }, 'ECONNRESET', 1],
    [{ kind: 'lost-answer', afterBytes: 170 }, 'ECONNRESET', 1],
    [{ kind: 'wrong-content-length', difference: 10 }, 'ECONNRESET', 1],
  ])('%j gives the client %s and leaves %i tokens', async (fault, code, live) => {
    await onCreate(fault, async (emulator) => {
      expect(await codeOf(create(emulator))).toBe(code);
      expect(emulator.liveTokens()).toHaveLength(live);
    });
  });

  test('a Content-Length that is too short gives the client half of the JSON or a parse error', async () => {
    const fault: Fault = { kind: 'wrong-content-length', difference: -10 };
    await onCreate(fault, async (emulator) => {
      // Node may hand over the shorter body before it stumbles over the bytes that follow.
      const reply = await create(emulator).catch(() => undefined);
      expect(reply?.json).toBeUndefined();
      expect(emulator.liveTokens()).toHaveLength(1);
    });
  });

  test.each<[Fault, number]>([
    [{ kind: 'hang' }, 0],
    [{ kind: 'hang', processed: true }, 1],
    [{ kind: 'drip', intervalMs: 5, forever: true }, 0],
    [{ kind: 'endless' }, 0],
    [{ kind: 'endless', processed: true }, 1],
  ])('%j does not end before the emulator stops', async (fault, live) => {
    let ended = false;
    let outcome: Promise<void> | undefined;
    await onCreate(fault, async (emulator) => {
      outcome = codeOf(create(emulator)).then(() => {
        ended = true;
      });
      await check(emulator, 'nothing');
      while (emulator.events.filter(({ operation }) => operation === 'create').length < live + 1) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(emulator.liveTokens()).toHaveLength(live);
      expect(ended).toBe(false);
    });
    await outcome;
  });

  test('drip sends the whole answer in the end', async () => {
    const fault: Fault = { kind: 'drip', intervalMs: 1, processed: true };
    await onCreate(fault, async (emulator) => {
      const reply = await create(emulator);
      expect(reply.json).toMatchObject({ createdItem: { accessToken: emulator.liveTokens()[0] } });
    });
  });

  test('a client that goes away during a fault does no harm', async () => {
    await onCreate({ kind: 'endless' }, async (emulator) => {
      const aborted = AbortSignal.timeout(20);
      const gone = fetch(`${emulator.url}/auth/accessToken`, { method: 'POST', signal: aborted });
      await codeOf(gone.then(async (response) => await response.text()));
      expect((await create(emulator)).status).toBe(200);
    });
  });
});

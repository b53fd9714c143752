import { describe, expect, jest, test } from '@jest/globals';

import { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import {
  answerTo,
  cancel,
  expectNothingLeft,
  sendTo,
  signal,
  spyOnClient,
  useSockets,
} from '../helpers/attempts.ts';
import { hang, reply, whenAsked, withServer } from '../helpers/http-server.ts';
import type { Reaction } from '../helpers/http-server.ts';
import { rejectionOf } from '../../helpers/thrown.ts';

useSockets();

describe('the attempt timeout', () => {
  /** Waits for the request, then lets time pass, and gives the failure and what was left to wait before. */
  async function attemptTimeout(
    reaction: Reaction,
    timeoutMs: number,
    meanwhile: () => void = () => undefined,
  ): Promise<GalaxyStoreError> {
    const asked = signal();
    const failure = Promise.withResolvers<GalaxyStoreError>();
    await withServer([whenAsked(asked.see, reaction)], async ({ url }) => {
      const answer = rejectionOf(GalaxyStoreError, sendTo(url, 'POST', timeoutMs));
      await asked.seen;
      meanwhile();
      failure.resolve(await answer);
    });
    return await failure.promise;
  }

  test('ends an attempt without an answer', async () => {
    const error = await attemptTimeout(hang, 20_000, () => {
      jest.advanceTimersByTime(19_999);
      expect(jest.getTimerCount()).toBe(1);
      jest.advanceTimersByTime(1);
    });

    expect(error.message).toMatch(/^127\.0\.0\.1:\d+: no complete answer within 20 s$/);
    expect(error.facts).toEqual({ kind: 'network', transient: true, effect: 'unanswered' });
    expect(error.cause).toEqual(new Error('The time of this attempt is over.'));
    expectNothingLeft();
  });

  test('gives a second more to a process that was paused', async () => {
    const error = await attemptTimeout(hang, 20_000, () => {
      const now = performance.now();
      jest.spyOn(performance, 'now').mockReturnValue(now + 22_000);
      jest.advanceTimersByTime(20_000);
      expect(jest.getTimerCount()).toBe(1);
      jest.advanceTimersByTime(999);
      expect(jest.getTimerCount()).toBe(1);
      jest.advanceTimersByTime(1);
      expect(jest.getTimerCount()).toBe(0);
    });

    expect(error.message).toMatch(/: no complete answer within 20 s$/);
  });

  test('ends an answer that drips', async () => {
    const begun = signal();
    const { head } = spyOnClient();
    const drip: Reaction = (response) => {
      response.write('{', begun.see);
    };
    await withServer([drip], async ({ url }) => {
      const answer = rejectionOf(GalaxyStoreError, sendTo(url, 'GET', 2_000));
      await begun.seen;
      await head();
      jest.advanceTimersByTime(2_000);

      expect((await answer).message).toMatch(/: no complete answer within 2 s$/);
    });
  });

  test('comes 5 s after the job was cancelled', async () => {
    const error = await attemptTimeout(hang, 20_000, () => {
      cancel();
      expect(jest.getTimerCount()).toBe(1);
      jest.advanceTimersByTime(4_999);
      expect(jest.getTimerCount()).toBe(1);
      jest.advanceTimersByTime(1);
    });

    expect(error.message).toMatch(/: no complete answer within 5 s$/);
    expectNothingLeft();
  });

  test('comes no later because the job was cancelled', async () => {
    const error = await attemptTimeout(hang, 3_000, () => {
      cancel();
      jest.advanceTimersByTime(2_999);
      expect(jest.getTimerCount()).toBe(1);
      jest.advanceTimersByTime(1);
    });

    expect(error.message).toMatch(/: no complete answer within 3 s$/);
  });

  test('leaves an answer alone that comes after the job was cancelled', async () => {
    expect((await answerTo(whenAsked(cancel, reply(200, 'late')))).body).toBe('late');
    expectNothingLeft();
  });

  test('does not take the beginning of an answer without a length for the whole', async () => {
    const begun = signal();
    const { head } = spyOnClient();
    const bare: Reaction = (response) => {
      response.socket?.write('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}', begun.see);
    };
    await withServer([bare], async ({ url }) => {
      const answer = rejectionOf(GalaxyStoreError, sendTo(url));
      await begun.seen;
      await head();
      jest.advanceTimersByTime(20_000);

      expect((await answer).message).toMatch(/: no complete answer within 20 s$/);
    });
  });
});

import { HttpClient } from '@actions/http-client';
import { describe, expect, jest, test } from '@jest/globals';

import { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import { answerTo, cancel, expectNothingLeft, sendTo, useSockets } from '../helpers/attempts.ts';
import { hang, reply, whenAsked, withServer, type Reaction } from '../helpers/http-server.ts';
import { rejectionOf } from '../../helpers/thrown.ts';

useSockets();

describe('the attempt timeout', () => {
  /** Waits for the request, then lets time pass, and gives the failure. */
  function failureOf(
    timeoutMs: number,
    meanwhile: () => void | Promise<void>,
    reaction = hang,
  ): Promise<GalaxyStoreError> {
    const asked = Promise.withResolvers<unknown>();
    return withServer([whenAsked(asked.resolve, reaction)], async ({ url }) => {
      const answer = rejectionOf(GalaxyStoreError, sendTo(url, timeoutMs));
      await asked.promise;
      await meanwhile();
      return answer;
    });
  }

  /** Lets all the time but the last millisecond pass, then that as well. */
  function timeIsOverAfter(ms: number): void {
    jest.advanceTimersByTime(ms - 1);
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(1);
    expect(jest.getTimerCount()).toBe(0);
  }

  test('ends an attempt without an answer', async () => {
    const error = await failureOf(20_000, () => {
      timeIsOverAfter(20_000);
    });

    expect(error.message).toMatch(/^127\.0\.0\.1:\d+: no complete answer within 20 s$/);
    expect(error.facts).toEqual({ kind: 'network', transient: true, effect: 'unanswered' });
    expect(error.cause).toEqual(new Error('The time of this attempt is over.'));
    expectNothingLeft();
  });

  test('gives a second more to a process that was paused', async () => {
    const error = await failureOf(20_000, () => {
      const now = performance.now();
      jest.spyOn(performance, 'now').mockReturnValue(now + 22_000);
      jest.advanceTimersByTime(20_000);
      timeIsOverAfter(1000);
    });

    expect(error.message).toMatch(/: no complete answer within 20 s$/);
  });

  test.each([
    [20_000, 5],
    [3_000, 3],
  ])('of %d ms comes %d s after the job was cancelled', async (timeoutMs, seconds) => {
    const error = await failureOf(timeoutMs, () => {
      cancel();
      timeIsOverAfter(seconds * 1000);
    });

    expect(error.message.split(': ')[1]).toBe(`no complete answer within ${seconds} s`);
    expectNothingLeft();
  });

  test('leaves an answer alone that comes after the job was cancelled', async () => {
    expect((await answerTo(whenAsked(cancel, reply(200, 'late')))).body).toBe('late');
    expectNothingLeft();
  });

  test.each<[string, (begun: (value: unknown) => void) => Reaction]>([
    ['ends an answer that drips', (begun) => (response) => response.write('{', begun)],
    [
      'does not take the beginning of an answer without a length for the whole',
      (begun) => (response) =>
        response.socket?.write('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}', begun),
    ],
  ])('%s', async (_what, reaction) => {
    const begun = Promise.withResolvers<unknown>();
    const { mock } = jest.spyOn(HttpClient.prototype, 'request');
    const meanwhile = async (): Promise<void> => {
      await begun.promise;
      await mock.results[0]?.value;
      jest.advanceTimersByTime(2_000);
    };
    const error = await failureOf(2_000, meanwhile, reaction(begun.resolve));

    expect(error.message).toMatch(/: no complete answer within 2 s$/);
  });
});

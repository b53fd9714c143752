import { describe, expect, test } from '@jest/globals';

import { errorsOf, warningsOf, withScene } from '../../runner/scene.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('A runner whose clock is wrong', () => {
  test.each([
    { words: '10 minutes behind', clockOffsetMs: 10 * MINUTE_MS, status: 500 },
    { words: '5 hours behind', clockOffsetMs: 5 * HOUR_MS, status: 500 },
    { words: '23 hours behind', clockOffsetMs: 23 * HOUR_MS, status: 500 },
    { words: '5 minutes ahead of', clockOffsetMs: -5 * MINUTE_MS, status: 401 },
    { words: '2 hours ahead of', clockOffsetMs: -2 * HOUR_MS, status: 401 },
  ])('still gets a token when it is $words the store', async ({ words, clockOffsetMs, status }) => {
    await withScene({ clockOffsetMs }, async ({ store, main, post, calls }) => {
      const created = await main();
      expect(created.exitCode).toBe(0);
      const [warning] = warningsOf(created);
      expect(warning).toContain(
        `The clock of this machine is ${words} the clock of the Galaxy Store.`,
      );
      expect(warning).toContain('Set the clock of the runner');
      expect(created.log).toContain(`was refused (HTTP ${status}`);
      expect(calls()).toEqual(['create', 'create']);
      await post(created);
      expect(store.liveTokens()).toEqual([]);
    });
  });

  test.each([
    { words: '3 days 2 hours behind', clockOffsetMs: 74 * HOUR_MS },
    { words: '2 days ahead of', clockOffsetMs: -48 * HOUR_MS },
  ])('gets no assertion for a time that is $words', async ({ words, clockOffsetMs }) => {
    await withScene({ clockOffsetMs }, async ({ main, calls }) => {
      const failed = await main();
      expect(failed.exitCode).toBe(1);
      expect(errorsOf(failed)).toEqual([
        expect.stringContaining(
          `is ${words} the clock of the Galaxy Store. That is more than a day`,
        ),
      ]);
      expect(errorsOf(failed)[0]).toContain('docs/troubleshooting.md#clock-is-wrong');
      expect(warningsOf(failed)).toEqual([]);
      expect(calls()).toEqual(['create']);
    });
  });

  test('is not warned when the clock explains nothing', async () => {
    await withScene({ clockOffsetMs: 20_000 }, async ({ main, calls }) => {
      const created = await main();
      expect(warningsOf(created)).toEqual([]);
      expect(calls()).toEqual(['create']);
    });
  });

  test('is told of its clock when the time of the store does not help either', async () => {
    const faults = () =>
      ({
        kind: 'status',
        status: 401,
        headers: { Date: new Date(Date.now() + 3 * HOUR_MS).toUTCString() },
        body: { code: 'AUTH_REQUIRE', message: 'Invalid accessToken' },
      }) as const;
    await withScene({ faults }, async ({ main, calls }) => {
      const failed = await main();
      expect(failed.exitCode).toBe(1);
      expect(errorsOf(failed)).toEqual([
        expect.stringContaining('is 3 hours behind the clock of the Galaxy Store'),
      ]);
      expect(errorsOf(failed)[0]).toContain('docs/troubleshooting.md#clock-is-wrong');
      expect(calls()).toEqual(['create', 'create']);
    });
  });

  test('is not sent round in circles by a server whose clock jumps', async () => {
    let hours = 0;
    const faults = () => {
      hours += 1;
      return {
        kind: 'status',
        status: 500,
        headers: { Date: new Date(Date.now() + hours * HOUR_MS).toUTCString() },
        body: { message: 'jwt expired' },
      } as const;
    };
    await withScene({ faults }, async ({ main, calls }) => {
      expect((await main()).exitCode).toBe(1);
      expect(calls()).toEqual(['create', 'create']);
    });
  });
});

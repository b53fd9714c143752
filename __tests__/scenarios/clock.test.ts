import { describe, expect, test } from '@jest/globals';

import { warningsOf, withScene } from '../../runner/scene.ts';
import { status } from '../helpers/fault-plans.ts';

import { expectFailure } from './expectations.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The time of a server whose clock differs from ours, as a header. */
const dateIn = (ms: number): Readonly<Record<string, string>> => ({
  Date: new Date(Date.now() + ms).toUTCString(),
});

describe('A runner whose clock is wrong', () => {
  test.each([
    ['10 minutes behind', 10 * MINUTE_MS, 500],
    ['5 hours behind', 5 * HOUR_MS, 500],
    ['23 hours behind', 23 * HOUR_MS, 500],
    ['5 minutes ahead of', -5 * MINUTE_MS, 401],
    ['2 hours ahead of', -2 * HOUR_MS, 401],
  ])('still gets a token when it is %s the store', async (words, clockOffsetMs, code) => {
    await withScene({ clockOffsetMs }, async ({ store, main, post, calls }) => {
      const created = await main();
      expect(created.exitCode).toBe(0);
      const [warning] = warningsOf(created);
      expect(warning).toContain(
        `The clock of this machine is ${words} the clock of the Galaxy Store.`,
      );
      expect(warning).toContain('Set the clock of the runner');
      expect(created.log).toContain(`was refused (HTTP ${code}`);
      expect(calls()).toEqual(['create', 'create']);
      await post(created);
      expect(store.liveTokens()).toEqual([]);
    });
  });

  test.each([
    ['3 days 2 hours behind', 74 * HOUR_MS],
    ['2 days ahead of', -48 * HOUR_MS],
  ])('gets no assertion for a time that is %s', async (words, clockOffsetMs) => {
    await withScene({ clockOffsetMs }, async ({ main, calls }) => {
      const failed = await main();
      const says = `is ${words} the clock of the Galaxy Store. That is more than a day`;
      expectFailure(failed, [says], 'clock-is-wrong');
      expect(warningsOf(failed)).toEqual([]);
      expect(calls()).toEqual(['create']);
    });
  });

  test('is not warned when the clock explains nothing', async () => {
    await withScene({ clockOffsetMs: 20_000 }, async ({ main, calls }) => {
      expect(warningsOf(await main())).toEqual([]);
      expect(calls()).toEqual(['create']);
    });
  });

  test('is told of its clock when the time of the store does not help either', async () => {
    const body = { code: 'AUTH_REQUIRE', message: 'Invalid accessToken' };
    const faults = () => status(401, { headers: dateIn(3 * HOUR_MS), body });
    await withScene({ faults }, async ({ main, calls }) => {
      const says = 'is 3 hours behind the clock of the Galaxy Store';
      expectFailure(await main(), [says], 'clock-is-wrong');
      expect(calls()).toEqual(['create', 'create']);
    });
  });

  test('is not sent round in circles by a server whose clock jumps', async () => {
    let hours = 0;
    const faults = () =>
      status(500, { headers: dateIn(++hours * HOUR_MS), body: { message: 'jwt expired' } });
    await withScene({ faults }, async ({ main, calls }) => {
      expectFailure(await main(), [], 'clock-is-wrong');
      expect(calls()).toEqual(['create', 'create']);
    });
  });
});

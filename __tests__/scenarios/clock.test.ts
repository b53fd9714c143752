import { describe, expect, test } from '@jest/globals';

import { warningsOf, withScene } from '../../runner/scene.ts';
import { status } from '../helpers/fault-plans.ts';
import { expectFailure } from './expectations.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

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

  test.each([
    ['stays the same', 401, 0],
    ['jumps', 500, HOUR_MS],
  ])('is told so when the time of a store that %s does not help', async (_what, code, jumpMs) => {
    let aheadMs = 3 * HOUR_MS;
    const faults = () => {
      const headers = { Date: new Date(Date.now() + aheadMs).toUTCString() };
      aheadMs += jumpMs;
      return status(code, { headers, body: { code: 'AUTH_REQUIRE', message: 'jwt expired' } });
    };
    await withScene({ faults }, async ({ main, calls }) => {
      const says = `is ${jumpMs === 0 ? 3 : 4} hours behind the clock of the Galaxy Store`;
      expectFailure(await main(), [says], 'clock-is-wrong');
      expect(calls()).toEqual(['create', 'create']);
    });
  });
});

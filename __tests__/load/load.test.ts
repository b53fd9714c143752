import { expect, test } from '@jest/globals';

import { runLoad } from '../../scripts/load.ts';

test('64 jobs at once all get a token from a store that serves 10 calls a second', async () => {
  const report = await runLoad(64);
  process.stdout.write(`${report.summary}\n`);
  expect(report).toMatchObject({ succeeded: 64, revoked: 64, alive: 0, unknown: 0 });
  expect(report.firstFailure).toBeUndefined();
  // The store did throttle, or else this test would prove nothing.
  expect(report.refusals).toBeGreaterThan(64);
  expect(report.peakMib).toBeGreaterThan(10);
  expect(report.peakMib).toBeLessThan(200);
}, 240_000);

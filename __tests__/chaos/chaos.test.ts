import { expect, test } from '@jest/globals';

import { describeChaos, runChaos } from '../../scripts/chaos.ts';

test('Whatever goes wrong, the promises of the action hold', async () => {
  // A new seed for each run of the tests. It is printed first, so that the very same plans can be run again.
  const seed = Date.now() % 1_000_000_000;
  process.stdout.write(`chaos: npm run test:chaos -- --runs 40 --seed ${seed}\n`);
  const report = await runChaos(seed, 40);
  process.stdout.write(`${describeChaos(report)}\n`);
  expect({ seed, failures: report.failures }).toEqual({ seed, failures: [] });
}, 240_000);

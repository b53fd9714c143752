import { expect, test } from '@jest/globals';

import { runChaos } from '../../scripts/chaos.ts';

test('Whatever goes wrong, the promises of the action hold', async () => {
  // A new seed for each run of the tests. It is printed first, so that the very same plans can be run again.
  const seed = Date.now() % 1_000_000_000;
  process.stdout.write(`chaos: npm run test:chaos -- --runs 40 --seed ${seed}\n`);
  const { failures, summary } = await runChaos(seed, 40);
  process.stdout.write(`${summary}\n`);
  expect({ seed, failures }).toEqual({ seed, failures: [] });
}, 240_000);

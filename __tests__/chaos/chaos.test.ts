import { expect, test } from '@jest/globals';

import { runChaos } from './run.ts';

test('Whatever goes wrong, the promises of the action hold', async () => {
  // A new seed for each run of the tests; the failure names it, to run the very same plans again.
  const seed = Date.now() % 1_000_000_000;
  const { failures } = await runChaos(seed, 40);
  expect({ seed, failures }).toEqual({ seed, failures: [] });
}, 240_000);

import { parseArgs } from 'node:util';

import { runChaos } from '../__tests__/chaos/run.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
  },
});

const { runs, seed, failures, elapsedMs } = await runChaos(
  Number(values.seed),
  Number(values.runs),
);
for (const failure of failures) console.error(failure);
console.log(
  `${runs} pairs of a main and a post step with seed ${seed} in ${(elapsedMs / 1000).toFixed(0)} s: ` +
    `${failures.length} broke a promise.`,
);
process.exitCode = failures.length === 0 ? 0 : 1;

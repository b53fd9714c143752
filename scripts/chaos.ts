// Pairs of a main and a post step under random faults: npm run test:chaos [-- --runs 200 --seed 1]
import { parseArgs } from 'node:util';

import fc from 'fast-check';

import { brokenPromises } from './chaos/pair.ts';
import { chaosPlan } from './chaos/plan.ts';

/** Runs so many pairs of a main and a post step, each under a plan of its own that follows from the seed. */
export async function runChaos(seed: number, runs: number) {
  const startedAt = performance.now();
  const waiting = fc.sample(chaosPlan, { seed, numRuns: runs }).entries();
  /** One text for each pair that broke a promise: which, and under which plan. */
  const failures: string[] = [];
  const work = async (): Promise<void> => {
    for (const [index, plan] of waiting) {
      const broken = (await brokenPromises(plan)).join('; ');
      if (broken !== '') failures.push(`pair ${index + 1}: ${broken}\n${JSON.stringify(plan)}`);
    }
  };
  // Most of a pair's time is waiting.
  await Promise.all([work(), work(), work(), work()]);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  const summary =
    `${runs} pairs of a main and a post step with seed ${seed} in ${seconds} s: ` +
    `${failures.length} broke a promise.`;
  return { failures, summary };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '200' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    },
  });
  const { failures, summary } = await runChaos(Number(values.seed), Number(values.runs));
  for (const failure of failures) console.error(failure);
  console.log(summary);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

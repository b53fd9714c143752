import { parseArgs } from 'node:util';

import fc from 'fast-check';

import { brokenPromises } from './chaos/pair.ts';
import { chaosPlan } from './chaos/plan.ts';

/** What came of a number of pairs. */
export interface ChaosReport {
  readonly seed: number;
  readonly runs: number;
  /** One text for each pair that broke a promise: which, and under which plan. */
  readonly failures: readonly string[];
  readonly elapsedMs: number;
}

/** The figures of a report on one line. */
export function describeChaos({ seed, runs, failures, elapsedMs }: ChaosReport): string {
  return (
    `${runs} pairs of a main and a post step with seed ${seed} in ${(elapsedMs / 1000).toFixed(0)} s: ` +
    `${failures.length} broke a promise`
  );
}

/** Runs so many pairs of a main and a post step, each under a plan of its own that follows from the seed. */
export async function runChaos(seed: number, runs: number): Promise<ChaosReport> {
  const startedAt = performance.now();
  const plans = fc.sample(chaosPlan, { seed, numRuns: runs });
  const failures: string[] = [];
  const waiting = plans.entries();
  const work = async (): Promise<void> => {
    for (const [index, plan] of waiting) {
      const broken = await brokenPromises(plan);
      if (broken.length > 0) {
        failures.push(`pair ${index + 1}: ${broken.join('; ')}\n${JSON.stringify(plan)}`);
      }
    }
  };
  // Most of a pair's time is waiting.
  await Promise.all([work(), work(), work(), work()]);
  return { seed, runs, failures, elapsedMs: performance.now() - startedAt };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '200' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    },
  });

  const report = await runChaos(Number(values.seed), Number(values.runs));
  for (const failure of report.failures) console.error(failure);
  console.log(`${describeChaos(report)}.`);
  process.exitCode = report.failures.length === 0 ? 0 : 1;
}

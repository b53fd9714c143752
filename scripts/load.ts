import { parseArgs } from 'node:util';

import type { StepResult } from '../runner/step.ts';
import { withScene } from '../runner/scene.ts';

/** What came of many jobs that started at once. */
export interface LoadReport {
  readonly pairs: number;
  readonly succeeded: number;
  readonly revoked: number;
  /** Tokens that are alive in the end. */
  readonly alive: number;
  readonly requests: number;
  /** How many of the requests were answered 429. */
  readonly refusals: number;
  readonly elapsedMs: number;
  /** The most memory that one process took, in MiB. */
  readonly peakMemoryMib: number;
  /** The first failure, where there is one. */
  readonly firstFailure: string | undefined;
}

/** Starts so many pairs of a main and a post step at once, against a store that serves 10 calls a second. */
export async function runLoad(pairs: number): Promise<LoadReport> {
  const startedAt = performance.now();
  const results: StepResult[] = [];
  const throttle = { requestsPerSecond: 10, retryAfterSeconds: 1 };
  return withScene({ throttle }, async ({ store, main, post }) => {
    const options = { recordUsage: true };
    const runPair = async (): Promise<void> => {
      const created = await main({}, options);
      results.push(created, await post(created, options));
    };
    await Promise.all(Array.from({ length: pairs }, runPair));
    return {
      pairs,
      succeeded: results.filter(({ outputs }) => outputs['access-token'] !== undefined).length,
      revoked: results.filter(({ log }) => log.includes('Revoked the access token')).length,
      alive: store.liveTokens().length,
      requests: store.requests.length,
      refusals: store.events.filter(({ kind }) => kind === 'throttled').length,
      elapsedMs: performance.now() - startedAt,
      peakMemoryMib: Math.max(...results.map(({ usage }) => usage?.peakRssMib ?? NaN)),
      firstFailure: results.find(({ log }) => log.includes('Error:'))?.log,
    };
  });
}

/** The figures of a report on one line. */
export function describeLoad(report: LoadReport): string {
  return (
    `${report.pairs} pairs at once: ${report.requests} requests, ${report.refusals} of them refused (429), ` +
    `${(report.elapsedMs / 1000).toFixed(0)} s, at most ${report.peakMemoryMib.toFixed(0)} MiB in a process; ` +
    `${report.succeeded} tokens created, ${report.revoked} revoked, ${report.alive} alive`
  );
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { pairs: { type: 'string', default: '256' } } });

  const report = await runLoad(Number(values.pairs));
  console.log(`${describeLoad(report)}.`);
  if (report.firstFailure !== undefined) console.error(report.firstFailure);
  process.exitCode = report.revoked === report.pairs && report.alive === 0 ? 0 : 1;
}

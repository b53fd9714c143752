import type { StepResult } from '../../runner/step.ts';
import { withScene } from '../scenarios/scene.ts';

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

const MEMORY_MARK = 'peak memory in KiB: ';

/**
 * Loaded before the bundle: it tells how much memory the process took. On Linux, `maxRSS` is no less than
 * what the process that started this one took; the peak in `/proc` is its own.
 */
const TELL_MEMORY = `data:text/javascript,${encodeURIComponent(`
  import { existsSync, readFileSync } from 'node:fs';
  const file = '/proc/self/status';
  process.on('exit', () => {
    const own = existsSync(file) ? /VmHWM:\\s+(\\d+) kB/.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
    process.stderr.write('${MEMORY_MARK}' + (own ?? process.resourceUsage().maxRSS));
  });
`)}`;

/** Starts so many pairs of a main and a post step at once, against a store that serves 10 calls a second. */
export async function runLoad(pairs: number): Promise<LoadReport> {
  const startedAt = performance.now();
  const results: StepResult[] = [];
  let report: LoadReport | undefined;
  const throttle = { requestsPerSecond: 10, retryAfterSeconds: 1 };
  await withScene({ throttle }, async ({ store, main, post }) => {
    const options = { preload: [TELL_MEMORY] };
    const runPair = async (): Promise<void> => {
      const created = await main({}, options);
      results.push(created, await post(created, options));
    };
    await Promise.all(Array.from({ length: pairs }, runPair));
    report = {
      pairs,
      succeeded: results.filter(({ outputs }) => outputs['access-token'] !== undefined).length,
      revoked: results.filter(({ log }) => log.includes('Revoked the access token')).length,
      alive: store.liveTokens().length,
      requests: store.requests.length,
      refusals: store.events.filter(({ kind }) => kind === 'throttled').length,
      elapsedMs: performance.now() - startedAt,
      peakMemoryMib: Math.max(...results.map(peakMemoryMib)),
      firstFailure: results.find(({ log }) => log.includes('Error:'))?.log,
    };
  });
  if (!report) throw new Error('The load was not played to its end.');
  return report;
}

function peakMemoryMib({ stderr }: StepResult): number {
  return Number(stderr.slice(stderr.lastIndexOf(MEMORY_MARK) + MEMORY_MARK.length)) / 1024;
}

/** The figures of a report on one line. */
export function describeLoad(report: LoadReport): string {
  return (
    `${report.pairs} pairs at once: ${report.requests} requests, ${report.refusals} of them refused (429), ` +
    `${(report.elapsedMs / 1000).toFixed(0)} s, at most ${report.peakMemoryMib.toFixed(0)} MiB in a process; ` +
    `${report.succeeded} tokens created, ${report.revoked} revoked, ${report.alive} alive`
  );
}

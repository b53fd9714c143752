// Many jobs at once against a store that serves few calls: npm run test:load [-- --pairs 256]
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { withScene } from '../runner/scene.ts';
import type { StepResult } from '../runner/step.ts';

/** Starts so many pairs of a main and a post step at once, against a store that serves 10 calls a second. */
export async function runLoad(pairs: number) {
  const startedAt = performance.now();
  const results: StepResult[] = [];
  const throttle = { requestsPerSecond: 10, retryAfterSeconds: 1 };
  return withScene({ throttle }, async ({ store, main, post }) => {
    const options = { recordUsage: true };
    const runPair = async (): Promise<void> => {
      const created = await main({}, options);
      results.push(created, await post(created, options));
    };
    const running: Promise<void>[] = [];
    while (running.length < pairs) {
      running.push(runPair());
      // To start a process blocks this one, and with it the store: on a busy machine, for all the pairs
      // together longer than an attempt may take.
      await setImmediate();
    }
    await Promise.all(running);
    const succeeded = results.filter(({ outputs }) => outputs['access-token'] !== undefined).length;
    // Where the answer to a revocation was late, the next attempt hears that the token is invalid.
    const ended = /Revoked the access token|already invalid/;
    const revoked = results.filter(({ log }) => ended.test(log)).length;
    const isKnown = (token: string): boolean =>
      results.some(({ stdout }) => stdout.includes(`::add-mask::${token}`));
    const alive = store.liveTokens().filter(isKnown).length;
    const unknown = store.liveTokens().length - alive;
    const announced = results.flatMap(({ log }) => log.match(/nobody knows it/g) ?? []).length;
    const refusals = store.events.filter(({ kind }) => kind === 'throttled').length;
    /** The most memory that one process took. */
    const peakMib = Math.max(...results.map(({ usage }) => usage?.peakRssMib ?? NaN));
    const seconds = (performance.now() - startedAt) / 1000;
    return {
      ...{ succeeded, revoked, alive, unknown, announced, refusals, peakMib },
      firstFailure: results.find(({ log }) => log.includes('Error:'))?.log,
      /** The figures on one line. */
      summary:
        `${pairs} pairs at once: ${store.requests.length} requests, ${refusals} of them refused (429), ` +
        `${seconds.toFixed(0)} s, at most ${peakMib.toFixed(0)} MiB in a process; ` +
        `${succeeded} tokens created, ${revoked} revoked, ${alive} alive, ` +
        `${unknown} more by answers that were lost, which the logs say ${announced} times.`,
    };
  });
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { pairs: { type: 'string', default: '256' } } });
  const pairs = Number(values.pairs);
  const { summary, firstFailure, revoked, alive, unknown, announced } = await runLoad(pairs);
  console.log(summary);
  if (firstFailure !== undefined) console.error(firstFailure);
  process.exitCode = revoked === pairs && alive === 0 && unknown <= announced ? 0 : 1;
}

import { setTimeout as sleep } from 'node:timers/promises';

import { expect, test } from '@jest/globals';

import { withNetwork } from '../../runner/network.ts';
import type { Network } from '../../runner/network.ts';
import { errorsOf, untilCalled, warningsOf } from '../../runner/scene.ts';
import { describeSignals } from './expectations.ts';
import { slow } from '../helpers/fault-plans.ts';

/**
 * Pauses the main step while it waits for its token, which comes meanwhile. The clocks are real: a fake one
 * does not reach the timer of a socket. An attempt may take 20 s.
 */
async function pause(scene: Network, apiUrl: string, seconds: number): Promise<void> {
  const env = { NODE_EXTRA_CA_CERTS: scene.authorityFile };
  const step = scene.startMain({ 'api-url': apiUrl }, { env });
  await untilCalled(scene, 'create');
  step.process.kill('SIGSTOP');
  await sleep(seconds * 1000);
  step.process.kill('SIGCONT');
  const created = await step.result;
  expect(errorsOf(created)).toEqual([]);
  expect(warningsOf(created)).toEqual([]);
  expect(created.exitCode).toBe(0);
  expect(scene.calls()).toEqual(['create']);
  await scene.post(created, { env });
  expect(scene.store.liveTokens()).toEqual([]);
}

describeSignals('A process that is paused', () => {
  test('keeps an answer that came meanwhile', async () => {
    const pauses = [20.6, 23.5].flatMap((seconds) =>
      [true, false].map((plain) =>
        withNetwork({ plain, faults: slow('create', 300) }, async (scene) => {
          const { port } = scene.store;
          const apiUrl = plain ? `http://127.0.0.1:${port}` : `https://localhost:${port}`;
          await pause(scene, apiUrl, seconds);
        }),
      ),
    );
    await Promise.all(pauses);
  });
});

import { setTimeout as sleep } from 'node:timers/promises';

import { expect, test } from '@jest/globals';

import { withNetwork, type Network } from '../../runner/network.ts';
import { errorsOf, untilCalled, warningsOf } from '../../runner/scene.ts';
import { describeSignals } from './expectations.ts';
import { slow } from '../helpers/fault-plans.ts';

/** An attempt may take 20 s. The clocks are real: a fake one does not reach the timer of a socket. */
const PAUSES = [20.6, 23.5];

async function pause({ store, ...scene }: Network, plain: boolean, seconds: number): Promise<void> {
  const apiUrl = plain ? `http://127.0.0.1:${store.port}` : `https://localhost:${store.port}`;
  const env = { NODE_EXTRA_CA_CERTS: scene.authorityFile };
  const step = scene.startMain({ 'api-url': apiUrl }, { env });
  await untilCalled({ store, ...scene }, 'create');
  step.process.kill('SIGSTOP');
  await sleep(seconds * 1000);
  step.process.kill('SIGCONT');
  const created = await step.result;
  expect([...errorsOf(created), ...warningsOf(created)]).toEqual([]);
  expect(created.exitCode).toBe(0);
  expect(scene.calls()).toEqual(['create']);
  await scene.post(created, { env });
  expect(store.liveTokens()).toEqual([]);
}

describeSignals('A process that is paused while it waits for its token', () => {
  test('keeps an answer that came meanwhile', async () => {
    const pauses = PAUSES.flatMap((seconds) =>
      [true, false].map((plain) =>
        withNetwork({ plain, faults: slow('create', 300) }, (scene) =>
          pause(scene, plain, seconds),
        ),
      ),
    );
    await Promise.all(pauses);
  });
});

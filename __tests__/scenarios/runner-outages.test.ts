import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, test } from '@jest/globals';

import type { RunningStep } from '../../runner/step.ts';
import { orderedWait, slow } from '../helpers/fault-plans.ts';

import { withNetwork } from '../../runner/network.ts';
import { errorsOf, untilCalled, untilSaid, withScene } from '../../runner/scene.ts';

/** What a runner does that dies: its ends of the pipes close. */
function closeLog({ process: { stdout, stderr } }: RunningStep): void {
  stdout?.destroy();
  stderr?.destroy();
}

async function exitCodeOf(step: RunningStep): Promise<number | null> {
  return (await step.result).exitCode;
}

describe('A runner that dies', () => {
  test('does not keep the main step from revoking the token of a cancelled job', async () => {
    await withScene({ faults: slow('create', 400) }, async (scene) => {
      const step = scene.startMain();
      await untilCalled(scene, 'create');
      step.process.kill('SIGTERM');
      closeLog(step);
      expect(await exitCodeOf(step)).toBe(1);
      expect(scene.calls()).toEqual(['create', 'revoke']);
      expect(scene.store.liveTokens()).toEqual([]);
    });
  });

  test('does not keep the post step from trying again', async () => {
    await withScene({ faults: orderedWait('revoke', 1, 2), speed: 4 }, async (scene) => {
      const step = scene.startPost(await scene.main());
      await untilCalled(scene, 'revoke');
      closeLog(step);
      expect(await exitCodeOf(step)).toBe(0);
      expect(scene.calls()).toEqual(['create', 'revoke', 'revoke', 'revoke']);
      expect(scene.store.liveTokens()).toEqual([]);
    });
  });
});

describe('A machine that is paused while the post step waits', () => {
  // 20 times as fast, a wait of 100 s takes 5 s; after 7 s the 2 minutes are over.
  async function pauseAndRevoke(step: RunningStep): Promise<number | null> {
    step.process.kill('SIGSTOP');
    await sleep(7_000);
    step.process.kill('SIGCONT');
    return exitCodeOf(step);
  }

  test('makes the attempt that was waited for', async () => {
    await withScene({ faults: orderedWait('revoke', 100, 1), speed: 20 }, async (scene) => {
      const step = scene.startPost(await scene.main());
      await untilSaid(step, 'Next attempt in');
      expect(await pauseAndRevoke(step)).toBe(0);
      const ended = await step.result;
      expect(errorsOf(ended)).toEqual([]);
      expect(ended.stderr).toBe('');
      expect(scene.store.liveTokens()).toEqual([]);
    });
  });

  test('makes it through a proxy as well, and ends by itself', async () => {
    await withNetwork({ faults: orderedWait('revoke', 100, 1), speed: 20 }, async (network) => {
      const { env, main, startPost } = network;
      const step = startPost(await main({}, { env }), { env });
      await untilSaid(step, 'Next attempt in');
      expect(await pauseAndRevoke(step)).toBe(0);
      expect(network.store.liveTokens()).toEqual([]);
    });
  });
});

describe('A post step that is cancelled before it can be done', () => {
  test('has said what stays alive', async () => {
    await withScene({ faults: orderedWait('revoke', 60, 1) }, async (scene) => {
      const step = scene.startPost(await scene.main());
      await untilSaid(step, 'Next attempt in');
      const said = untilSaid(step, 'is deleted in Seller Portal');
      step.process.kill('SIGINT');
      await said;
      step.process.kill('SIGKILL');
      expect((await step.result).log).toMatch(
        /^Warning: .* stays valid until the service account .* is deleted in Seller Portal/m,
      );
    });
  });
});

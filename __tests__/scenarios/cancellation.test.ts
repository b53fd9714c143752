import { expect, test } from '@jest/globals';

import type { FaultPlan } from '../../emulator/faults.ts';
import type { RunningStep, StepResult } from '../../runner/step.ts';
import { orderedWait, slow } from '../helpers/fault-plans.ts';

import { PRIVATE_KEY, errorsOf, untilCalled, untilSaid, withScene } from '../../runner/scene.ts';
import { describeSignals } from './expectations.ts';
import { visiblePieces, secretsOf } from '../../runner/secrecy.ts';

async function cancel(step: RunningStep, signal: NodeJS.Signals): Promise<StepResult> {
  step.process.kill(signal);
  return step.result;
}

describeSignals.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'A job that is cancelled by %s',
  (signal) => {
    test('revokes a token that comes while the create call is under way', async () => {
      await withScene({ faults: slow('create', 400) }, async (scene) => {
        const step = scene.startMain();
        await untilCalled(scene, 'create');
        const cancelled = await cancel(step, signal);
        expect(cancelled.exitCode).toBe(1);
        expect(cancelled.outputs).toEqual({});
        expect(errorsOf(cancelled)).toEqual([
          expect.stringContaining('The access token that had been created is revoked'),
        ]);
        expect(scene.calls()).toEqual(['create', 'revoke']);
        expect(scene.store.liveTokens()).toEqual([]);
        expect(visiblePieces(cancelled, secretsOf(scene.store, PRIVATE_KEY))).toEqual([]);
        expect((await scene.post(cancelled)).log).toBe('There is no access token to revoke.');
      });
    });

    test('leaves the token to the post step when it cannot be revoked at once', async () => {
      const faults: FaultPlan = ({ operation, n }) => {
        if (operation === 'create') return { kind: 'delay', ms: 400 };
        return operation === 'revoke' && n === 1 ? { kind: 'reset' } : undefined;
      };
      await withScene({ faults }, async (scene) => {
        const step = scene.startMain();
        await untilCalled(scene, 'create');
        const cancelled = await cancel(step, signal);
        expect(cancelled.exitCode).toBe(1);
        expect(cancelled.outputs).toEqual({});
        expect(errorsOf(cancelled)[0]).toContain('The post step of this action tries again.');
        expect(scene.store.liveTokens()).toHaveLength(1);
        await scene.post(cancelled);
        expect(scene.store.liveTokens()).toEqual([]);
      });
    });

    test('makes no further attempt while it waits for one', async () => {
      await withScene({ faults: orderedWait('create', 60) }, async (scene) => {
        const step = scene.startMain();
        await untilSaid(step, 'Next attempt in');
        const cancelled = await cancel(step, signal);
        expect(cancelled.exitCode).toBe(1);
        expect(errorsOf(cancelled)[0]).toContain('was stopped because the job was cancelled');
        expect(scene.calls()).toEqual(['create']);
      });
    });

    test('gives up the answer that does not come, and says what that may mean', async () => {
      await withScene({ speed: 10, faults: () => ({ kind: 'hang' }) }, async (scene) => {
        const step = scene.startMain();
        await untilCalled(scene, 'create');
        const cancelled = await cancel(step, signal);
        expect(cancelled.exitCode).toBe(1);
        expect(errorsOf(cancelled)[0]).toContain(
          'may have created an access token that nobody knows',
        );
        expect(scene.calls()).toEqual(['create']);
        expect((await scene.post(cancelled)).log).toBe('There is no access token to revoke.');
      });
    });

    test('revokes the token when the check is under way', async () => {
      await withScene({ faults: slow('check', 400) }, async (scene) => {
        const step = scene.startMain({ verify: 'true' });
        await untilCalled(scene, 'check');
        const cancelled = await cancel(step, signal);
        expect(cancelled.exitCode).toBe(1);
        expect(cancelled.outputs).toEqual({});
        expect(scene.store.liveTokens()).toEqual([]);
      });
    });

    test('is not disturbed by further signals', async () => {
      await withScene({ faults: slow('create', 600) }, async (scene) => {
        const step = scene.startMain();
        await untilCalled(scene, 'create');
        for (const further of [signal, 'SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
          step.process.kill(further);
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        const cancelled = await step.result;
        expect(cancelled.exitCode).toBe(1);
        expect(cancelled.outputs).toEqual({});
        expect(errorsOf(cancelled)).toHaveLength(1);
        expect(scene.store.liveTokens()).toEqual([]);
      });
    });

    test('revokes the token when the check waits for its next attempt', async () => {
      await withScene({ faults: orderedWait('check', 60) }, async (scene) => {
        const step = scene.startMain({ verify: 'true' });
        await untilSaid(step, 'Next attempt in');
        const cancelled = await cancel(step, signal);
        expect(cancelled.exitCode).toBe(1);
        expect(cancelled.outputs).toEqual({});
        expect(scene.calls()).toEqual(['create', 'check', 'revoke']);
        expect(scene.store.liveTokens()).toEqual([]);
      });
    });

    test('goes on with a revocation that is under way', async () => {
      await withScene({ faults: slow('revoke', 400) }, async (scene) => {
        const created = await scene.main();
        const step = scene.startPost(created);
        await untilCalled(scene, 'revoke');
        const ended = await cancel(step, signal);
        expect(ended.exitCode).toBe(0);
        expect(ended.log).toContain('The access token is still being revoked');
        expect(ended.log).toContain('Revoked the access token');
        expect(scene.store.liveTokens()).toEqual([]);
      });
    });

    test('goes on with a revocation that waits for its next attempt', async () => {
      await withScene({ faults: orderedWait('revoke', 1, 1) }, async (scene) => {
        const created = await scene.main();
        const step = scene.startPost(created);
        await untilSaid(step, 'Next attempt in');
        const ended = await cancel(step, signal);
        expect(ended.exitCode).toBe(0);
        expect(ended.log).toContain('Revoked the access token');
        expect(scene.store.liveTokens()).toEqual([]);
      });
    });
  },
);

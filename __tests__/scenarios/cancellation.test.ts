import { expect, test } from '@jest/globals';

import type { FaultPlan } from '../../emulator/faults.ts';
import { untilCalled, untilSaid, withScene, type Scene } from '../../runner/scene.ts';
import type { RunningStep } from '../../runner/step.ts';
import { faultsOf, serverDelay, slow } from '../helpers/fault-plans.ts';
import { describeSignals, expectFailure, expectNoSecret } from './expectations.ts';

type Moment = (scene: Scene, step: RunningStep) => Promise<void>;

const called =
  (call: string): Moment =>
  (scene) =>
    untilCalled(scene, call);
const waiting: Moment = (_scene, step) => untilSaid(step, 'Next attempt in');

/** A main step that is cancelled at some moment, and what has to come of it. */
interface Cancelled {
  readonly name: string;
  readonly faults: FaultPlan;
  readonly speed?: number;
  readonly when: Moment;
  readonly says: string;
  readonly calls: readonly string[];
  /** The token is left to the post step. */
  readonly leavesToken?: boolean;
}

const IS_REVOKED = 'The access token that had been created is revoked';

const CANCELLED: readonly Cancelled[] = [
  {
    name: 'revokes a token that comes while the create call is under way',
    faults: slow('create', 400),
    when: called('create'),
    says: IS_REVOKED,
    calls: ['create', 'revoke'],
  },
  {
    name: 'leaves the token to the post step when it cannot be revoked at once',
    faults: (request) =>
      slow('create', 400)(request) ?? faultsOf('revoke', { kind: 'reset' }, 1)(request),
    when: called('create'),
    says: 'The post step of this action tries again.',
    calls: ['create', 'revoke'],
    leavesToken: true,
  },
  {
    name: 'makes no further attempt while it waits for one',
    faults: serverDelay('create', 60),
    when: waiting,
    says: 'was stopped because the job was cancelled',
    calls: ['create'],
  },
  {
    name: 'gives up the answer that does not come, and says what that may mean',
    faults: faultsOf('create', { kind: 'hang' }),
    speed: 10,
    when: called('create'),
    says: 'may have created an access token that nobody knows',
    calls: ['create'],
  },
  {
    name: 'revokes the token when the check is under way',
    faults: slow('check', 400),
    when: called('check'),
    says: IS_REVOKED,
    calls: ['create', 'check', 'revoke'],
  },
  {
    name: 'revokes the token when the check waits for its next attempt',
    faults: serverDelay('check', 60),
    when: waiting,
    says: IS_REVOKED,
    calls: ['create', 'check', 'revoke'],
  },
];

describeSignals.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'A job that is cancelled by %s',
  (signal) => {
    test.each(CANCELLED)('$name', async ({ faults, speed = 1, leavesToken = false, ...row }) => {
      await withScene({ faults, speed }, async (scene) => {
        const verify = row.calls.includes('check') ? 'true' : 'false';
        const step = scene.startMain({ verify });
        await row.when(scene, step);
        step.process.kill(signal);
        const cancelled = await step.result;
        expectFailure(cancelled, [row.says], 'job-cancelled');
        expectNoSecret(cancelled, scene);
        expect(scene.calls()).toEqual(row.calls);
        expect(scene.store.liveTokens()).toHaveLength(leavesToken ? 1 : 0);
        expect((await scene.post(cancelled)).log).toContain(
          leavesToken ? 'Revoked the access token' : 'There is no access token to revoke.',
        );
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
        expectFailure(await step.result, [IS_REVOKED], 'job-cancelled');
        expect(scene.store.liveTokens()).toEqual([]);
      });
    });

    test.each([
      ['is under way', slow('revoke', 400), called('revoke')],
      ['waits for its next attempt', serverDelay('revoke', 1, 1), waiting],
    ])('goes on with a revocation that %s', async (_what, faults, when) => {
      await withScene({ faults }, async (scene) => {
        const step = scene.startPost(await scene.main());
        await when(scene, step);
        step.process.kill(signal);
        const ended = await step.result;
        expect(ended.exitCode).toBe(0);
        expect(ended.log).toContain('The access token is still being revoked');
        expect(ended.log).toContain('Revoked the access token');
        expect(scene.store.liveTokens()).toEqual([]);
      });
    });
  },
);

import { describe, expect, test } from '@jest/globals';

import type { Fault } from '../../emulator/faults.ts';
import type { JsonValue } from '../../emulator/http.ts';
import { injectedInto } from '../../runner/injection.ts';
import { errorsOf, withScene, type Scene } from '../../runner/scene.ts';
import type { StepResult } from '../../runner/step.ts';
import { faultsOf, status } from '../helpers/fault-plans.ts';
import { LASTING_CALL_FAULTS, PASSING_CALL_FAULTS } from './call-fault-table.ts';
import { expectError, expectFailure, expectNoSecret, expectRequests } from './expectations.ts';

const count = ({ calls }: Scene, call: string): number =>
  calls().filter((each) => each === call).length;

const EXPORTING = { 'export-environment-variables': 'true' };

describe.each([
  ['check', 'Checking', ({ main }: Scene) => main({ verify: 'true', ...EXPORTING })],
  ['revoke', 'Revoking', async ({ main, post }: Scene) => post(await main())],
] as const)('The %s call', (call, operation, makeCall) => {
  test.each(PASSING_CALL_FAULTS)('is made again after $name', async (row) => {
    const faults = faultsOf(call, row.fault, row.times);
    await withScene({ faults, speed: 20 }, async (scene) => {
      const step = await makeCall(scene);
      expect(step.exitCode).toBe(0);
      expect(errorsOf(step)).toEqual([]);
      for (const words of row.says) expect(step.log).toContain(words);
      expect(step.log).toContain(`${operation} the access token: attempt`);
      expect(step.log).not.toContain('nobody knows');
      expectRequests(count(scene, call), row.requests);
      expectNoSecret(step, scene);
      expect(scene.store.liveTokens()).toHaveLength(call === 'check' ? 1 : 0);
    });
  });

  test.each(LASTING_CALL_FAULTS)('fails for good after $name', async ({ fault, ...row }) => {
    await withScene({ faults: faultsOf(call, fault), speed: 20 }, async (scene) => {
      const step = await makeCall(scene);
      expect(injectedInto(step)).toEqual([]);
      expectRequests(count(scene, call), row.requests);
      expectNoSecret(step, scene);
      if (call === 'check') {
        expectFailure(step, row.says, row.topic);
        await scene.post(step);
        expect(scene.store.liveTokens()).toEqual([]);
      } else {
        // The work of the job is done by then.
        expect(step.exitCode).toBe(0);
        expectError(step, row.says, 'revocation-failed');
        expect(step.summary).toContain('is still valid');
      }
    });
  });
});

describe('The revocation', () => {
  const aboutHeader = { code: 'AUTH_REQUIRE', message: 'Set the authorization header' };

  test.each<[string, number, JsonValue]>([
    ['an empty 204', 204, ''],
    ['an empty 200', 200, ''],
    ['a 200 with an empty object', 200, {}],
    ['a 200 with a log-in page as JSON', 200, { page: 'log-in' }],
    ['a 200 without success', 200, { success: false }],
    ['a 401 about a missing header', 401, aboutHeader],
    ['a 401 of a gateway', 401, { message: 'Unauthorized' }],
  ])('is believed after %s only when the check confirms it', async (_name, code, body) => {
    const played = (processed: boolean, check?: Fault): Promise<StepResult> =>
      withScene({ speed: 20 }, async (scene) => {
        const created = await scene.main();
        scene.store.setFaults(({ operation }) =>
          operation === 'revoke' ? status(code, { body, processed }) : check,
        );
        const ended = await scene.post(created);
        expect(scene.calls().at(-1)).toBe('check');
        expect(count(scene, 'check')).toBe(1);
        expect(scene.store.liveTokens()).toHaveLength(processed ? 0 : 1);
        return ended;
      });

    const revoked = await played(true);
    expect(errorsOf(revoked)).toEqual([]);
    expect(revoked.log).toContain('Revoked the access token');
    for (const alive of [
      await played(false),
      await played(false, status(404)),
      await played(false, status(401, { body: aboutHeader })),
      await played(false, status(200, { body: '<html>' })),
    ]) {
      expectError(alive, [`HTTP ${code}`], 'revocation-failed');
      expect(alive.summary).toContain('is still valid');
      expect(alive.log).not.toMatch(/Revoked|already invalid/);
    }
  });
});

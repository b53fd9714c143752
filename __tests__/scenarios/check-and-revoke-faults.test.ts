import { describe, expect, test } from '@jest/globals';

import type { Fault, FaultPlan } from '../../emulator/faults.ts';
import type { JsonValue } from '../../emulator/http.ts';
import { faultsOf } from '../helpers/fault-plans.ts';

import { LASTING_CALL_FAULTS, PASSING_CALL_FAULTS } from './call-fault-table.ts';
import { expectError } from './expectations.ts';
import type { StepResult } from '../../runner/step.ts';
import { injectedInto } from '../../runner/injection.ts';
import { PRIVATE_KEY, errorsOf, withScene } from '../../runner/scene.ts';
import { visiblePieces, secretsOf } from '../../runner/secrecy.ts';

describe('The check of a new token', () => {
  test.each(PASSING_CALL_FAULTS)(
    'is made again after $name',
    async ({ fault, times, ...expected }) => {
      await withScene({ faults: faultsOf('check', fault, times), speed: 20 }, async (scene) => {
        const created = await scene.main({ verify: 'true' });
        expect(created.exitCode).toBe(0);
        expect(created.log).toContain('Checking the access token: attempt');
        for (const words of expected.says) expect(created.log).toContain(words);
        expect(created.log).not.toContain('nobody knows');
        expect(scene.calls().filter((call) => call === 'check')).toHaveLength(expected.requests);
        expect(visiblePieces(created, secretsOf(scene.store, PRIVATE_KEY))).toEqual([]);
      });
    },
  );

  test.each(LASTING_CALL_FAULTS)(
    'fails for good after $name, and the token dies',
    async ({ fault, ...expected }) => {
      await withScene({ faults: faultsOf('check', fault) }, async (scene) => {
        const failed = await scene.main({ verify: 'true' });
        expect(failed.exitCode).toBe(1);
        expect(failed.outputs).toEqual({});
        expectError(failed, expected.says, expected.topic);
        expect(injectedInto(failed)).toEqual([]);
        expect(scene.calls().filter((call) => call === 'check')).toHaveLength(expected.requests);
        expect(visiblePieces(failed, secretsOf(scene.store, PRIVATE_KEY))).toEqual([]);
        await scene.post(failed);
        expect(scene.store.liveTokens()).toEqual([]);
      });
    },
  );
});

describe('The revocation', () => {
  test.each(PASSING_CALL_FAULTS)(
    'is made again after $name',
    async ({ fault, times, ...expected }) => {
      await withScene({ faults: faultsOf('revoke', fault, times), speed: 20 }, async (scene) => {
        const ended = await scene.post(await scene.main());
        expect(ended.exitCode).toBe(0);
        expect(ended.log).toContain('Revoking the access token: attempt');
        for (const words of expected.says) expect(ended.log).toContain(words);
        expect(errorsOf(ended)).toEqual([]);
        expect(scene.calls().filter((call) => call === 'revoke')).toHaveLength(expected.requests);
        expect(visiblePieces(ended, secretsOf(scene.store, PRIVATE_KEY))).toEqual([]);
        expect(scene.store.liveTokens()).toEqual([]);
      });
    },
  );

  test.each(LASTING_CALL_FAULTS)('fails loudly after $name', async ({ fault, ...expected }) => {
    await withScene({ faults: faultsOf('revoke', fault), speed: 20 }, async (scene) => {
      const created = await scene.main();
      const ended = await scene.post(created);
      expect(ended.exitCode).toBe(0);
      expectError(ended, expected.says, 'revocation-failed');
      expect(ended.summary).toContain('is still valid');
      expect(injectedInto(ended)).toEqual([]);
      expect(scene.calls().filter((call) => call === 'revoke')).toHaveLength(expected.requests);
      expect(visiblePieces(ended, secretsOf(scene.store, PRIVATE_KEY))).toEqual([]);
    });
  });

  const aboutHeader = { code: 'AUTH_REQUIRE', message: 'Set the authorization header' };
  test.each<[string, number, JsonValue | undefined]>([
    ['an empty 204', 204, undefined],
    ['an empty 200', 200, undefined],
    ['a 200 with an empty object', 200, {}],
    ['a 200 with a log-in page as JSON', 200, { page: 'log-in' }],
    ['a 200 without success', 200, { success: false }],
    ['a 401 about a missing header', 401, aboutHeader],
    ['a 401 of a gateway', 401, { message: 'Unauthorized' }],
  ])('is believed after %s only when the check confirms it', async (_name, status, body) => {
    const answer = { kind: 'status', status, ...(body !== undefined && { body }) } as const;
    const played = async (processed: boolean, check?: Fault): Promise<StepResult> => {
      const faults: FaultPlan = ({ operation }) =>
        operation === 'revoke' ? { ...answer, processed } : check;
      return withScene({ speed: 20 }, async (scene) => {
        const created = await scene.main();
        scene.store.setFaults(faults);
        const ended = await scene.post(created);
        expect(scene.calls().at(-1)).toBe('check');
        expect(scene.calls().filter((call) => call === 'check')).toHaveLength(1);
        expect(scene.store.liveTokens()).toHaveLength(processed ? 0 : 1);
        return ended;
      });
    };

    const revoked = await played(true);
    expect(errorsOf(revoked)).toEqual([]);
    expect(revoked.log).toContain('Revoked the access token');
    for (const alive of [
      await played(false),
      await played(false, { kind: 'status', status: 404 }),
      await played(false, { kind: 'status', status: 401, body: aboutHeader }),
      await played(false, { kind: 'status', status: 200, body: '<html>' }),
    ]) {
      expectError(alive, [`HTTP ${status}`], 'revocation-failed');
      expect(alive.summary).toContain('is still valid');
      expect(alive.log).not.toMatch(/Revoked|already invalid/);
    }
  });
});

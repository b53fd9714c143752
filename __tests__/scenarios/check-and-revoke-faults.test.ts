import { describe, expect, test } from '@jest/globals';

import type { Fault } from '../../emulator/faults.ts';
import { faultsOf } from '../helpers/fault-plans.ts';

import { LASTING_CALL_FAULTS, PASSING_CALL_FAULTS } from './call-fault-table.ts';
import { expectError } from './expectations.ts';
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
    await withScene({ faults: faultsOf('revoke', fault) }, async (scene) => {
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

  test.each([
    { name: 'a 204', body: undefined, code: 204 },
    { name: 'an empty 200', body: undefined, code: 200 },
    { name: 'a 200 with other JSON', body: { done: true }, code: 200 },
    { name: 'a 200 that is ok and says more', body: { ok: true, message: 'Revoked' }, code: 200 },
  ])('takes $name for an answer, because Samsung documents none', async ({ body, code }) => {
    const fault: Fault = {
      kind: 'status',
      status: code,
      processed: true,
      ...(body && { body }),
    };
    await withScene({ faults: faultsOf('revoke', fault) }, async (scene) => {
      const ended = await scene.post(await scene.main());
      expect(ended.log).toContain('Revoked the access token');
      expect(scene.calls()).toEqual(['create', 'revoke']);
    });
  });
});

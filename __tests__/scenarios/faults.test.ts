import { describe, expect, test } from '@jest/globals';

import { injectedInto } from '../../runner/injection.ts';
import { errorsOf, withScene } from '../../runner/scene.ts';
import { faultsOf } from '../helpers/fault-plans.ts';
import { expectFailure, expectNoSecret, expectRequests } from './expectations.ts';
import { LASTING_FAULTS, PASSING_FAULTS, type FaultCase } from './fault-table.ts';
import { HOSTILE_MESSAGES, UNUSABLE_ANSWERS } from './hostile-answers.ts';

async function playCase(row: FaultCase): Promise<void> {
  const faults = faultsOf('create', row.fault, row.times);
  await withScene({ faults, speed: 20 }, async (scene) => {
    const created = await scene.main();
    expect(created.stderr).toBe('');
    if (row.succeeds === true) {
      expect(created.exitCode).toBe(0);
      expect(created.outputs['access-token']).toMatch(/./);
      expect(errorsOf(created)).toEqual([]);
    } else {
      expectFailure(created, [], row.topic);
    }
    for (const words of row.says) expect(created.log).toContain(words);
    for (const words of row.neverSays ?? []) expect(created.stdout).not.toContain(words);
    expectRequests(scene.calls().length, row.requests);

    const ended = await scene.post(created);
    expect(ended.exitCode).toBe(0);
    expect(errorsOf(ended)).toEqual([]);
    // Nothing is obeyed, and nothing secret is visible.
    for (const step of [created, ended]) {
      expect(injectedInto(step)).toEqual([]);
      expectNoSecret(step, scene);
    }
    const alive = scene.store.liveTokens();
    if (!row.mayLeaveToken) expect(alive).toEqual([]);
    if (alive.length > 0) expect(created.log).toMatch(/may have created/);
  });
}

describe.each([
  ['A passing fault is tried again', PASSING_FAULTS],
  ['A lasting fault fails with its reason', LASTING_FAULTS],
  ['An answer that cannot be used is refused', UNUSABLE_ANSWERS],
  ['A hostile answer is text and nothing else', HOSTILE_MESSAGES],
])('%s', (_what, rows) => {
  test.each(rows)('$name', playCase);
});

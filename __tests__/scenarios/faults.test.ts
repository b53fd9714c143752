import { describe, expect, test } from '@jest/globals';

import { faultsOf } from '../helpers/fault-plans.ts';

import { expectRequests } from './expectations.ts';
import { LASTING_FAULTS, PASSING_FAULTS } from './fault-table.ts';
import type { FaultCase } from './fault-table.ts';
import { HOSTILE_MESSAGES, UNUSABLE_ANSWERS } from './hostile-answers.ts';
import { injectedInto } from '../../runner/injection.ts';
import { PRIVATE_KEY, errorsOf, withScene } from '../../runner/scene.ts';
import { visiblePieces, secretsOf } from '../../runner/secrecy.ts';

async function playCase(fault: FaultCase): Promise<void> {
  const faults = faultsOf('create', fault.fault, fault.times);
  await withScene({ faults, speed: 20 }, async (scene) => {
    const created = await scene.main();
    const secrets = secretsOf(scene.store, PRIVATE_KEY);
    const known = created.outputs['access-token'];
    const succeeds = fault.succeeds === true;

    expect(created.signal).toBeNull();
    expect(created.exitCode).toBe(succeeds ? 0 : 1);
    expect(typeof known).toBe(succeeds ? 'string' : 'undefined');
    expect(created.stderr).toBe('');
    expect(errorsOf(created)).toHaveLength(succeeds ? 0 : 1);
    for (const words of fault.says) expect(created.log).toContain(words);
    for (const words of fault.neverSays ?? []) expect(created.stdout).not.toContain(words);
    if (fault.topic) expect(created.log).toContain(`docs/troubleshooting.md#${fault.topic}`);

    expectRequests(scene.calls().length, fault.requests);

    // Nothing is obeyed, and nothing secret is visible.
    expect(injectedInto(created)).toEqual([]);
    expect(visiblePieces(created, secrets)).toEqual([]);

    const ended = await scene.post(created);
    expect(ended.exitCode).toBe(0);
    expect(errorsOf(ended)).toEqual([]);
    expect(injectedInto(ended)).toEqual([]);
    expect(visiblePieces(ended, secrets)).toEqual([]);
    const alive = scene.store.liveTokens();
    if (fault.mayLeaveToken !== true) expect(alive).toEqual([]);
    if (alive.length > 0) expect(created.log).toMatch(/may have created/);
  });
}

describe('A passing fault is tried again', () => {
  test.each(PASSING_FAULTS)('$name', playCase);
});

describe('A lasting fault fails with its reason', () => {
  test.each(LASTING_FAULTS)('$name', playCase, 30_000);
});

describe('An answer that cannot be used is refused', () => {
  test.each(UNUSABLE_ANSWERS)('$name', playCase);
});

describe('A hostile answer is text and nothing else', () => {
  test.each(HOSTILE_MESSAGES)('$name', playCase);
});

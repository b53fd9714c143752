import { describe, expect, test } from '@jest/globals';

import type { Fault, FaultPlan } from '../../emulator/faults.ts';

import { LASTING_FAULTS, PASSING_FAULTS } from './fault-table.ts';
import type { FaultCase } from './fault-table.ts';
import { HOSTILE_MESSAGES, UNUSABLE_ANSWERS } from './hostile-answers.ts';
import { obeyedIn } from './obedience.ts';
import { PRIVATE_KEY, errorsOf, withScene } from './scene.ts';
import { legiblePieces, secretsOf } from './secrecy.ts';

const inFirstCreates =
  ({ fault, times = Infinity }: FaultCase): FaultPlan =>
  ({ operation, n }) =>
    operation === 'create' && n <= times ? faultNow(fault) : undefined;

const faultNow = (fault: FaultCase['fault']): Fault =>
  typeof fault === 'function' ? fault() : fault;

async function playCase(fault: FaultCase): Promise<void> {
  await withScene({ faults: inFirstCreates(fault), speed: 20 }, async (scene) => {
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

    const [least, most] =
      typeof fault.requests === 'number' ? [fault.requests, fault.requests] : fault.requests;
    expect(scene.calls().length).toBeGreaterThanOrEqual(least);
    expect(scene.calls().length).toBeLessThanOrEqual(most);

    // Nothing is obeyed, and nothing secret is legible.
    expect(obeyedIn(created)).toEqual([]);
    expect(legiblePieces(created, secrets)).toEqual([]);

    const ended = await scene.post(created);
    expect(ended.exitCode).toBe(0);
    expect(errorsOf(ended)).toEqual([]);
    expect(obeyedIn(ended)).toEqual([]);
    expect(legiblePieces(ended, secrets)).toEqual([]);
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

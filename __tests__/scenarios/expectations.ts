import { describe, expect } from '@jest/globals';

import { PRIVATE_KEY, errorsOf, type Scene } from '../../runner/scene.ts';
import { secretsOf, visiblePieces } from '../../runner/secrecy.ts';
import type { StepResult } from '../../runner/step.ts';
import type { FaultCase } from './fault-table.ts';

/** Expects one error that says these words, and has a link to a heading of docs/troubleshooting.md. */
export function expectError(step: StepResult, says: readonly string[], topic = ''): void {
  const [error, ...others] = errorsOf(step);
  expect(others).toEqual([]);
  for (const words of says) expect(error).toContain(words);
  expect(error).toContain(`docs/troubleshooting.md#${topic}`);
}

/** Expects a main step that failed with such an error, and left nothing to later steps. */
export function expectFailure(step: StepResult, says: readonly string[], topic?: string): void {
  expect(step.signal).toBeNull();
  expect(step.exitCode).toBe(1);
  expect(step.outputs).toEqual({});
  expect(step.variables).toEqual({});
  expectError(step, says, topic);
  expect(step.log).not.toContain('Please report it');
}

/** Expects that a step shows no JWT, no token, and nothing of the key. */
export function expectNoSecret(step: StepResult, { store }: Pick<Scene, 'store'>): void {
  expect(visiblePieces(step, secretsOf(store, PRIVATE_KEY))).toEqual([]);
}

/** Expects a number of requests, or one within a range. */
export function expectRequests(count: number, requests: FaultCase['requests']): void {
  const [least, most] = typeof requests === 'number' ? [requests, requests] : requests;
  expect(count).toBeGreaterThanOrEqual(least);
  expect(count).toBeLessThanOrEqual(most);
}

/** Scenarios with signals, which Windows does not have: there, each of them ends the process at once. */
export const describeSignals = process.platform === 'win32' ? describe.skip : describe;

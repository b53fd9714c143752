import { describe, expect } from '@jest/globals';

import type { StepResult } from '../../runner/step.ts';

import type { FaultCase } from './fault-table.ts';
import { errorsOf } from '../../runner/scene.ts';

/** Expects one error that says these words and has a link to this heading of docs/troubleshooting.md. */
export function expectError(
  step: StepResult,
  says: readonly string[],
  topic: string | undefined,
): void {
  expect(errorsOf(step)).toHaveLength(1);
  const [error] = errorsOf(step);
  for (const words of says) expect(error).toContain(words);
  expect(error).toContain(`docs/troubleshooting.md#${topic}`);
}

/** Expects a number of requests, or one within a range. */
export function expectRequests(count: number, requests: FaultCase['requests']): void {
  const [least, most] = typeof requests === 'number' ? [requests, requests] : requests;
  expect(count).toBeGreaterThanOrEqual(least);
  expect(count).toBeLessThanOrEqual(most);
}

/** Scenarios with signals, which Windows does not have: there, each of them ends the process at once. */
export const describeSignals = process.platform === 'win32' ? describe.skip : describe;

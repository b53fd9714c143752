import { expect, test } from '@jest/globals';

import { listenForCancellation } from '../../src/cancellation.ts';
import { FakeSystem } from './helpers/fake-system.ts';

test('a job that can be cancelled goes on, and has 7 s left from the first signal on', () => {
  const system = new FakeSystem();
  const cancellation = listenForCancellation(system);
  system.advance(60_000);
  expect(cancellation.signal.aborted).toBe(false);

  system.cancel();
  expect(cancellation.signal.aborted).toBe(true);
  expect(cancellation.remainingMs()).toBe(7000);
  system.advance(3000);
  system.cancel();
  expect(cancellation.remainingMs()).toBe(4000);
});

import { describe, expect, test } from '@jest/globals';

import { listenForCancellation } from '../../src/cancellation.ts';
import { FakeSystem } from './helpers/fake-system.ts';

describe('a job that can be cancelled', () => {
  test('goes on until it is', () => {
    expect(listenForCancellation(new FakeSystem()).signal.aborted).toBe(false);
  });

  test('has 7 s left from the first signal on', () => {
    const machine = new FakeSystem();
    const cancellation = listenForCancellation(machine);
    machine.advance(60_000);
    machine.cancel();

    expect(cancellation.signal.aborted).toBe(true);
    expect(cancellation.remainingMs()).toBe(7000);
    machine.advance(3000);
    machine.cancel();
    expect(cancellation.remainingMs()).toBe(4000);
  });
});

import { expect, test } from '@jest/globals';

import { CANCELLING_SIGNALS } from '../../src/system.ts';

test('a signal is listened to as soon as the module is loaded', async () => {
  const before = CANCELLING_SIGNALS.map((signal) => process.listenerCount(signal));
  await import('../../src/ignore-signals.ts');

  expect(CANCELLING_SIGNALS.map((signal) => process.listenerCount(signal))).toEqual(
    before.map((count) => count + 1),
  );
  for (const signal of CANCELLING_SIGNALS) {
    expect(process.emit(signal)).toBe(true);
    process.removeListener(signal, process.listeners(signal).at(-1) as () => void);
  }
});

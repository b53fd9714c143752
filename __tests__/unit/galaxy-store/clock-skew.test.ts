import { describe, expect, jest, test } from '@jest/globals';

import { ServerClock, describeSkew } from '../../../src/galaxy-store/clock-skew.ts';
import { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import type { FailureKind } from '../../../src/galaxy-store/errors.ts';

function refusal(clockSkewMs: number | undefined, kind: FailureKind = 'unauthorised') {
  return new GalaxyStoreError('refused', { kind, transient: false, clockSkewMs });
}

describe("the server's clock", () => {
  test('is not believed before it explains something', () => {
    expect(new ServerClock().offsetMs).toBe(0);
  });

  test.each([
    ['unauthorised', 30_001, '30 seconds behind'],
    ['unauthorised', -30_001, '30 seconds ahead of'],
    ['assertion-refused', 7_200_000, '2 hours behind'],
    ['assertion-refused', -300_000, '5 minutes ahead of'],
  ] as const)('explains the failure %s with %d ms between the clocks', (kind, skewMs, words) => {
    const clock = new ServerClock();
    const warn = jest.fn();

    expect(clock.correct(refusal(skewMs, kind), warn)).toBe(true);
    expect(clock.offsetMs).toBe(skewMs);
    expect(warn.mock.calls).toEqual([
      [
        `The clock of this machine is ${words} the clock of the Galaxy Store. ` +
          'The assertion is signed again with the time of the Galaxy Store. ' +
          'Set the clock of the runner, by NTP for example.',
      ],
    ]);
  });

  test.each([
    ['a difference of 30 s', refusal(30_000)],
    ['a difference of -30 s', refusal(-30_000)],
    ['no difference', refusal(0)],
    ['an answer without a date', refusal(undefined)],
    ['a missing scope', refusal(3_600_000, 'scope-not-granted')],
    ['a fault of the server', refusal(3_600_000, 'unavailable')],
  ])('does not explain a failure with %s', (_what, error) => {
    const clock = new ServerClock();
    const warn = jest.fn();

    expect(clock.correct(error, warn)).toBe(false);
    expect(clock.offsetMs).toBe(0);
    expect(warn).not.toHaveBeenCalled();
  });

  test('is believed once only', () => {
    const clock = new ServerClock();
    const warn = jest.fn();
    clock.correct(refusal(60_000), warn);

    expect(clock.correct(refusal(90_000), warn)).toBe(false);
    expect(clock.offsetMs).toBe(60_000);
    expect(warn).toHaveBeenCalledTimes(1);
  });
});

describe('a difference of clocks in words', () => {
  test.each([
    [1_000, '1 second behind'],
    [-1_000, '1 second ahead of'],
    [31_499, '31 seconds behind'],
    [31_500, '32 seconds behind'],
    [59_000, '59 seconds behind'],
    [60_000, '1 minute behind'],
    [61_000, '1 minute 1 second behind'],
    [-119_499, '1 minute 59 seconds ahead of'],
    [119_500, '2 minutes behind'],
    [149_499, '2 minutes behind'],
    [149_500, '3 minutes behind'],
    [-3_569_000, '59 minutes ahead of'],
    [-3_599_000, '1 hour ahead of'],
    [7_502_000, '2 hours 5 minutes behind'],
    [7_202_000, '2 hours behind'],
    [86_340_000, '23 hours 59 minutes behind'],
    [86_400_000, '1 day behind'],
    [86_460_000, '1 day 1 minute behind'],
    [-183_660_000, '2 days 3 hours ahead of'],
  ])('%d ms are "%s"', (skewMs, words) => {
    expect(describeSkew(skewMs)).toBe(words);
  });
});

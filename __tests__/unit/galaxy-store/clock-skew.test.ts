import { describe, expect, test } from '@jest/globals';

import { describeSkew, skewToCorrect } from '../../../src/galaxy-store/clock-skew.ts';
import type { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import { failed, refused } from '../helpers/failures.ts';

describe("a difference to the server's clock", () => {
  test.each([
    [30_001, refused({ clockSkewMs: 30_001 }, {})],
    [-30_001, refused({ clockSkewMs: -30_001 }, {})],
    [7_200_000, refused({ kind: 'assertion-refused', clockSkewMs: 7_200_000 }, {})],
    [86_400_000, refused({ clockSkewMs: 86_400_000 }, {})],
    [-86_400_000, refused({ clockSkewMs: -86_400_000 }, {})],
    [60_000, refused({ clockSkewMs: 60_000, signedWithServerTime: false }, {})],
  ])('of %d ms is corrected after a refusal', (skewMs, error) => {
    expect(skewToCorrect(error)).toBe(skewMs);
  });

  const clockSkewMs = 3_600_000;

  test.each<[string, GalaxyStoreError]>([
    ['30 s are not enough', refused({ clockSkewMs: 30_000 }, {})],
    ['-30 s are not enough', refused({ clockSkewMs: -30_000 }, {})],
    ['it is more than a day', refused({ clockSkewMs: 86_400_001 }, {})],
    ['it is more than a day ahead', refused({ clockSkewMs: -86_400_001 }, {})],
    ['the answer has no date', refused({}, {})],
    ['a scope is missing', refused({ kind: 'scope-not-granted', clockSkewMs }, {})],
    ['the fault is temporary', failed({ clockSkewMs }, {})],
    ['it was corrected before', refused({ clockSkewMs, signedWithServerTime: true }, {})],
    ['no attempt is left', refused({ clockSkewMs }, { giveUp: 'attempts' })],
  ])('is not corrected where %s', (_why, error) => {
    expect(skewToCorrect(error)).toBe(0);
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

import { describe, expect, test } from '@jest/globals';

import { declaredLength, readElements } from '../../src/private-key/der.ts';
import { diagnoseStructure } from '../../src/private-key/diagnosis.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

describe('the length that a structure says it has', () => {
  test.each([
    ['', undefined],
    ['30', undefined],
    ['300102', 3],
    ['30010203', 3],
    ['307f0000', 129],
    ['30800000', undefined],
    ['30810500', undefined],
    ['30818000', 131],
    ['3082000500', undefined],
    ['30820100', 260],
    ['3082ffff', 65_539],
    ['30830000', undefined],
    ['30840000', undefined],
    ['31010203', undefined],
  ])('of %s is %s', (hex, length) => {
    expect(declaredLength(bytes(hex))).toBe(length);
  });
});

describe('what a structure claims to be', () => {
  const OPENSSH = Buffer.from('openssh-key-v1\0').toString('hex');

  test.each([
    ['308204a402010030', 'private-key-is-damaged'],
    ['3081a402010002', 'private-key-is-damaged'],
    ['304402010104', 'private-key-is-damaged'],
    [OPENSSH, 'private-key-is-in-openssh-format'],
    [`00${OPENSSH}`, undefined],
    ['feedfeed00000002', 'private-key-is-not-a-key'],
    ['00feedfeed', undefined],
    ['', undefined],
  ])('by %s is %s', (hex, topic) => {
    expect(diagnoseStructure(bytes(hex))?.topic).toBe(topic);
  });
});

describe('the elements of a structure', () => {
  test.each([
    ['', 0],
    ['0500', 1],
    ['05000500', 2],
    ['050005', undefined],
    ['05000501', undefined],
    ['0500'.repeat(16), 16],
    ['0500'.repeat(17), undefined],
  ])('in %s are %s', (hex, count) => {
    expect(readElements(bytes(hex))?.length).toBe(count);
  });
});

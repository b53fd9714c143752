import { expect, test } from '@jest/globals';

import { derivedSecrets, looksLikePrivateKey } from '../../src/private-key.ts';
import { refusalOf } from '../helpers/refusal.ts';

const SHORT = 8 * 1024;
const GROWTH = 16;
// Below this, in microseconds, the clock and the compiler are measured rather than the work.
const FLOOR = 2_000;

const armour = '-----BEGIN PRIVATE KEY-----';

function timeOf(text: string): number {
  const times = [1, 2, 3].map(() => {
    const start = process.cpuUsage();
    refusalOf(text);
    derivedSecrets(text);
    looksLikePrivateKey(text);
    return process.cpuUsage(start).user;
  });
  return Math.max(FLOOR, Math.min(...times));
}

// Quadratic work would grow by 256; this is only about work that runs away, so there is much room.
test.each([
  ...[
    armour,
    '-----BEGIN',
    'BEGIN RSA EC ',
    '-----END CERTIFICATE-----',
    '-',
    '\\',
    '\\\\n',
    '\\u00',
  ],
  ...[
    '%',
    '%25',
    '"',
    "'",
    ' ',
    '\t',
    '\n',
    '\u00a0',
    '\0',
    'A',
    'A_',
    'a-',
    '/',
    '=',
    '.',
    '{',
    '{"',
  ],
  ...[
    'MII',
    'LS0t',
    'TUlJ',
    'ssh-',
    '${{',
    `${armour}MII${'A'.repeat(60)}`,
    `${armour}MDAwCgIBAAIB`,
  ],
])('the work grows no faster than the length of %j, many times over', (unit) => {
  const write = (length: number): string =>
    unit.repeat(Math.floor(length / Buffer.byteLength(unit)));
  expect(timeOf(write(SHORT * GROWTH)) / timeOf(write(SHORT))).toBeLessThanOrEqual(4 * GROWTH);
});

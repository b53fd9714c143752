import { expect, test } from '@jest/globals';

import { generateRsaKey } from '../../emulator/rsa-key.ts';
import { readUsualId, readUsualKey } from '../../src/usual-inputs.ts';

const { pkcs8, pkcs1, privateKey } = generateRsaKey();
const pem = pkcs8.trim();
const id = '0f8e4c1d-6b7a-4e2f-9d35-1c2b3a495867';

test.each([pem, pkcs1.trim(), pem.replaceAll('\n', '\r\n')])('a key as it is: %#', (text) => {
  const lines = text.split(/\r?\n/).slice(1, -1);
  const body = lines.join('');
  expect(readUsualKey(text)?.key?.equals(privateKey)).toBe(true);
  expect(readUsualKey(text)?.secretsToMask).toEqual([body, body.replace(/=*$/, ''), ...lines]);
});

test.each([
  ...[` ${pem}`, `${pem}\n`, pem.replace('N P', 'N RSA P'), pem.replace('D P', 'D RSA P')],
  ...[pem.replace('\n', '\n\n'), pem.replaceAll('\n', ''), pem.replace(/(\n.{63})(.)/, '$1\n$2')],
  ...[pem.replace(/\n.{64}/, ''), generateRsaKey(1024).pkcs8.trim()],
])('no other key: %#', (text) => {
  expect(readUsualKey(text)).toBeUndefined();
});

test.each([0, 1, 2])('a key whose padding is right: %d', (signs) => {
  const text = pem.replace(/=*(?=\n-----E)/, '='.repeat(signs));
  expect(readUsualKey(text) !== undefined).toBe(text === pem);
});

test('an ID in the form of Seller Portal, and no other', () => {
  for (const text of [id, id.toUpperCase()]) {
    expect(readUsualId(text)).toEqual({ id: text, secretsToMask: [] });
  }
  const parts = Array.from(id, (_, at) => id.slice(0, at) + id.slice(at + 1));
  for (const text of [`${id}0`, `0${id}`, ...parts]) expect(readUsualId(text)).toBeUndefined();
});

import { sign, verify } from 'node:crypto';

import { describe, expect, test } from '@jest/globals';

import { keyOf, refusalOf } from '../helpers/refusal.ts';
import { selfSignedCertificate } from '../helpers/der.ts';
import { generateRsaKey } from '../../emulator/rsa-key.ts';
import { ACCEPTED_SHAPES, bodyOf, toBase64, toPem } from '../helpers/key-shapes.ts';
import { otherAlgorithms } from '../helpers/refused-key-files.ts';

const key = generateRsaKey();
const other = generateRsaKey();

const message = Buffer.from('to be signed');

function expectItSigns(text: string): void {
  const signature = sign('sha256', message, keyOf(text));
  expect(verify('sha256', message, key.publicKey, signature)).toBe(true);
}

describe.each([
  ['PKCS#8', key.pkcs8],
  ['PKCS#1', key.pkcs1],
])('a key in %s', (_encoding, pem) => {
  test.each(ACCEPTED_SHAPES)('signs when it is pasted $name', ({ write }) => {
    expectItSigns(write(pem));
  });

  test.each(ACCEPTED_SHAPES)('signs when a JSON string holds it $name', ({ write }) => {
    expectItSigns(JSON.stringify(write(pem)));
  });

  test.each(ACCEPTED_SHAPES)('signs when base64 holds it $name', ({ write }) => {
    expectItSigns(Buffer.from(write(pem)).toString('base64'));
  });
});

describe('a key among other things', () => {
  const certificate = toPem('CERTIFICATE', selfSignedCertificate(key.privateKey, key.publicKey));
  const publicKey = key.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const ecKey = otherAlgorithms()[0]?.text ?? '';

  test.each([
    ['after its certificate', certificate + key.pkcs8],
    ['before its certificate', key.pkcs1 + certificate],
    ['after its public key', publicKey + key.pkcs8],
    ['after a key of another algorithm', ecKey + key.pkcs8],
    ['after a key that is too short', generateRsaKey(1024).pkcs8 + key.pkcs8],
    ['after the first line of a key', `-----BEGIN PRIVATE KEY-----\n${key.pkcs8}`],
    ['before the last line of a key', `${key.pkcs8}-----END PRIVATE KEY-----`],
    ['on one line with its certificate', (certificate + key.pkcs8).replaceAll('\n', '')],
    ['among a hundred certificates', certificate.repeat(50) + key.pkcs8 + certificate.repeat(50)],
  ])('is used when it stands %s', (_place, text) => {
    expectItSigns(text);
  });

  test.each(ACCEPTED_SHAPES)(
    'is refused beside another good one, which is pasted $name',
    (shape) => {
      expect(refusalOf(`${key.pkcs8}\n${shape.write(other.pkcs8)}`).topic).toBe(
        'private-key-is-not-the-only-one',
      );
    },
  );

  test.each([
    ['as PKCS#8 and PKCS#1', key.pkcs8 + key.pkcs1],
    ['as PEM and in base64', `${key.pkcs8}\n${toBase64(key.pkcs8)}`],
    ['as base64 twice', `A=${toBase64(key.pkcs1)}\nB=${toBase64(key.pkcs1)}`],
  ])('may stand there twice: %s', (_how, text) => {
    expectItSigns(text);
  });

  test('is used with headers in its armour', () => {
    expectItSigns(key.pkcs1.replace('-----\n', '-----\nComment: for releases\n\n'));
  });

  test('may have more than 2048 bits', () => {
    const longer = keyOf(bodyOf(generateRsaKey(3072).pkcs1));
    expect(longer.asymmetricKeyDetails?.modulusLength).toBe(3072);
  });
});

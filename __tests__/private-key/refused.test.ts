import { randomBytes } from 'node:crypto';

import { describe, expect, test } from '@jest/globals';

import { derivedSecrets, looksLikePrivateKey } from '../../src/private-key.ts';
import { der } from '../helpers/der.ts';
import { generateRsaKey } from '../../emulator/rsa-key.ts';
import { bodyOf, toPem } from '../helpers/key-shapes.ts';
import { refusalOf } from '../helpers/refusal.ts';
import { refusedShapes } from '../helpers/refused-shapes.ts';
import type { RefusedShape } from '../helpers/refused-key-files.ts';

const key = generateRsaKey();
const shapes = refusedShapes(key);

function named(name: string): RefusedShape {
  const shape = shapes.find((candidate) => candidate.name === name);
  if (!shape) throw new Error(`There is no shape called ${name}.`);
  return shape;
}

describe('a text that is no usable private key', () => {
  test.each(shapes)('$name is told what it is', ({ text, topic, says }) => {
    const { message, topic: found } = refusalOf(text);
    expect({ message, found }).toEqual({ message: expect.stringMatching(says), found: topic });
    expect(message).toMatch(/^private-key (?:holds|is) /);
    expect(message).not.toMatch(/error:|DECODER|OpenSSL error|undefined|NaN/);
  });

  test('gets a diagnosis that reads like this', () => {
    const diagnoses = new Map<string, string>();
    for (const { name, text } of shapes) {
      const diagnosis = refusalOf(text).message.replace(/\d+ of \d+ bytes/, 'N of N bytes');
      if (!diagnoses.has(diagnosis)) diagnoses.set(diagnosis, name);
    }
    expect([...diagnoses].map(([diagnosis, name]) => `${name}: ${diagnosis}`)).toMatchSnapshot();
  });

  test('keeps the reason that node:crypto gave, for debug logging', () => {
    expect(refusalOf(named('the first half of a key').text).cause).toHaveProperty('stack');
  });

  test('has no reason where there was none', () => {
    expect(refusalOf('changeme')).not.toHaveProperty('cause');
  });

  test('is read up to 128 KiB, and refused up front with one byte more', () => {
    expect(refusalOf('é'.repeat(65_536)).topic).toBe('private-key-is-not-a-key');
    expect(refusalOf(`${'é'.repeat(65_536)}.`).topic).toBe('private-key-is-too-long');
  });

  test('may be blank inside of base64', () => {
    expect(refusalOf(Buffer.alloc(60, ' ').toString('base64')).topic).toBe('private-key-missing');
  });

  // Without the bound this takes minutes: 63,200 bits, and numbers of which OpenSSL does not tire early.
  test('may be a key so long that a signature would take minutes', () => {
    const sizes = [7900, 3, 7900, 3950, 3950, 3950, 3950, 3950];
    const numbers = sizes.map((size) => {
      const number = randomBytes(size);
      number[0] = 0x7f;
      number[size - 1] = 0x01;
      return der(0x02, number);
    });
    const bytes = der(0x30, der(0x02, Buffer.from([0])), ...numbers);
    expect(refusalOf(toPem('RSA PRIVATE KEY', bytes)).topic).toBe('private-key-is-damaged');
  });

  test('may be a structure of a length that nothing has', () => {
    const bytes = Buffer.concat([Buffer.from('3083ffffff020100', 'hex'), Buffer.alloc(900, 0xfe)]);
    expect(refusalOf(bytes.toString('base64')).topic).toBe('private-key-is-damaged');
  });

  test('may be wrapped so often that nobody would have done it', () => {
    let text = key.pkcs8;
    for (let level = 0; level < 7; level += 1) text = Buffer.from(text).toString('base64');
    expect(refusalOf(text).topic).toBe('private-key-is-damaged');
  });
});

describe('of several things in one text', () => {
  // The first is the closest to what is needed.
  const closestFirst = [
    'a short key',
    'a key for EC',
    'an encrypted key',
    'an OpenSSH key',
    'the armour of a key',
    'a certificate request',
    'a certificate',
    'a public key',
    'a PGP key',
  ].map(named);
  const pairs = closestFirst.flatMap((closer, index) =>
    closestFirst.slice(index + 1).map((farther) => ({ closer, farther })),
  );

  test.each(pairs)('$closer.name is explained rather than $farther.name', (pair) => {
    const { closer, farther } = pair;
    expect(refusalOf(`${closer.text}\n${farther.text}`).topic).toBe(closer.topic);
    expect(refusalOf(`${farther.text}\n${closer.text}`).topic).toBe(closer.topic);
  });
});

describe('the look of a private key', () => {
  const accepted = [key.pkcs8, key.pkcs1.replaceAll('\n', '\\n'), JSON.stringify(key.pkcs8)];

  test.each([
    ...accepted,
    ...accepted.map((text) => Buffer.from(text).toString('base64')),
    key.pkcs8.replace(/-----.*-----/g, ''),
    key.pkcs8.slice(0, 300),
    bodyOf(key.pkcs8).slice(0, 40),
    'BEGIN PRIVATE KEY',
    '-----BEGIN RSA PRIVATE KEY-----',
    named('a certificate').text + key.pkcs8,
  ])('is seen in every shape of one', (text) => {
    expect(looksLikePrivateKey(text)).toBe(true);
  });

  test.each([
    ...['', '85412253-21b2-4d84-8ff5-0123456789ab', 'privateKey.txt', 'A'.repeat(140_000)],
    bodyOf(key.pkcs8).slice(0, 39),
    // Nothing is looked for in what is longer than anything that is read.
    key.pkcs8 + ' '.repeat(131_072),
  ])('is not seen in %.40j', (text) => {
    expect(looksLikePrivateKey(text)).toBe(false);
  });
});

describe('what is masked of a text that is no usable private key', () => {
  test.each(shapes)('of $name, no word and no armour', ({ text }) => {
    for (const secret of derivedSecrets(text)) {
      expect(secret).toMatch(/^[A-Za-z0-9+/=]{8,}$/);
      expect(secret).not.toMatch(/PRIVATE|^(?:ENCRYPTED|Encryption|friendlyName)$/);
    }
  });

  test('is nothing where the text has nothing to do with keys', () => {
    const texts = [
      '',
      'changeme',
      'privateKey.txt',
      'Some words about our continuousIntegration42',
    ];
    expect(texts.flatMap(derivedSecrets)).toEqual([]);
    expect(derivedSecrets('a sentence, '.repeat(40))).toEqual([]);
  });

  test('is nothing where the text is too long to be read', () => {
    expect(derivedSecrets(key.pkcs8 + ' '.repeat(131_072))).toEqual([]);
  });

  test('is the body of an encrypted key', () => {
    const { text } = named('an encrypted key');
    const secrets = derivedSecrets(text.replaceAll('\n', '\\n'));
    expect(secrets).toEqual(expect.arrayContaining(text.split('\n').slice(1, -2)));
  });

  test('is every long line of a body that lost its beginning', () => {
    const lines = key.pkcs8.split('\n').slice(5, -3);
    expect(derivedSecrets(lines.join('\\n'))).toEqual(expect.arrayContaining(lines));
  });
});

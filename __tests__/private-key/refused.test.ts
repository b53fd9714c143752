import { randomBytes } from 'node:crypto';

import { describe, expect, test } from '@jest/globals';

import { der } from '../helpers/der.ts';
import { generateRsaKey } from '../../emulator/rsa-key.ts';
import { toPem } from '../helpers/key-shapes.ts';
import { refusalOf, secretsIn } from '../helpers/refusal.ts';
import { refusedShapes, type RefusedShape } from '../helpers/refused-shapes.ts';

const key = generateRsaKey();
const shapes = refusedShapes(key);

function named(name: string): RefusedShape {
  const shape = shapes.find((candidate) => candidate.name === name);
  if (!shape) throw new Error(`There is no shape called ${name}.`);
  return shape;
}

describe('a text that is no usable private key', () => {
  test.each(shapes)(
    '$name is told what it is, and no word of it is masked',
    ({ text, topic, says }) => {
      const { message, topic: found } = refusalOf(text);
      expect({ message, found }).toEqual({ message: expect.stringMatching(says), found: topic });
      expect(message).toMatch(/^private-key (?:holds|is) /);
      expect(message).not.toMatch(/error:|DECODER|OpenSSL error|undefined|NaN/);
      for (const secret of secretsIn(text)) {
        expect(secret).toMatch(/^[\w+/=-]{8,}$/);
        expect(secret).not.toMatch(/PRIVATE|^(?:ENCRYPTED|Encryption|friendlyName)$/);
      }
    },
  );

  test('gets a diagnosis that reads like this', () => {
    const messages = shapes.map(({ text }) => refusalOf(text).message);
    const diagnoses = messages.map((message) =>
      message.replace(/\d+(?= of \d+ bytes| bytes)/g, 'N'),
    );
    expect([...new Set(diagnoses)]).toMatchSnapshot();
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
    expect(refusalOf(toPem('RSA PRIVATE KEY', bytes)).message).toMatch(/63\d{3} bits/);
  });

  test('may be a key of more bits than are supported, in a structure of the usual length', () => {
    const numbers = [2100, 3, 9, 9, 9, 9, 9, 9].map((size) => der(0x02, Buffer.alloc(size, 0x7f)));
    const bytes = der(0x30, der(0x02, Buffer.from([0])), ...numbers);
    expect(refusalOf(toPem('RSA PRIVATE KEY', bytes)).topic).toBe('private-key-is-too-long');
  });

  test('may be a structure of a length that nothing has', () => {
    const bytes = Buffer.concat([Buffer.from('3083ffffff020100', 'hex'), Buffer.alloc(900, 0xfe)]);
    expect(refusalOf(bytes.toString('base64')).topic).toBe('private-key-is-damaged');
  });
});

describe('of several things in one text', () => {
  // The first is the closest to what is needed.
  const closestFirst = [
    ...['a short key', 'a key for EC', 'an encrypted key', 'an OpenSSH key', 'the armour of a key'],
    ...['a certificate request', 'a certificate', 'a public key', 'a PGP key'],
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

describe('what is masked of a text that is no usable private key', () => {
  test('is nothing where the text has nothing to do with keys', () => {
    const words = ['', 'changeme', 'privateKey.txt', 'a sentence, '.repeat(40)];
    const texts = [...words, 'Some words about our continuousIntegration42'];
    expect(texts.flatMap(secretsIn)).toEqual([]);
  });

  test('is nothing where the text is too long to be read', () => {
    expect(secretsIn(key.pkcs8 + ' '.repeat(131_072))).toEqual([]);
  });

  test('is the body of an encrypted key', () => {
    const { text } = named('an encrypted key');
    const secrets = secretsIn(text.replaceAll('\n', '\\n'));
    expect(secrets).toEqual(expect.arrayContaining(text.split('\n').slice(1, -2)));
  });

  test('is every long line of a body that lost its beginning', () => {
    const lines = key.pkcs8.split('\n').slice(5, -3);
    expect(secretsIn(lines.join('\\n'))).toEqual(expect.arrayContaining(lines));
  });
});

import { describe, expect, test } from '@jest/globals';

import { secretsIn } from '../helpers/refusal.ts';
import { der } from '../helpers/der.ts';
import { generateRsaKey } from '../../emulator/rsa-key.ts';
import { ACCEPTED_SHAPES, bodyOf, wrap } from '../helpers/key-shapes.ts';

const key = generateRsaKey();

describe.each([
  ['PKCS#8', key.pkcs8],
  ['PKCS#1', key.pkcs1],
])('what is masked of a key in %s', (_encoding, pem) => {
  const body = bodyOf(pem);
  const lines = wrap(body, 64).split('\n');

  test.each(ACCEPTED_SHAPES)(
    'is its body and the lines of it, and no word, when pasted %s',
    (_name, write) => {
      const secrets = secretsIn(write(pem));
      expect(secrets).toEqual(
        expect.arrayContaining([body, ...lines.filter((line) => line.length >= 8)]),
      );
      for (const secret of secrets) {
        expect(secret).toMatch(/^[A-Za-z0-9+/=]{8,}$/);
        expect(secret).not.toMatch(/PRIVATE|friendlyName|Attributes/);
      }
      expect(new Set(secrets).size).toBe(secrets.length);
    },
  );

  test('is nothing else where it was pasted as it is', () => {
    const short = secretsIn(pem).filter((secret) => secret.length <= 64);
    expect(short).toEqual(lines.filter((line) => line.length >= 8));
  });

  test('holds the lines as they were pasted', () => {
    const pasted = wrap(body, 50).split('\n');
    const text = `-----BEGIN PRIVATE KEY-----\\n${pasted.join('\\n')}\\n-----END PRIVATE KEY-----`;
    const telling = pasted.filter((line) => line.length >= 8);
    expect(secretsIn(text)).toEqual(expect.arrayContaining(telling));
    const removed = text.replaceAll('\\n', '\n-');
    expect(secretsIn(removed)).toEqual(expect.arrayContaining(telling));
  });

  test('holds the lines of the base64 that the key was wrapped in', () => {
    const pasted = wrap(Buffer.from(pem).toString('base64'), 76).split('\n');
    const secrets = secretsIn(pasted.join('\\n'));
    expect(secrets).toEqual(expect.arrayContaining([pasted.join(''), ...pasted.slice(0, -1)]));
  });

  const id = '85412253-21b2-4d84-8ff5-0123456789ab';
  const beside = (text: string): string =>
    `SERVICE_ACCOUNT_42=${id}\nKEY="${text}"\nrelease2024candidate: build20261125T10\n  - myNamespace42`;

  test.each([
    ['a key', pem],
    ['a key on one line', pem.replaceAll('\n', '\\n')],
    ['a key in base64', Buffer.from(pem).toString('base64')],
    ['half a key', pem.slice(0, 900)],
    ['a key without a line', pem.replace(lines[4] ?? '', '')],
  ])('spares the words that stand beside %s', (_what, text) => {
    const secrets = secretsIn(beside(text));
    expect(secrets.length).toBeGreaterThan(5);
    const words = /SERVICE|release2024|candidate|build2026|myNamespace|85412253|0123456789ab/;
    expect(secrets.filter((secret) => words.test(secret))).toEqual([]);
  });

  test('spares the name that stands before the key', () => {
    const text = `galaxyPrivateKey: ${Buffer.from(pem).toString('base64')}`;
    expect(secretsIn(text)).not.toContain('galaxyPrivateKey');
  });

  test.each([8, 12, 19, 20, 30, 40, 41])('holds lines of %d columns without armour', (columns) => {
    const pasted = wrap(body, columns);
    const lines = pasted.split('\n').slice(0, -1);
    // A short line of letters alone may be a word that stands around the key.
    const telling = lines.filter((line) => columns >= 20 || /[^A-Za-z]/.test(line));
    expect(secretsIn(pasted)).toEqual(expect.arrayContaining(telling));
  });
});

describe('what is masked of a damaged key', () => {
  // No structure of any kind, in lines that no PEM has.
  const bytes = Buffer.alloc(103, 'not a structure, 1234567890 ');
  const base64 = bytes.fill(0xff, 0, 4).toString('base64');
  const lines = wrap(base64, 30).split('\n').slice(0, -1);

  test('holds the lines and the body, in one piece and in lines of 64 columns', () => {
    const secrets = secretsIn(`-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}`);
    const piece = lines.join('');
    expect(secrets).toEqual(expect.arrayContaining([...lines, piece, piece.slice(0, 64)]));
  });

  test('holds the lines between BEGIN and END, whatever stands around each', () => {
    const text = `BEGIN PRIVATE KEY\n> ${lines.join('\n> ')}\nEND PRIVATE KEY`;
    expect(secretsIn(text)).toEqual(expect.arrayContaining(lines));
    expect(secretsIn('BEGIN PRIVATE KEY')).toEqual([]);
  });

  test('holds the lines where only the END line is left', () => {
    const secrets = secretsIn(`${lines.join('\n')}\n-----END PRIVATE KEY-----`);
    expect(secrets).toEqual(expect.arrayContaining([...lines, lines.join('')]));
  });

  test('holds no line without armour, unless it is so long that it is no word', () => {
    expect([wrap(base64, 39), 'A'.repeat(50), 'a'.repeat(50)].flatMap(secretsIn)).toEqual([]);
    expect(secretsIn(wrap(base64, 40))).toEqual(wrap(base64, 40).split('\n').slice(0, -1));
  });

  test('holds the lines and the body of any other structure', () => {
    const other = der(0x30, bytes);
    const pasted = wrap(other.toString('base64'), 30);
    const secrets = secretsIn(pasted);
    expect(secrets).toEqual(
      expect.arrayContaining([...pasted.split('\n').slice(0, -1), other.toString('base64')]),
    );
  });

  test('holds the body with and without its padding', () => {
    const other = der(0x30, Buffer.alloc(101, 7));
    expect(other.toString('base64')).toMatch(/[^=]==$/);
    expect(secretsIn(other.toString('base64'))).toEqual(
      expect.arrayContaining([
        other.toString('base64'),
        other.toString('base64').replace(/==$/, ''),
      ]),
    );
  });

  test('holds a long line without a digit, but not a word of 19 letters', () => {
    const long = 'abcdefghijklmnopqrst';
    const text = `-----BEGIN PRIVATE KEY-----\n${long}\n${long.slice(1)}\n`;
    expect(secretsIn(text)).toContain(long);
    expect(secretsIn(text)).not.toContain(long.slice(1));
  });

  test('holds no word of a sentence in which the beginning of a structure happens to stand', () => {
    expect(secretsIn('the company2024 and its MIIgrationServer42 are described here')).toEqual([]);
  });
});

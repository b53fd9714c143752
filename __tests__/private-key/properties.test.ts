import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { jwtVerify } from 'jose';
import jwt from 'jsonwebtoken';

import { generateRsaKey } from '../../emulator/rsa-key.ts';
import { bodyOf, toBase64, wrap } from '../helpers/key-shapes.ts';
import { keyOf, readPrivateKey, refusalOf, secretsIn } from '../helpers/refusal.ts';
import { refusedShapes } from '../helpers/refused-shapes.ts';

const key = generateRsaKey();
const pems = fc.constantFrom(key.pkcs8, key.pkcs1);

const noise = fc.constantFrom(
  ...[' ', '\n', '\r\n', '\r', '\t', '\u00a0', '\u2003', '\ufeff', '"', "'"],
);

/** Strews noise over the body, breaks it anew, and puts one armour or the other around it. */
const pasted = fc
  .record({
    pem: pems,
    columns: fc.integer({ min: 3, max: 2000 }),
    strewn: fc.array(fc.tuple(fc.nat(1500), noise), { maxLength: 30 }),
    label: fc.constantFrom('PRIVATE KEY', 'RSA PRIVATE KEY'),
    breaks: fc.constantFrom('\n', '\r\n', '\r', ' ', '\t', '', '\n\n', '\n    '),
    armour: fc.constantFrom('both', 'begin', 'end', 'none'),
  })
  .map(({ pem, columns, strewn, label, breaks, armour }) => {
    let body = bodyOf(pem);
    for (const [place, sign] of strewn) body = body.slice(0, place) + sign + body.slice(place);
    const lines = [
      ...(armour === 'both' || armour === 'begin' ? [`-----BEGIN ${label}-----`] : []),
      ...wrap(body, columns).split('\n'),
      ...(armour === 'both' || armour === 'end' ? [`-----END ${label}-----`] : []),
    ];
    return lines.join(breaks);
  });

const wrappings = fc.array(
  fc.constantFrom<(text: string) => string>(
    (text) => JSON.stringify(text),
    (text) => text.replaceAll('\n', '\\n'),
    (text) => text.replaceAll('\r', '\\r').replaceAll('\n', '\\\\n'),
    (text) => text.replaceAll('\n', '\r\n'),
    (text) => text.replaceAll('\n', ' '),
    (text) => text.replaceAll('\n', '\n\t '),
    (text) => `"${text}"`,
    (text) => `'${text}`,
    (text) => `\ufeff\n${text}\n\n`,
    (text) => `\u00a0${text}”`,
    (text) => `The key: ${text}\nBye!`,
    encodeURIComponent,
    toBase64,
    (text) => wrap(toBase64(text), 76),
    (text) => Buffer.from(text, 'utf16le').toString('base64'),
  ),
  { maxLength: 4 },
);

describe('a valid key', () => {
  test('signs whatever mixture of damages it met on its way', async () => {
    await fc.assert(
      fc.asyncProperty(pasted, wrappings, async (text, steps) => {
        const damaged = steps.reduce((result, step) => step(result), text);
        const assertion = jwt.sign({ iss: 'me' }, keyOf(damaged), { algorithm: 'RS256' });
        await jwtVerify(assertion, key.publicKey, { algorithms: ['RS256'] });
      }),
      { numRuns: 200 },
    );
  });
});

describe('a damaged key', () => {
  const der = (pem: string): Buffer => Buffer.from(bodyOf(pem), 'base64');
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.split('');

  test.each([
    ['PKCS#8', key.pkcs8],
    ['PKCS#1', key.pkcs1],
  ])('is refused when any byte of %s is another one', (_encoding, pem) => {
    const bytes = der(pem);
    for (let place = 0; place < bytes.length; place += 1) {
      const changed = Buffer.from(bytes);
      // Of the header, each bit.
      for (const bit of place < 32 ? [0, 1, 2, 3, 4, 5, 6, 7] : [place % 8]) {
        changed[place] = (bytes[place] ?? 0) ^ (1 << bit);
        expect(refusalOf(changed.toString('base64')).topic).toBe('private-key-is-damaged');
      }
      if (place % 16 === 0) expect(readPrivateKey(changed.toString('hex')).key).toBeUndefined();
    }
  });

  test('is refused when a character is another one, or is missing, or is too much', () => {
    const change = fc.constantFrom(0, 1, 2);
    const place = fc.nat(1500);
    fc.assert(
      fc.property(pems, place, change, fc.constantFrom(...alphabet), (pem, at, cut, letter) => {
        const body = bodyOf(pem);
        const text = body.slice(0, at) + letter.repeat(cut === 2 ? 0 : 1) + body.slice(at + cut);
        fc.pre(text !== body && !text.includes(body));
        expect(readPrivateKey(text).key).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });

  test('is refused when a line is missing', () => {
    const lines = key.pkcs8.trimEnd().split('\n');
    for (let line = 1; line < lines.length - 1; line += 1) {
      expect(readPrivateKey(lines.toSpliced(line, 1).join('\n')).key).toBeUndefined();
    }
  });
});

function expectNoLeak(text: string, message: string): void {
  for (let start = 0; start + 8 <= text.length; start += 1) {
    if (message.includes(text.slice(start, start + 8))) {
      throw new Error(`The message repeats the text from character ${start} on.`);
    }
  }
}

describe('any text', () => {
  const pieces = fc.constantFrom(
    ...['-----BEGIN PRIVATE KEY-----', '-----END RSA PRIVATE KEY-----', '-----BEGIN '],
    ...['MIIE', '{"', '\\n', '\\u00', '%0', '%', '"', '=', '${{', '}}', 'LS0tLS1CRUdJTiB'],
    ...['\0', '30820', 'BEGIN', 'ssh-rsa AAAA', '/', '\\', '***', ' ', '\n'],
    '-----BEGIN CERTIFICATE-----',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.string({ unit: 'grapheme', maxLength: 400 }),
    fc.base64String({ maxLength: 3000 }),
    fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes).toString('base64')),
    fc.array(fc.oneof(pieces, fc.base64String({ maxLength: 80 })), { maxLength: 40 }).map(join),
    fc.tuple(pems, fc.nat(1700), fc.nat(1700)).map(([pem, from, to]) => pem.slice(from, to)),
  );

  test('is a key or gets a diagnosis, and nothing is ever thrown', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { key: found, problem, secretsToMask } = readPrivateKey(text);
        expect(found ?? problem).toBeDefined();
        expect(secretsToMask.every((secret) => secret.length >= 8)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('is not repeated by its diagnosis, not even eight characters of it', () => {
    const secrets = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.base64String({ minLength: 8, maxLength: 3000 }),
    );
    fc.assert(
      fc.property(secrets, (text) => {
        const { problem } = readPrivateKey(text);
        if (problem) expectNoLeak(text, problem.message);
      }),
      { numRuns: 200 },
    );
  });

  test.each(refusedShapes(key).filter(({ text }) => /[A-Za-z0-9+/]{30}/.test(text)))(
    'is not repeated when it is $name',
    ({ text }) => {
      const { message } = refusalOf(text);
      for (const [body] of text.matchAll(/[A-Za-z0-9+/]{30,}/g)) expectNoLeak(body, message);
      expectNoLeak(secretsIn(text).join('\n'), message);
    },
  );

  // By the number of its readings, not by the clock: whatever is pasted, the work has a bound.
  test.each([
    ...['A', 'A_', '\\', '%25', '<a', '30 82 '],
    ...['MIIEvAIBAAKC', 'MII//wIBAAKC ', 'LS0tLS1CRUdJTi', '&amp;', '{"'],
  ])('is read to its end when it is %j, many times over', (unit) => {
    const text = unit.repeat(Math.floor(131_071 / unit.length));
    for (const begin of ['', '<']) expect(refusalOf(begin + text).topic).toMatch(/^private/);
  });
});

function join(parts: readonly string[]): string {
  return parts.join('');
}

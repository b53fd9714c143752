import { createPublicKey } from 'node:crypto';

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { jwtVerify } from 'jose';
import jwt from 'jsonwebtoken';

import { derivedSecrets, looksLikePrivateKey, parsePrivateKey } from '../../src/private-key.ts';
import { UserError } from '../../src/user-error.ts';
import { generateRsaKey } from '../../emulator/rsa-key.ts';
import { bodyOf, toBase64, wrap } from '../helpers/key-shapes.ts';
import { refusedShapes } from '../helpers/refused-shapes.ts';

const key = generateRsaKey();
const pems = fc.constantFrom(key.pkcs8, key.pkcs1);

const noise = fc.constantFrom(
  ' ',
  '\n',
  '\r\n',
  '\r',
  '\t',
  '\u00a0',
  '\u2003',
  '\ufeff',
  '"',
  "'",
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
        const parsed = parsePrivateKey(damaged);
        const assertion = jwt.sign({ iss: 'me' }, parsed.key, { algorithm: 'RS256' });
        await jwtVerify(assertion, key.publicKey, { algorithms: ['RS256'] });
        expect(looksLikePrivateKey(damaged)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('with one other character is refused, or signs as it should all the same', () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.split('');
    fc.assert(
      fc.property(pems, fc.nat(1580), fc.constantFrom(...letters), (pem, place, letter) => {
        const body = bodyOf(pem);
        const text = body.slice(0, place) + letter + body.slice(place + 1);
        const parsed = attempt(text);
        if (parsed instanceof UserError) return;
        const assertion = jwt.sign({ iss: 'me' }, parsed.key, { algorithm: 'RS256' });
        jwt.verify(assertion, createPublicKey(parsed.key), { algorithms: ['RS256'] });
      }),
      { numRuns: 200 },
    );
  });
});

/** What is parsed of a text, or the diagnosis; any other error goes on, and fails the test. */
function attempt(text: string): ReturnType<typeof parsePrivateKey> | UserError {
  try {
    return parsePrivateKey(text);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

function expectNoLeak(text: string, message: string): void {
  for (let start = 0; start + 8 <= text.length; start += 1) {
    if (message.includes(text.slice(start, start + 8))) {
      throw new Error(`The message repeats the text from character ${start} on.`);
    }
  }
}

describe('any text', () => {
  const pieces = fc.constantFrom(
    ...[
      '-----BEGIN PRIVATE KEY-----',
      '-----END RSA PRIVATE KEY-----',
      '-----BEGIN ',
      'MIIE',
      '{"',
    ],
    ...[
      '\\n',
      '\\u00',
      '%0',
      '%',
      '"',
      '=',
      '${{',
      '}}',
      'LS0tLS1CRUdJTiB',
      '\0',
      '30820',
      'BEGIN',
    ],
    ...['ssh-rsa AAAA', '/', '\\', '***', '-----BEGIN CERTIFICATE-----', ' ', '\n'],
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.string({ unit: 'grapheme', maxLength: 400 }),
    fc.base64String({ maxLength: 3000 }),
    fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes).toString('base64')),
    fc.array(fc.oneof(pieces, fc.base64String({ maxLength: 80 })), { maxLength: 40 }).map(join),
    fc.tuple(pems, fc.nat(1700), fc.nat(1700)).map(([pem, from, to]) => pem.slice(from, to)),
  );

  test('is a key or gets a diagnosis, and nothing else is ever thrown', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const result = attempt(text);
        expect(result instanceof UserError || result.key.type === 'private').toBe(true);
        expect(looksLikePrivateKey(text)).toEqual(expect.any(Boolean));
        expect(derivedSecrets(text).every((secret) => secret.length >= 8)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('is not repeated by its diagnosis, not even eight characters of it', () => {
    const secrets = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.base64String({ minLength: 8, maxLength: 3000 }),
    );
    fc.assert(
      fc.property(secrets, (text) => {
        const result = attempt(text);
        if (result instanceof UserError) expectNoLeak(text, result.message);
      }),
      { numRuns: 300 },
    );
  });

  test.each(refusedShapes(key).filter(({ text }) => /[A-Za-z0-9+/]{30}/.test(text)))(
    'is not repeated when it is $name',
    ({ text }) => {
      const result = attempt(text);
      if (!(result instanceof UserError)) throw new Error('The text was accepted.');
      for (const [body] of text.matchAll(/[A-Za-z0-9+/]{30,}/g)) expectNoLeak(body, result.message);
      expectNoLeak(derivedSecrets(text).join('\n'), result.message);
    },
  );
});

function join(parts: readonly string[]): string {
  return parts.join('');
}

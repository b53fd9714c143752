import { describe, expect, test } from '@jest/globals';

import { derivedSecrets, parsePrivateKey } from '../../src/private-key.ts';
import { ACCEPTED_SHAPES, bodyOf, generateRsaKey, wrap } from '../helpers/key-shapes.ts';

const key = generateRsaKey();

describe.each([
  ['PKCS#8', key.pkcs8],
  ['PKCS#1', key.pkcs1],
])('what is masked of a key in %s', (_encoding, pem) => {
  const body = bodyOf(pem);
  const lines = wrap(body, 64).split('\n');

  test.each(ACCEPTED_SHAPES)(
    'holds its body and the lines of it when pasted $name',
    ({ write }) => {
      const { secretsToMask } = parsePrivateKey(write(pem));
      expect(secretsToMask).toEqual(
        expect.arrayContaining([body, ...lines.filter((line) => line.length >= 8)]),
      );
    },
  );

  test.each(ACCEPTED_SHAPES)('spares words and armour when pasted $name', ({ write }) => {
    const { secretsToMask } = parsePrivateKey(write(pem));
    for (const secret of secretsToMask) {
      expect(secret).toMatch(/^[A-Za-z0-9+/=]{8,}$/);
      expect(secret).not.toMatch(/PRIVATE|friendlyName|Attributes/);
    }
    expect(new Set(secretsToMask).size).toBe(secretsToMask.length);
  });

  test('holds the lines as they were pasted', () => {
    const pasted = wrap(body, 50).split('\n');
    const text = `-----BEGIN PRIVATE KEY-----\\n${pasted.join('\\n')}\\n-----END PRIVATE KEY-----`;
    expect(parsePrivateKey(text).secretsToMask).toEqual(
      expect.arrayContaining(pasted.slice(0, -1)),
    );
  });

  test('holds the lines of the base64 that the key was wrapped in', () => {
    const pasted = wrap(Buffer.from(pem).toString('base64'), 76).split('\n');
    const secrets = parsePrivateKey(pasted.join('\\n')).secretsToMask;
    expect(secrets).toEqual(expect.arrayContaining([pasted.join(''), ...pasted.slice(0, -1)]));
  });

  test('spares the name that stands before the key', () => {
    const text = `galaxyPrivateKey: ${Buffer.from(pem).toString('base64')}`;
    expect(parsePrivateKey(text).secretsToMask).not.toContain('galaxyPrivateKey');
  });

  test('is the same before and after the key is parsed', () => {
    expect(derivedSecrets(pem)).toEqual(parsePrivateKey(pem).secretsToMask);
  });
});

import { describe, expect, test } from '@jest/globals';

import { findPassages, unescapeText } from '../../src/private-key/text.ts';

const NO_ARMOUR = { label: '', hasBegin: false, hasEnd: false } as const;
const WHOLE = { label: 'PRIVATEKEY', hasBegin: true, hasEnd: true } as const;
const BEGUN = { ...WHOLE, hasEnd: false } as const;
const ENDED = { ...WHOLE, hasBegin: false } as const;

describe('the passages of a text', () => {
  test.each([
    ['', [{ ...NO_ARMOUR, body: '' }]],
    ['words', [{ ...NO_ARMOUR, body: 'words' }]],
    ['BEGINNING of a PRIVATE KEY', [{ ...NO_ARMOUR, body: 'BEGINNING of a PRIVATE KEY' }]],
    ['a BEGIN PRIVATE KEY b END PRIVATE KEY c', [{ ...WHOLE, body: ' b ' }]],
    ['a BEGIN PRIVATE KEY b', [{ ...BEGUN, body: ' b' }]],
    ['a END PRIVATE KEY b', [{ ...ENDED, body: 'a ' }]],
    [
      'a BEGIN PRIVATE KEY b BEGIN PRIVATE KEY c END PRIVATE KEY d',
      [
        { ...BEGUN, body: ' b ' },
        { ...WHOLE, body: ' c ' },
      ],
    ],
    [
      'a END PRIVATE KEY b END PRIVATE KEY c BEGIN PRIVATE KEY d',
      [
        { ...ENDED, body: 'a ' },
        { ...ENDED, body: ' b ' },
        { ...BEGUN, body: ' d' },
      ],
    ],
    [
      'BEGIN PRIVATE KEY a END PRIVATE KEY b BEGIN PRIVATE KEY c END PRIVATE KEY',
      [
        { ...WHOLE, body: ' a ' },
        { ...WHOLE, body: ' c ' },
      ],
    ],
  ])('%j', (text, passages) => {
    expect(findPassages(text)).toEqual(passages);
  });

  test.each([
    ['BEGIN PRIVATE KEY', 'PRIVATEKEY'],
    ['BEGINPRIVATEKEY', 'PRIVATEKEY'],
    ['BEGIN    PRIVATE    KEY', 'PRIVATEKEY'],
    ['begin\trsa\n  private key', 'RSAPRIVATEKEY'],
    ['BEGINRSAPRIVATEKEY', 'RSAPRIVATEKEY'],
    ['BEGIN    RSA    PRIVATE KEY', 'RSAPRIVATEKEY'],
    ['BEGINPUBLICKEY', 'PUBLICKEY'],
    ['BEGIN    PUBLIC    KEY', 'PUBLICKEY'],
    ['BEGINCERTIFICATEREQUEST', 'CERTIFICATEREQUEST'],
    ['BEGIN NEW    CERTIFICATE    REQUEST', 'NEWCERTIFICATEREQUEST'],
    ['BEGINX509CERTIFICATE', 'X509CERTIFICATE'],
  ])('are called by their armour: %j is %s', (armour, label) => {
    expect(findPassages(armour)).toEqual([{ label, body: '', hasBegin: true, hasEnd: false }]);
  });
});

describe('text without its escapes', () => {
  test.each([
    ['a\\nb\\rc\\td', 'a\nb\nc\nd'],
    ['a\\\\nb', 'a\nb'],
    ['a\\\\\\\\nb', 'a\nb'],
    ['a\\b\\', 'ab'],
    ['a\\u002bb', 'a+b'],
    ['a\\\\u002Bb', 'a+b'],
    ['a\\u00b', 'au00b'],
    ['a%2Bb%252bc%25252Bd%zz', 'a+b+c+d%zz'],
    ['\ufeffa\u200bb\0c\u00ad', 'abc'],
    ['a\\u200bb', 'ab'],
  ])('%j is %j', (text, plain) => {
    expect(unescapeText(text)).toBe(plain);
  });
});

import { describe, expect, test } from '@jest/globals';

import { unescape } from '../../src/escapes.ts';
import { findPemBlocks } from '../../src/private-key/pem.ts';

const NO_LINES = { label: '', hasBegin: false, hasEnd: false } as const;
const WHOLE = { label: 'PRIVATEKEY', hasBegin: true, hasEnd: true } as const;
const BEGUN = { ...WHOLE, hasEnd: false } as const;
const ENDED = { ...WHOLE, hasBegin: false } as const;

describe('the PEM blocks of a text', () => {
  test.each([
    ['', [{ ...NO_LINES, body: '' }]],
    ['words', [{ ...NO_LINES, body: 'words' }]],
    ['BEGINNING of a PRIVATE KEY', [{ ...NO_LINES, body: 'BEGINNING of a PRIVATE KEY' }]],
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
  ])('%j', (text, blocks) => {
    expect(findPemBlocks(text)).toEqual(blocks);
  });

  test('are cut at 200 lines', () => {
    expect(findPemBlocks('BEGIN PRIVATE KEY '.repeat(300))).toHaveLength(200);
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
  ])('are called by their lines: %j is %s', (line, label) => {
    expect(findPemBlocks(line)).toEqual([{ label, body: '', hasBegin: true, hasEnd: false }]);
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
    ['a\\u{a}b\\u{2f}\\x2bc\\012d\\400', 'a\nb/+c\nd400'],
    ['a`nb`rc`x^Jd^Me', 'a\nb\nc`x\nd\ne'],
    ['a&#10;b&#x2F;c&amp;#61;d&plus;e&amp;sol;f&none;', 'a\nb/c=d+e/f&none;'],
    ['a=0Ab=3D=2Fc=41d=\ne==\nf', 'a\nb=/c=41de==\nf'],
    ['a=\n-----', 'a=\n-----'],
    ['a<br>b</p>c<d', 'a\nb\nc<d'],
    ['<key>', '<key>'],
    ['ａ＋ﬁ𝐛', 'a+fib'],
  ])('%j is %j', (text, plain) => {
    expect(unescape(text)).toBe(plain);
  });
});

import { describe, expect, test } from '@jest/globals';

import { Masker } from '../../runner/masker.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** What is left of a text after one `add-mask` command. */
function masked(value: string, text: string): string {
  const masker = new Masker();
  masker.add(value);
  return masker.mask(text);
}

describe('The runner masks', () => {
  test.each([
    ['a value wherever it stands', 'secret', 'a secret, my-secret-2', 'a ***, my-***-2'],
    ['values that overlap once', 'abab', 'x ababab y', 'x *** y'],
    ['values that adjoin once', 'abab', 'abababab', '***'],
    ['its base64', 'user:pass', base64('user:pass'), '***'],
    ['its base64 from the second byte on', 'a secret', base64('12a secret'), `${base64('12a')}***`],
    ['its base64 from the third byte on', 'a secret', base64('1a secret'), `${base64('1a ')}***`],
    ['doubled single quotes', "it's a secret", "'it''s a secret'", "'***'"],
    ['double quotes with a backslash', 'a "b" c', String.raw`a \"b\" c`, '***'],
    ['JSON', 'a\n\u2028b', String.raw`"a\n\u2028b"`, '"***"'],
    ['a part of a URL', "a b/c'(d)", 'x=a%20b%2Fc%27%28d%29', 'x=***'],
    ['XML', `<a b="c&d">'`, '&lt;a b=&quot;c&amp;d&quot;&gt;&apos;', '***'],
    ['what stands between double quotes', '"12345678"', 'key=12345678', 'key=***'],
    ['what PowerShell prints before and after &', 'abcde&fghijk', 'abcde& x fghijk', '*** x ***'],
    ['what it prints around a coloured sign', 'abcde&+Xfghijk', 'abcde&+ X fghijk', '*** X ***'],
  ])('%s', (_what, value, text, expected) => {
    expect(masked(value, text)).toBe(expected);
  });

  test('a secret of the workflow without the space around it, and line by line', () => {
    const masker = new Masker();
    masker.addSecret(' first line \n\r\n  second line\n');

    expect(masker.mask('first line, second line, first line \n\r\n  second line')).toBe(
      '***, ***, ***',
    );
  });
});

describe('The runner does not mask', () => {
  test.each([
    ['base64 inside a longer text', 'a secret', base64('a secret and more')],
    ['base64 without its padding', 'secrets', base64('secrets').replaceAll('=', '')],
    ['the alphabet of URLs', '>>>???>>>', Buffer.from('>>>???>>>').toString('base64url')],
    ['another case', 'secret', 'SECRET'],
    ['the lines of an add-mask command', 'first line\nsecond line', 'first line'],
    ['nothing and space', ' ', 'a b'],
    ['short text between double quotes', '"123456"', '123456'],
    ['short parts around &', 'abcd&efghi', 'abcd& efghi'],
  ])('%s', (_what, value, text) => {
    expect(masked(value, text)).toBe(text);
  });
});

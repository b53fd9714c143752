import { describe, expect, test } from '@jest/globals';

import { sanitize } from '../../../src/galaxy-store/sanitize.ts';

const SECRET = 'AbCdEfGhIjKlMnOp';

describe('text of a server', () => {
  test.each([
    ['an ordinary sentence', 'Invalid accessToken', 'Invalid accessToken'],
    ['nothing', '', ''],
    ['line breaks', 'a\r\nb\n\nc', 'a b c'],
    ['spaces in front and behind', ' \t a \u00a0 b \n', 'a b'],
    ['a terminal escape', 'a\u001b[31mb', 'a [31mb'],
    ['a zero byte and a delete character', 'a\u0000b\u007fc', 'a b c'],
    ['a control character of the upper half', 'a\u009bb', 'a b'],
    ['what turns the direction of writing', 'a\u202eb', 'a b'],
    ['the separators of lines and paragraphs', 'a\u2028b\u2029c', 'a b c'],
    ['a command on a line of its own', 'a\n::error::b', 'a ::error::b'],
    ['other alphabets', 'Ошибка 오류', 'Ошибка 오류'],
  ])('is visible on one line: %s', (_what, text, shown) => {
    expect(sanitize(text, [])).toBe(shown);
  });

  test.each(['x', '😀'])('has at most 300 characters, and none of them is cut: %s', (sign) => {
    expect(sanitize(sign.repeat(300), [])).toBe(sign.repeat(300));
    expect(sanitize(sign.repeat(301), [])).toBe(`${sign.repeat(300)}…`);
    expect(sanitize(sign.repeat(100_000), [])).toBe(`${sign.repeat(300)}…`);
  });

  test('is looked at in its first 2400 characters, so that what falls away makes room', () => {
    expect(sanitize(`${' '.repeat(2399)}ab`, [])).toBe('a');
  });

  test.each([
    ['whole', `got ${SECRET}`, 'got ***'],
    ['as a part of a word', `got x${SECRET}y!`, 'got x***y!'],
    ['in the first 8 characters', 'got AbCdEfGh', 'got ***'],
    ['in the last 8 characters', 'got IjKlMnOp', 'got ***'],
    ['in 8 characters at the end of a word', 'got 123AbCdEfGh', 'got 123***'],
    ['in 8 characters at the beginning of a word', 'got EfGhIjKl123', 'got ***123'],
    ['in quotes', `got "${SECRET}".`, 'got "***".'],
    ['in JSON', `{"jwt":'${SECRET}',(<${SECRET}>);}`, `{"jwt":'***',(<***>);}`],
    ['more than once', `${SECRET} and ${SECRET}`, '*** and ***'],
    ['across a control character', 'AbCdEfGh\u0000IjKlMnOp', '*** ***'],
    ['in small letters', 'got abcdefghijklmnop', 'got ***'],
    ['in capitals', 'got ABCDEFGHIJKLMNOP', 'got ***'],
    ['behind a letter that is two in small', 'İ got AbCdEfGh!', 'İ got ***!'],
  ])('does not show a secret that is sent back %s', (_where, text, shown) => {
    expect(sanitize(text, ['another', SECRET])).toBe(shown);
  });

  test('does not show a secret with signs in it that separate words elsewhere', () => {
    const secret = 'ab;cd,ef"gh{ij}kl';
    expect(sanitize(`<${secret}> not`, [secret])).toBe('<***> not');
  });

  test('does not show pieces of several secrets, side by side', () => {
    expect(sanitize('AbCdEfGhanothers', ['anothers', SECRET])).toBe('***');
  });

  test('is whole even where a character was cut in two', () => {
    expect(sanitize('a \ud83d', [])).toBe('a \ufffd');
  });

  test('shows what has fewer than 8 characters in common with a secret', () => {
    expect(sanitize('got AbCdEfG and BcDeFgH7', [SECRET])).toBe('got AbCdEfG and BcDeFgH7');
  });

  test('does not show a secret shorter than 8 characters, but what is still shorter', () => {
    expect(sanitize('got abc, xabcx and ab', ['abc'])).toBe('got ***, x***x and ab');
  });

  test('counts what is shown, not what was hidden', () => {
    expect(sanitize(`${SECRET.repeat(20)} ${'x'.repeat(296)}`, [SECRET])).toBe(
      `*** ${'x'.repeat(296)}`,
    );
  });
});

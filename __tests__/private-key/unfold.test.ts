import { describe, expect, test } from '@jest/globals';

import { isJsonDocument, unfold } from '../../src/private-key/unfold.ts';
import { toBase64 } from '../helpers/key-shapes.ts';

const WORDS = 'words that are long enough to be text and no key, surely';

describe('the bytes that base64 may stand for', () => {
  const readings = (text: string): readonly Buffer[] => unfold(text).candidates[0]?.readings ?? [];

  test.each([
    [39, 0],
    [40, 1],
  ])('are looked for in %d characters and more', (length, count) => {
    expect(readings('f'.repeat(length))).toHaveLength(count);
  });

  test('begin at five places at the most, the first of all included', () => {
    const begins = (count: number): string => `ffff${'MII'.repeat(count)}${'f'.repeat(40)}`;
    expect(readings(begins(3))).toHaveLength(4);
    expect(readings(begins(4))).toHaveLength(5);
    expect(readings(begins(9))).toHaveLength(5);
  });
});

describe('text within base64', () => {
  test('is taken out', () => {
    const { texts, wrappers, candidates } = unfold(toBase64(WORDS));
    expect(texts).toEqual([toBase64(WORDS), WORDS]);
    expect(wrappers).toMatchObject([{ body: toBase64(WORDS), bytes: Buffer.from(WORDS) }]);
    expect(candidates).toMatchObject([{ body: WORDS }]);
  });

  test('may be in UTF-16 in either order of bytes', () => {
    const low = Buffer.from(WORDS, 'utf16le');
    expect(unfold(low.toString('base64')).texts[1]).toBe(WORDS);
    expect(unfold(Buffer.from(low).swap16().toString('base64')).texts[1]).toBe(WORDS);
  });

  test.each(['\u0001', '\u0008', '\u000e', '\u001f'])('has no %j at its beginning', (sign) => {
    expect(unfold(toBase64(sign + WORDS)).wrappers).toEqual([]);
  });

  test('is taken out five times, and no more', () => {
    const wrapped = (times: number): string => (times === 0 ? WORDS : toBase64(wrapped(times - 1)));
    expect(unfold(wrapped(5)).texts.at(-1)).toBe(WORDS);
    expect(unfold(wrapped(6)).texts).toHaveLength(6);
  });
});

describe('a JSON document', () => {
  test.each(['{}', '{"a":1}', ' \n{ "a": 1', '"{"a"', "'{}'", '[]', '[ "a"]', '[\n{', '["'])(
    'is seen in %j',
    (text) => {
      expect(isJsonDocument(text)).toBe(true);
    },
  );

  test.each(['', 'a {"b":1}', 'see [] there', '{a', '[a]', '{{ secrets.KEY }}'])(
    'is not seen in %j',
    (text) => {
      expect(isJsonDocument(text)).toBe(false);
    },
  );
});

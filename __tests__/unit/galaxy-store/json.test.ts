import { describe, expect, test } from '@jest/globals';

import { parseJson, propertyOf } from '../../../src/galaxy-store/json.ts';

describe('a property of an unknown value', () => {
  test.each<[unknown, unknown]>([
    [{ name: 1 }, 1],
    [{ name: undefined }, undefined],
    [{}, undefined],
    [null, undefined],
    [undefined, undefined],
    ['text', undefined],
    [Object.create({ name: 1 }), undefined],
  ])('%j has %j', (value, property) => {
    expect(propertyOf(value, 'name')).toBe(property);
  });

  test('is not one that every object has', () => {
    expect(propertyOf({}, 'toString')).toBeUndefined();
    expect(propertyOf('text', 'length')).toBeUndefined();
  });
});

describe('JSON from outside', () => {
  test.each<[string, unknown]>([
    ['{"a":[1]}', { a: [1] }],
    ['null', null],
    ['"text"', 'text'],
    ['', undefined],
    ['{"a":', undefined],
    ['<html>', undefined],
  ])('%j is %j', (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });
});

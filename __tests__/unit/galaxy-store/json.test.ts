import { expect, test } from '@jest/globals';

import { parseJson, propertyOf } from '../../../src/galaxy-store/json.ts';

test.each<[unknown, unknown]>([
  [{ name: 1 }, 1],
  [{ name: undefined }, undefined],
  [{}, undefined],
  [null, undefined],
  [undefined, undefined],
  ['text', undefined],
  [Object.create({ name: 1 }), undefined],
])('the value %j has a property of its own: %j', (value, property) => {
  expect(propertyOf(value, 'name')).toBe(property);
});

test.each<[string, unknown]>([
  ['{"a":[1]}', { a: [1] }],
  ['null', null],
  ['"text"', 'text'],
  ['', undefined],
  ['{"a":', undefined],
  ['<html>', undefined],
])('the JSON %j from outside is %j', (text, value) => {
  expect(parseJson(text)).toEqual(value);
});

import { describe, expect, test } from '@jest/globals';

import { readActionMetadata } from '../../runner/action-metadata.ts';
import { differencesOfTypes, readActionTypes } from '../../scripts/repository/action-types.ts';
import { FILES, read } from './texts.ts';

const action = readActionMetadata();

const COLOURS = [
  'white',
  'black',
  'yellow',
  'blue',
  'green',
  'orange',
  'red',
  'purple',
  'gray-dark',
];

/** Feather icons that the Marketplace leaves out. That the name is one of Feather, actionlint checks. */
const ICONS_LEFT_OUT = [
  'coffee',
  'columns',
  'divide-circle',
  'divide-square',
  'divide',
  'frown',
  'hexagon',
  'key',
  'meh',
  'mouse-pointer',
  'smile',
  'tool',
  'x-octagon',
];

describe('action.yml', () => {
  test('the badge has a colour and an icon that the Marketplace has', () => {
    expect(COLOURS).toContain(action.branding.color);
    expect(action.branding.icon).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
    expect(ICONS_LEFT_OUT).not.toContain(action.branding.icon);
  });

  test('it runs on Node 24, with bundles that exist', () => {
    expect(action.runs).toEqual({
      using: 'node24',
      main: 'dist/main/index.js',
      post: 'dist/post/index.js',
    });
    expect(read(action.runs.main)).not.toBe('');
    expect(read(action.runs.post)).not.toBe('');
  });

  test.each(Object.entries(action.inputs))(
    'the input %s is described, and is required or has a visible default',
    (_name, input) => {
      expect(input.description.trim()).not.toBe('');
      expect(input.required === true).toBe(input.default === undefined);
    },
  );

  test('there are fewer than ten inputs, for good', () => {
    expect(Object.keys(action.inputs).length).toBeLessThan(10);
  });

  test.each(Object.entries(action.outputs))('the output %s is described', (_name, output) => {
    expect(output.description.trim()).not.toBe('');
  });

  test('action-types.yml names the same inputs and outputs', () => {
    expect(FILES).toContain('action-types.yml');
    expect(differencesOfTypes(action, readActionTypes())).toEqual([]);
  });
});

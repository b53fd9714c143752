import { describe, expect, test } from '@jest/globals';

import { readActionMetadata } from '../../runner/action-metadata.ts';
import type { ActionMetadata } from '../../runner/action-metadata.ts';
import { differencesOfTypes, readActionTypes } from '../../scripts/repository/action-types.ts';
import { marketplaceProblems } from '../../scripts/repository/marketplace.ts';
import { FILES, read } from './texts.ts';

const action = readActionMetadata();

describe('action.yml', () => {
  test('fits the Marketplace', () => {
    expect(marketplaceProblems(action)).toEqual([]);
  });

  test.each<[string, Partial<ActionMetadata>]>([
    ['name', { name: ' ' }],
    ['name', { name: 'n'.repeat(65) }],
    ['description', { description: '' }],
    ['description', { description: 'd'.repeat(125) }],
    ['branding.color', { branding: { icon: 'lock', color: 'pink' } }],
    ['branding.icon', { branding: { icon: 'key', color: 'blue' } }],
    ['branding.icon', { branding: { icon: 'Lock', color: 'blue' } }],
  ])('would not fit with another %s: %j', (field, change) => {
    const problems = marketplaceProblems({ ...action, ...change });

    expect(problems).toEqual([expect.stringContaining(`action.yml, ${field}: `)]);
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

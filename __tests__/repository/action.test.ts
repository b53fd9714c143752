import { describe, expect, test } from '@jest/globals';

import { KNOWN_SCOPES } from '../../emulator/options.ts';
import { readActionMetadata, type ActionMetadata } from '../../runner/action-metadata.ts';
import { differencesOfTypes, readActionTypes, withTables } from '../../scripts/docs-tables.ts';
import { marketplaceProblems } from '../../scripts/release-check.ts';
import { SCOPES } from '../../src/scopes.ts';
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

  test('every input and output is described; an input is required or has a visible default', () => {
    const inputs = Object.values(action.inputs);
    const described = [...inputs, ...Object.values(action.outputs)];

    expect(described.filter(({ description }) => description.trim() === '')).toEqual([]);
    expect(
      inputs.filter((input) => (input.required === true) === (input.default !== undefined)),
    ).toEqual([]);
  });

  test('there are fewer than ten inputs, for good', () => {
    expect(Object.keys(action.inputs).length).toBeLessThan(10);
  });

  test('action-types.yml names the same inputs and outputs', () => {
    expect(FILES).toContain('action-types.yml');
    expect(differencesOfTypes(action, readActionTypes())).toEqual([]);
  });

  test.each(SCOPES)('the scope %s is known in every place that cannot import the list', (scope) => {
    const types = readActionTypes().inputs['scopes'];

    expect(action.inputs['scopes']?.description).toContain(`\`${scope}\``);
    expect(JSON.stringify(types)).toContain(`"${scope}"`);
    expect(KNOWN_SCOPES).toContain(scope);
  });

  test('gives the README its tables', async () => {
    const readme = read('README.md');
    const old = readme.replaceAll(/(<!-- (\w+) start -->)[\s\S]*?(<!-- \2 end -->)/g, '$1old$3');

    expect(await withTables(old, action)).toBe(readme);
    expect(readme).toMatch(/^\| `scopes` +\| no +\| `publishing` +\| What the token may do/m);
    expect(readme).toMatch(/^\| `access-token` +\| The access token, masked/m);
    await expect(withTables('# A', action)).rejects.toThrow('<!-- inputs start -->');
  });
});

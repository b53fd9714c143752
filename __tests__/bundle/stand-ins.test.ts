import { readFileSync, readdirSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { PROJECT_DIR } from '../../runner/project.ts';

const require = createRequire(join(PROJECT_DIR, 'bundle/index.js'));
const read = (path: string): string => readFileSync(join(PROJECT_DIR, path), 'utf8');

const bundles = [read('dist/main/index.js'), read('dist/post/index.js')];

/** What stands in a file of the real module, and would stand in the bundle if it were there. */
const LEFT_OUT = [
  ['undici.js', 'undici/lib/core/errors.js', 'UND_ERR_CONNECT_TIMEOUT'],
  ['exec.js', '@actions/exec/lib/toolrunner.js', 'ToolRunner'],
] as const;

describe('The bundle', () => {
  test.each(LEFT_OUT)('holds nothing of what %s stands in for', (_file, marked, mark) => {
    expect(read(`node_modules/${marked}`)).toContain(mark);
    for (const bundle of bundles) expect(bundle).not.toContain(mark);
  });

  test('is written for people to read', () => {
    for (const bundle of bundles) {
      expect(Math.max(...bundle.split('\n').map(({ length }) => length))).toBeLessThan(1000);
    }
  });

  test('holds every module of its own: it asks Node alone for more', () => {
    for (const bundle of bundles) {
      const asked = [...bundle.matchAll(/\brequire\("(?:node:)?([^"]+)"\)/g)].map(
        ([, module = '']) => module,
      );
      expect(asked.length).toBeGreaterThan(5);
      expect(asked.filter((module) => !builtinModules.includes(module))).toEqual([]);
    }
  });
});

describe('A stand-in', () => {
  test('says in its first lines what it stands in for, and what that saves', () => {
    const files = readdirSync(join(PROJECT_DIR, 'bundle')).filter((file) => /\.c?js$/.test(file));
    expect(files.toSorted()).toEqual([...LEFT_OUT.map(([file]) => file), 'tunnel.cjs'].toSorted());
    for (const file of files) {
      const [comment] = read(`bundle/${file}`).split('*/');
      expect(comment).toMatch(
        /^\/\*\*\s+\* Stands in for .*Without this file .*\d+ (?:ms|kB) more/s,
      );
    }
  });

  test.each([
    ['undici.js', 'ProxyAgent'],
    ['exec.js', 'getExecOutput'],
  ])('%s says that it is not there', async (file, name) => {
    const module = (await import(join('../../bundle', file))) as Record<string, () => unknown>;
    expect(module[name]).toThrow(/is not part of this bundle/);
  });

  test('for tunnel offers the same agents', () => {
    const offered = require('./tunnel.cjs') as Record<string, (options: object) => object>;
    const real = require('tunnel') as typeof offered;
    const names = Object.keys(real).filter((name) => name !== 'debug');
    expect(Object.keys(offered).toSorted()).toEqual(names.toSorted());
    for (const name of names) {
      const options = { proxy: { host: 'proxy.test', port: 3128 } };
      expect(offered[name]?.(options).constructor).toBe(real[name]?.(options).constructor);
    }
  });
});

import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { PROJECT_DIR } from '../../runner/project.ts';
import { withScene } from '../../runner/scene.ts';
import { makeArchive } from '../../scripts/check-size.ts';

const require = createRequire(join(PROJECT_DIR, 'bundle/index.js'));
const read = (path: string): string => readFileSync(join(PROJECT_DIR, path), 'utf8');

const bundles = globSync('dist/*/*.js', { cwd: PROJECT_DIR }).map(read);

/** What stands in a file of the real module, and would stand in the bundle if it were there. */
const LEFT_OUT = [
  ['undici.js', 'undici/lib/core/errors.js', 'UND_ERR_CONNECT_TIMEOUT'],
  ['exec.js', '@actions/exec/lib/toolrunner.js', 'ToolRunner'],
  ['semver.cjs', 'jsonwebtoken/node_modules/semver/internal/constants.js', 'SEMVER_SPEC_VERSION'],
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
    const askedIn = bundles.map((bundle) =>
      [...bundle.matchAll(/\brequire\("(?:node:)?([^"]+)"\)/g)].map(([, module = '']) => module),
    );
    // The second file of main asks by its first one.
    expect(askedIn.map(({ length }) => length > 5).toSorted()).toEqual([false, true, true]);
    for (const asked of askedIn) {
      expect(asked.filter((module) => !builtinModules.includes(module))).toEqual([]);
    }
  });

  test('loads neither fs.promises nor its second file in a usual main step', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'modules-'));
    const list = join(folder, 'list.cjs');
    const modules = '[...process.moduleLoadList, ...Object.keys(require.cache)]';
    writeFileSync(list, `process.on("exit", () => console.log(${modules}.join("\\n")));`);
    const nodeArguments = ['--require', list];
    const { stdout } = await withScene({}, ({ main }) => main({}, { nodeArguments }));
    rmSync(folder, { recursive: true });
    expect(stdout).toMatch(/ https$[^]*index\.js$/m);
    expect(stdout).not.toMatch(/fs\/promises|\d\.index\.js/);
  });

  test('creates and revokes a token from the archive alone, unpacked into an empty folder', async () => {
    const actionFolder = mkdtempSync(join(tmpdir(), 'archive-'));
    try {
      execFileSync('tar', ['-xf', '-'], { cwd: actionFolder, input: makeArchive() });
      await withScene({ step: { actionFolder } }, async ({ store, main, post }) => {
        const created = await main();
        expect(created).toMatchObject({ exitCode: 0, stderr: '' });
        expect(store.liveTokens()).toEqual([created.outputs['access-token']]);

        expect(await post(created)).toMatchObject({ exitCode: 0, stderr: '' });
        expect(store.liveTokens()).toEqual([]);
      });
    } finally {
      rmSync(actionFolder, { recursive: true, force: true });
    }
  });
});

describe('A stand-in', () => {
  test('says in its first lines what it stands in for, and what that saves', () => {
    const files = readdirSync(join(PROJECT_DIR, 'bundle')).filter((file) => /\.c?js$/.test(file));
    const others = ['core.js', 'fs-promises.js', 'tunnel.cjs'];
    expect(files.toSorted()).toEqual([...LEFT_OUT.map(([file]) => file), ...others].toSorted());
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

  test('for semver answers what jsonwebtoken asks, and nothing else', () => {
    const { satisfies } = require('./semver.cjs') as {
      satisfies: (version: string, range: string) => boolean;
    };
    const ranges = readdirSync(join(PROJECT_DIR, 'node_modules/jsonwebtoken/lib')).flatMap((file) =>
      [...read(`node_modules/jsonwebtoken/lib/${file}`).matchAll(/satisfies\(.*, '(.+)'\)/g)].map(
        ([, range = '']) => range,
      ),
    );
    expect(ranges).toHaveLength(3);
    for (const range of ranges) expect(satisfies(process.version, range)).toBe(true);
    expect(() => satisfies(process.version, '>=99')).toThrow('semver is not part of this bundle');
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

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { describe, expect, test } from '@jest/globals';

import { PROJECT_DIR } from '../../runner/project.ts';

const FOLDER = join(PROJECT_DIR, 'bundle');

const require = createRequire(import.meta.url);
const standIn = (file: string): unknown => require(join(FOLDER, file));

const BUNDLES = ['main', 'post'] as const;
const bundles = Object.fromEntries(
  BUNDLES.map(
    (name) => [name, readFileSync(join(PROJECT_DIR, 'dist', name, 'index.js'), 'utf8')] as const,
  ),
);

interface LeftOut {
  readonly file: string;
  /** What stands in the files of the real module, and would stand in the bundle if it were there. */
  readonly mark: string;
  readonly markedFile: string;
}

const LEFT_OUT: readonly LeftOut[] = [
  { file: 'undici.js', mark: 'UND_ERR_CONNECT_TIMEOUT', markedFile: 'undici/lib/core/errors.js' },
  { file: 'exec.js', mark: 'ToolRunner', markedFile: '@actions/exec/lib/toolrunner.js' },
  { file: 'semver.cjs', mark: 'SEMVER_SPEC_VERSION', markedFile: 'semver/internal/constants.js' },
  { file: 'jsonwebtoken.cjs', mark: 'jwt issuer invalid', markedFile: 'jsonwebtoken/verify.js' },
  { file: 'jws.cjs', mark: 'VerifyStream', markedFile: 'jws/lib/verify-stream.js' },
  { file: 'ms.cjs', mark: 'not a non-empty string', markedFile: 'ms/index.js' },
  { file: 'lodash.once.cjs', mark: 'function before(', markedFile: 'lodash.once/index.js' },
  { file: 'lodash.includes.cjs', mark: 'baseIndexOf', markedFile: 'lodash.includes/index.js' },
  { file: 'lodash.isinteger.cjs', mark: 'MAX_INTEGER', markedFile: 'lodash.isinteger/index.js' },
  {
    file: 'ecdsa-sig-formatter.cjs',
    mark: 'ECDSA signature must be',
    markedFile: 'ecdsa-sig-formatter/src/ecdsa-sig-formatter.js',
  },
];

describe('The bundle', () => {
  test.each(LEFT_OUT)(
    'holds nothing of the module that $file stands in for',
    ({ mark, markedFile }) => {
      expect(sourceOf(markedFile)).toContain(mark);
      for (const name of BUNDLES) expect(bundles[name]).not.toContain(mark);
    },
  );

  test('is written for people to read, and within its bounds', () => {
    for (const [name, most] of [
      ['main', 350_000],
      ['post', 250_000],
    ] as const) {
      const text = bundles[name] ?? '';
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(most);
      expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThan(1000);
    }
  });

  test('holds every module of its own: it asks Node alone for more', () => {
    for (const name of BUNDLES) {
      const asked = [...(bundles[name] ?? '').matchAll(/\brequire\("([^"]+)"\)/g)].map(
        ([, module = '']) => module,
      );
      expect(asked.length).toBeGreaterThan(5);
      expect(
        asked.filter((module) => !builtinModules.includes(module.replace('node:', ''))),
      ).toEqual([]);
    }
  });
});

describe('A stand-in', () => {
  test('says in its first lines what it stands in for', () => {
    const files = readdirSync(FOLDER).filter((file) => /\.c?js$/.test(file));
    expect(files.toSorted()).toEqual(
      [...LEFT_OUT.map(({ file }) => file), 'tunnel.cjs'].toSorted(),
    );
    for (const file of files) {
      expect(readFileSync(join(FOLDER, file), 'utf8')).toMatch(/^\/\*\*[\s*]*Stands in for /);
    }
  });

  test('for undici says that it is not there', async () => {
    const { ProxyAgent } = (await importStandIn('undici.js')) as { ProxyAgent: new () => unknown };
    expect(() => new ProxyAgent()).toThrow('undici is not part of this bundle');
  });

  test('for @actions/exec says that it is not there', async () => {
    const { getExecOutput } = (await importStandIn('exec.js')) as { getExecOutput: () => unknown };
    expect(getExecOutput).toThrow('@actions/exec is not part of this bundle');
  });

  test('for semver answers what jsonwebtoken asks, and nothing else', () => {
    const { satisfies } = standIn('semver.cjs') as {
      satisfies: (version: string, range: string) => boolean;
    };
    const files = ['psSupported', 'rsaPssKeyDetailsSupported', 'asymmetricKeyDetailsSupported'];
    const ranges = files.map(
      (file) =>
        /satisfies\(process\.version, '([^']+)'\)/.exec(
          readFileSync(join(PROJECT_DIR, `node_modules/jsonwebtoken/lib/${file}.js`), 'utf8'),
        )?.[1] ?? '',
    );
    for (const range of ranges) expect(satisfies(process.version, range)).toBe(true);
    expect(() => satisfies(process.version, '>=99')).toThrow('semver is not part of this bundle');
  });

  test('for jsonwebtoken and jws signs and does nothing else', () => {
    expect(Object.keys(standIn('jsonwebtoken.cjs') as object)).toEqual(['sign']);
    const { createSign, sign } = standIn('jws.cjs') as { createSign: () => unknown; sign: unknown };
    expect(sign).toBe((require('jws') as { sign: unknown }).sign);
    expect(createSign).toThrow('jws.createSign is not part of this bundle');
  });

  test.each(['ms', 'lodash.once'])('for %s says that it is not there', (name) => {
    expect(standIn(`${name}.cjs`)).toThrow(`${name} is not part of this bundle`);
  });

  test('for ecdsa-sig-formatter says that it is not there', () => {
    const formatter = standIn('ecdsa-sig-formatter.cjs') as Record<string, () => unknown>;
    const names = Object.keys(require('ecdsa-sig-formatter') as object);
    expect(Object.keys(formatter).toSorted()).toEqual(names.toSorted());
    for (const name of names) {
      expect(formatter[name]).toThrow('ecdsa-sig-formatter is not part of this bundle');
    }
  });

  test.each([1, -1, 0, 1.5, NaN, Infinity, '1', null, undefined, {}])(
    'for lodash.isinteger thinks of %p as lodash does',
    (value) => {
      const same = standIn('lodash.isinteger.cjs') as (value: unknown) => boolean;
      expect(same(value)).toBe((require('lodash.isinteger') as typeof same)(value));
    },
  );

  test.each(['RS256', 'RS', 'none', '', undefined, null])(
    'for lodash.includes looks for %p in a list as lodash does',
    (value) => {
      const same = standIn('lodash.includes.cjs') as (list: unknown, value: unknown) => boolean;
      const list = ['RS256', 'RS384', 'none'];
      expect(same(list, value)).toBe((require('lodash.includes') as typeof same)(list, value));
    },
  );

  test('for tunnel offers the same agents', () => {
    const offered = standIn('tunnel.cjs') as Record<string, (options: object) => object>;
    const real = require('tunnel') as typeof offered;
    const names = Object.keys(real).filter((name) => name !== 'debug');
    expect(Object.keys(offered).toSorted()).toEqual(names.toSorted());
    for (const name of names) {
      const options = { proxy: { host: 'proxy.test', port: 3128 } };
      expect(offered[name]?.(options).constructor).toBe(real[name]?.(options).constructor);
    }
  });
});

/** npm puts a package beside the one that needs it where another version is needed elsewhere. */
function sourceOf(file: string): string {
  const nested = join(PROJECT_DIR, 'node_modules/jsonwebtoken/node_modules', file);
  return readFileSync(
    existsSync(nested) ? nested : join(PROJECT_DIR, 'node_modules', file),
    'utf8',
  );
}

async function importStandIn(file: string): Promise<unknown> {
  return import(pathToFileURL(join(FOLDER, file)).href);
}

import { relative } from 'node:path';

import { describe, expect, test } from '@jest/globals';
import { Linter } from 'eslint';
import typescript from 'typescript';

import config from '../../eslint.config.js';
import { PROJECT_DIR } from '../../runner/project.ts';
import { FILES, read } from './texts.ts';

const arrows = [
  { files: ['**/*.ts'] },
  ...config.filter(({ rules }) => rules?.['no-restricted-syntax'] !== undefined),
];

function findings(filename: string, code: string): readonly string[] {
  return new Linter().verify(code, arrows, { filename }).map(({ message }) => message);
}

const FORBIDDEN = [
  ['src/a.ts', "import '../emulator/a.ts';"],
  ['src/a.ts', "export * from '../bundle/a.js';"],
  ['src/private-key/a.ts', "import '../../runner/a.ts';"],
  ['src/galaxy-store/a.ts', "import '@actions/core';"],
  ['src/galaxy-store/a.ts', "import '@actions/core/lib/core.js';"],
  ['src/galaxy-store/a.ts', "import '../user-error.ts';"],
  ['src/galaxy-store/a.ts', "import '../../scripts/a.ts';"],
  ['emulator/a.ts', "await import('../src/a.ts');"],
  ['emulator/a.ts', "import '../runner/a.ts';"],
  ['runner/a.ts', "import '../src/a.ts';"],
  ['runner/a.cjs', "require('../scripts/a.cjs');"],
  ['scripts/a.ts', "import '../__tests__/a.ts';"],
  ['scripts/chaos/a.ts', "new URL('../../__tests__/a.ts', import.meta.url);"],
  ['examples/a.js', "import '../src/a.ts';"],
  ['.github/actions/a/a.js', "import '../../../runner/a.ts';"],
] as const;

const ALLOWED = [
  ['src/a.ts', "import './galaxy-store/client.ts'; import '@actions/core';"],
  ['src/private-key/a.ts', "import '../user-error.ts';"],
  ['runner/a.ts', "import '../emulator/a.ts';"],
  ['scripts/chaos/a.ts', "import '../../runner/a.ts'; import '../../src/a.ts';"],
  ['__tests__/unit/a.ts', "import '../../scripts/a.ts'; import '../../src/a.ts';"],
] as const;

describe('imports', () => {
  test.each(FORBIDDEN)('against the arrows between folders fail: %s, %s', (file, code) => {
    expect(findings(file, code)).toEqual([expect.stringContaining('Arrows')]);
  });

  test.each(ALLOWED)('along the arrows pass: %s, %s', (file, code) => {
    expect(findings(file, code)).toEqual([]);
  });
});

describe('types', () => {
  const json: unknown = JSON.parse(read('tsconfig.json'));
  const project = typescript.parseJsonConfigFileContent(json, typescript.sys, PROJECT_DIR);

  test('are checked in every file of code, so that an undefined name fails in JavaScript too', () => {
    const checked = project.fileNames.map((path) =>
      relative(PROJECT_DIR, path).replaceAll('\\', '/'),
    );
    const code = FILES.filter((path) => /\.[cm]?[jt]s$/.test(path));

    expect(project.options).toMatchObject({ strict: true, checkJs: true });
    expect(code.filter((path) => !checked.includes(path))).toEqual([]);
  });
});

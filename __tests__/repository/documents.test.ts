import { spawnSync } from 'node:child_process';
import { posix } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { PROJECT_DIR } from '../../runner/project.ts';
import { REPOSITORY_URL } from '../../src/project.ts';
import { DOCUMENTS, FILES, anchorsOf, linksOf, read } from './texts.ts';

const { scripts } = JSON.parse(read('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** The links from a file to others of the repository that lead nowhere. */
function brokenLinks(from: string, links: readonly string[]): readonly string[] {
  return links.filter((link) => {
    const [target = '', anchor] = link.split('#');
    const joined = posix.join(posix.dirname(from), decodeURI(target));
    const path = target === '' ? from : joined.replace(/\/$/, '');
    const exists = path === '.' || FILES.some((file) => `${file}/`.startsWith(`${path}/`));
    const isAnchored = anchor !== undefined && path.endsWith('.md');
    return !exists || (isAnchored && !anchorsOf(read(path)).includes(anchor));
  });
}

describe('documents', () => {
  test.each(DOCUMENTS)('every link inside the repository resolves: %s', (document) => {
    const inside = linksOf(read(document)).filter((link) => !/^[a-z]+:/.test(link));

    expect(brokenLinks(document, inside)).toEqual([]);
  });

  test('every full address of a file of this repository resolves, in every file', () => {
    const address = new RegExp(
      `${REPOSITORY_URL}/(?:blob|tree)/[\\w.]+/([\\w./-]+)(#[\\w-]+)?`,
      'g',
    );
    const links = FILES.flatMap((file) =>
      [...read(file).matchAll(address)].map(([, path = '', anchor = '']) => `${path}${anchor}`),
    );

    expect(links.length).toBeGreaterThan(3);
    expect(brokenLinks('README.md', links)).toEqual([]);
  });

  test.each(DOCUMENTS)('every npm command exists: %s', (document) => {
    const text = read(document);
    const named = [...text.matchAll(/\bnpm run (?:--silent )?([a-z][\w:-]*)/g)];

    expect(named.filter(([, name = '']) => !(name in scripts))).toEqual([]);
  });

  test('docs/approval.md looks for the title of the annotation that a failed revocation leaves', () => {
    const [, title = 'none'] = /TITLE: (.+)/.exec(read('docs/approval.md')) ?? [];

    // The message there is compared with the real one.
    expect(read('docs/troubleshooting.md')).toContain(`\n${title}: The access token of`);
  });

  test('the change that CONTRIBUTING.md shows applies, or is made', () => {
    const [, input = ''] = /```diff\n([\s\S]+?)```/.exec(read('CONTRIBUTING.md')) ?? [];
    const check = (...args: readonly string[]): string =>
      spawnSync('git', ['apply', '--check', '--unidiff-zero', ...args], {
        cwd: PROJECT_DIR,
        input,
        encoding: 'utf8',
      }).stderr;

    expect(input.split('\n+++').length).toBe(5);
    expect([check(), check('--reverse')]).toContain('');
  });
});

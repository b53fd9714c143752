import { describe, expect, test } from '@jest/globals';

import { problemsOfChangelog, readChangelog } from '../../scripts/release-notes.ts';
import { VERSION } from '../../src/project.ts';
import { read } from './texts.ts';

const manifest = JSON.parse(read('package.json')) as {
  readonly version: string;
  readonly optionalDependencies: Readonly<Record<string, string>>;
};
const lock = JSON.parse(read('package-lock.json')) as { readonly version: string };

describe('versions', () => {
  test('package.json, package-lock.json and the sources say the same', () => {
    expect([manifest.version, lock.version]).toEqual([VERSION, VERSION]);
  });

  test('the change log has a dated section with notes for this version', () => {
    const release = readChangelog(read('CHANGELOG.md')).find(({ version }) => version === VERSION);

    expect(release?.date).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(release?.notes).not.toBe('');
  });

  test('the scripts run with the Node of .node-version, installed from the lock file alone', () => {
    const versions = new Set(Object.values(manifest.optionalDependencies));

    expect([...versions]).toEqual([read('.node-version').trim()]);
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
  });
});

describe('the change log of a release', () => {
  const links = '[1.1.0]: https://example.com';
  const section = (heading: string, notes: string): string => `## ${heading}\n\n${notes}\n\n`;

  test('is content with notes, a date and nothing unreleased', () => {
    const log = section('[Unreleased]', '') + section('[1.1.0] - 2026-01-02', '- New.') + links;

    expect(readChangelog(log)).toEqual([
      { version: 'Unreleased', notes: '' },
      { version: '1.1.0', date: '2026-01-02', notes: '- New.' },
    ]);
    expect(problemsOfChangelog(readChangelog(log), '1.1.0')).toEqual([]);
  });

  test.each([
    ['no section', section('[1.0.0] - 2026-01-02', '- Old.'), 'has no section'],
    ['no date', section('[1.1.0]', '- New.'), 'has no date'],
    ['no notes', section('[1.1.0] - 2026-01-02', ''), 'has no notes'],
    [
      'notes that are unreleased',
      section('[Unreleased]', '- Later.') + section('[1.1.0] - 2026-01-02', '- New.'),
      'still has notes under Unreleased',
    ],
  ])('is refused with %s', (_what, log, problem) => {
    expect(problemsOfChangelog(readChangelog(log), '1.1.0').join()).toContain(problem);
  });
});

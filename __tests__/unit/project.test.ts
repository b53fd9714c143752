import { readFileSync } from 'node:fs';

import { describe, expect, test } from '@jest/globals';

import { REPOSITORY_URL, USER_AGENT, VERSION } from '../../src/project.ts';

describe('how the action introduces itself', () => {
  test('the version is that of package.json', () => {
    const manifest: unknown = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    );

    expect(manifest).toMatchObject({ version: VERSION });
  });

  test('the user agent names the action, its version and its home', () => {
    expect(REPOSITORY_URL).toMatch(
      /^https:\/\/github\.com\/[A-Za-z0-9-]+\/galaxy-store-access-token$/,
    );
    expect(USER_AGENT).toBe(`galaxy-store-access-token/${VERSION} (+${REPOSITORY_URL})`);
  });
});

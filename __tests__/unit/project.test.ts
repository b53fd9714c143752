import { expect, test } from '@jest/globals';

import { REPOSITORY_URL, USER_AGENT, VERSION } from '../../src/project.ts';

test('the user agent names the action, its version and its home', () => {
  expect(VERSION).toMatch(/^\d+\.\d+\.\d+$/);
  expect(REPOSITORY_URL).toMatch(/^https:\/\/github\.com\/[\w-]+\/galaxy-store-access-token$/);
  expect(USER_AGENT).toBe(`galaxy-store-access-token/${VERSION} (+${REPOSITORY_URL})`);
});

import { expect, test } from '@jest/globals';

import { InputsError, UserError, helpUrl } from '../../src/user-error.ts';
import { REPOSITORY_URL, VERSION } from '../../src/project.ts';

test('errors for users know their heading, their cause and their name', () => {
  const cause = new Error('why');
  const error = new UserError('network-fault', 'It failed.', { cause });
  const several = new InputsError([error, error]);

  expect(error).toMatchObject({ topic: 'network-fault', cause });
  expect(several.problems).toEqual([error, error]);
  expect([error, several].map(String)).toEqual([
    'UserError: It failed.',
    'InputsError: 2 inputs need to be changed.',
  ]);
});

test('errors for users link to the heading that explains them, on the page of this version', () => {
  const page = `${REPOSITORY_URL}/blob/v${VERSION}/docs/troubleshooting.md`;

  expect(helpUrl('clock-is-wrong')).toBe(`${page}#clock-is-wrong`);
});

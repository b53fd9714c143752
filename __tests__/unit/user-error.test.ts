import { describe, expect, test } from '@jest/globals';

import { InputsError, UserError, helpUrl } from '../../src/user-error.ts';
import { REPOSITORY_URL, VERSION } from '../../src/project.ts';

describe('errors for users', () => {
  test('know their heading, their cause and their name', () => {
    const cause = new Error('why');
    const error = new UserError('network-fault', 'It failed.', { cause });

    expect(error).toMatchObject({ topic: 'network-fault', cause });
    expect(String(error)).toBe('UserError: It failed.');
  });

  test('keep several problems together', () => {
    const problems = [new UserError('not-a-boolean', 'a'), new UserError('not-a-boolean', 'b')];
    const error = new InputsError(problems);

    expect(error.problems).toBe(problems);
    expect(String(error)).toBe('InputsError: 2 inputs need to be changed.');
  });

  test('link to the heading that explains them, on the page of this version', () => {
    expect(helpUrl('clock-is-wrong')).toBe(
      `${REPOSITORY_URL}/blob/v${VERSION}/docs/troubleshooting.md#clock-is-wrong`,
    );
  });
});

import { describe, expect, test } from '@jest/globals';

import { parseServiceAccountId } from '../../src/service-account-id.ts';
import { UserError } from '../../src/user-error.ts';
import { PEM } from './helpers/service-account.ts';
import { thrownBy } from '../helpers/thrown.ts';

describe('the service account ID', () => {
  test.each([
    ['a'],
    ['0123456789abcdef'],
    ['5a8f7b9e-1c2d-4e3f-8a9b-0c1d2e3f4a5b'],
    ['name@example.com'],
    ['!"#$%&()*+,-./:;<=>?@[]^_`{|}~'],
    ['a'.repeat(200)],
  ])('%s is taken as it is', (text) => {
    expect(parseServiceAccountId(text)).toBe(text);
  });

  test('is asked for when it is missing', () => {
    const error = thrownBy(UserError, () => parseServiceAccountId(''));

    expect(error.topic).toBe('service-account-id-missing');
    expect(error.message).toBe(
      'service-account-id is missing or blank. Give the ID of the service account, which Seller Portal ' +
        'shows under Assistance → API Service. If it comes from a secret or a variable, check the name; ' +
        'secrets do not reach workflows that run for forks or for Dependabot.',
    );
  });

  test('is not a key', () => {
    const error = thrownBy(UserError, () => parseServiceAccountId(PEM));

    expect(error.topic).toBe('service-account-id-is-a-key');
    expect(error.message).toBe(
      'service-account-id holds a key instead of an ID. It may be swapped with private-key: give the ID ' +
        'from Seller Portal here, and the key there. If the key was stored where others can read it, ' +
        'delete the service account in Seller Portal and create a new one.',
    );
  });

  test.each([
    [
      '${{ vars.ID }}',
      'holds a workflow expression that nothing replaced. Check how the workflow passes it',
    ],
    [
      'a${{b',
      'holds a workflow expression that nothing replaced. Check how the workflow passes it',
    ],
    ['a'.repeat(201), 'has 201 characters, too many for an ID'],
    ['account 1', 'has spaces or line breaks inside'],
    ['account\n1', 'has spaces or line breaks inside'],
    ['account\u00a01', 'has spaces or line breaks inside'],
    ['account\u00071', 'has control characters or characters outside of ASCII'],
    ['account\u007f', 'has control characters or characters outside of ASCII'],
    ['éaccount', 'has control characters or characters outside of ASCII'],
    ['accounté', 'has control characters or characters outside of ASCII'],
  ])('%j is refused because it %s', (text, problem) => {
    const error = thrownBy(UserError, () => parseServiceAccountId(text));

    expect(error.topic).toBe('service-account-id-is-not-an-id');
    expect(error.message).toBe(
      `service-account-id ${problem}. Copy the ID of the service account from Seller Portal ` +
        '(Assistance → API Service) once more, and nothing else.',
    );
  });
});

import { describe, expect, test } from '@jest/globals';

import { generateRsaKey } from '../../emulator/rsa-key.ts';
import { readServiceAccountId } from '../../src/service-account-id.ts';
import type { UserError } from '../../src/user-error.ts';
import { secretsIn } from '../helpers/refusal.ts';
import { PEM } from './helpers/service-account.ts';

function problemOf(text: string): UserError {
  const { problem } = readServiceAccountId(text);
  if (problem === undefined) throw new Error('The ID was accepted.');
  return problem;
}

describe('the service account ID', () => {
  test.each([
    ['a'],
    ['0123456789abcdef'],
    ['5a8f7b9e-1c2d-4e3f-8a9b-0c1d2e3f4a5b'],
    ['name@example.com'],
    ['!"#$%&()*+,-./:;<=>?@[]^_`{|}~'],
    ['a'.repeat(200)],
    ['A'.repeat(64)],
    ['KEY_42'],
    ['KEY-42'],
  ])('%s is taken as it is', (text) => {
    expect(readServiceAccountId(text)).toEqual({ id: text, secretsToMask: [] });
  });

  test.each([
    ...['"account-1"', "'account-1'", '“account-1”', '  account-1\u00a0', 'account-1\\n'],
    ...['account-1\\r\\n', '\ufeffaccount-1\u200b', '"account-1\\n",', '\\naccount-1'],
    'acc\u00adount-1',
  ])('is taken out of %j', (text) => {
    expect(readServiceAccountId(text).id).toBe('account-1');
  });

  test('may have the form of Seller Portal in quotes', () => {
    const id = '5a8f7b9e-1c2d-4e3f-8a9b-0c1d2e3f4a5b';
    for (const text of [`"${id}"`, ` ${id}`, `${id}\n`]) {
      expect(readServiceAccountId(text).id).toBe(id);
    }
  });

  test.each(['', ' ', '""', '\\n', '\u200b'])('is asked for when it is %j', (text) => {
    const problem = problemOf(text);

    expect(problem.topic).toBe('service-account-id-missing');
    expect(problem.message).toBe(
      'service-account-id is missing or blank. Give the ID of the service account, which Seller Portal ' +
        'shows under Assistance → API Service. If it comes from a secret or a variable, check the name; ' +
        'secrets do not reach workflows that run for forks or for Dependabot.',
    );
  });

  test.each([
    PEM,
    PEM.replaceAll('\n', '\\n'),
    JSON.stringify(PEM),
    Buffer.from(PEM).toString('base64'),
    PEM.slice(0, 400),
    PEM.split('\n')[1] ?? '',
    ...['-----BEGIN PRIVATE KEY-----', 'BEGIN RSA PRIVATE KEY', '-----BEGIN EC PRIVATE KEY-----'],
    ...['-----BEGIN ENCRYPTED PRIVATE KEY-----', '-----BEGIN OPENSSH PRIVATE KEY-----'],
    PEM + generateRsaKey().pkcs8,
    generateRsaKey(1024).pkcs8,
  ])('is no key, and what is in %.40j is masked', (text) => {
    const problem = problemOf(text);

    expect(readServiceAccountId(text).secretsToMask).toEqual(secretsIn(text));
    expect(problem.topic).toBe('service-account-id-is-a-key');
    expect(problem.message).toBe(
      'service-account-id holds a key instead of an ID. It may be swapped with private-key: give the ID ' +
        'from Seller Portal here, and the key there. If the key was stored where others can read it, ' +
        'delete the service account in Seller Portal and create a new one.',
    );
  });

  const NAME_OF_SECRET =
    'holds the name of a secret or variable instead of its value: nothing replaced it. Check how the ' +
    'workflow passes it';
  const NO_VALUE = 'holds what a program prints in place of a value. Check what gives the ID';
  const STANDS_FOR_ID = 'holds a word that stands for the ID, and not the ID';
  const SPACES = 'has spaces or line breaks inside';
  const CHARACTERS = 'has control characters or characters outside of ASCII';

  test.each([
    ['null', NO_VALUE],
    ['undefined', NO_VALUE],
    ['***', 'holds asterisks only: a masked value was copied from a log'],
    ['$GALAXY_ID', NAME_OF_SECRET],
    ['$(GALAXY_ID)', NAME_OF_SECRET],
    ['steps.vault.outputs.id', NAME_OF_SECRET],
    ['GALAXY_STORE_SERVICE_ACCOUNT_ID', NAME_OF_SECRET],
    ['<service-account-id>', STANDS_FOR_ID],
    ['YOUR_ACCOUNT_ID', STANDS_FOR_ID],
    ['{"id":"account-1"}', 'holds a JSON document. Give the value of its field only'],
    ['${{ vars.ID }}', NAME_OF_SECRET],
    ['a${{b', NAME_OF_SECRET],
    ['a '.repeat(600), 'has 1200 characters, too many for an ID'],
    ['a'.repeat(201), 'has 201 characters, too many for an ID'],
    ['account 1', SPACES],
    ['account\n1', SPACES],
    ['account\u00a01', SPACES],
    ['account\u00071', CHARACTERS],
    ['account\u007f', CHARACTERS],
    ['éaccount', CHARACTERS],
    ['accounté', CHARACTERS],
  ])('%.40j is refused because it %s', (text, problem) => {
    const error = problemOf(text);

    expect(error.topic).toBe('service-account-id-is-not-an-id');
    expect(error.message).toBe(
      `service-account-id ${problem}. Copy the ID of the service account from Seller Portal ` +
        '(Assistance → API Service) once more, and nothing else.',
    );
  });
});

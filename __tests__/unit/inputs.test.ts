import { describe, expect, test } from '@jest/globals';

import { readInputs } from '../../src/inputs.ts';
import { InputsError, type UserError } from '../../src/user-error.ts';
import { secretsIn } from '../helpers/refusal.ts';
import { FakeCore } from './helpers/fake-core.ts';
import { ACCOUNT_ID, PEM, PRIVATE_KEY } from './helpers/service-account.ts';
import { rejectionOf } from '../helpers/thrown.ts';

const REQUIRED = { 'service-account-id': ACCOUNT_ID, 'private-key': PEM };

type Texts = Readonly<Record<string, string>>;

function read(inputs: Texts): ReturnType<typeof readInputs> {
  return readInputs(new FakeCore({ inputs: { ...REQUIRED, ...inputs } }));
}

describe('the inputs', () => {
  test('have defaults', async () => {
    const { privateKey, ...rest } = await read({});

    expect(privateKey.equals(PRIVATE_KEY)).toBe(true);
    expect(rest).toEqual({
      serviceAccountId: ACCOUNT_ID,
      scopes: ['publishing'],
      revoke: true,
      verify: false,
      exportEnvironmentVariables: false,
      apiUrl: 'https://devapi.samsungapps.com',
    });
  });

  const BOOLEANS = ['revoke', 'verify', 'export-environment-variables'];

  test.each([
    ['true', true],
    ['True', true],
    ['TRUE', true],
    ['false', false],
    ['False', false],
    ['FALSE', false],
  ])('take %s for a boolean, and are all read', async (text, value) => {
    const id = 'D9A2C7E0-5B1F-4c3d-8e6a-0123456789ab';
    const others = { 'service-account-id': id, 'api-url': 'http://127.0.0.1:8080/' };
    const booleans = Object.fromEntries(BOOLEANS.map((name) => [name, text]));

    expect(await read({ scopes: 'gss publishing', ...booleans, ...others })).toMatchObject({
      serviceAccountId: id,
      scopes: ['gss', 'publishing'],
      revoke: value,
      verify: value,
      exportEnvironmentVariables: value,
      apiUrl: 'http://127.0.0.1:8080',
    });
  });

  test('report all problems at once, and not what a value is', async () => {
    const wrong = { 'service-account-id': '', 'private-key': '', 'api-url': 'ftp://x' };
    const booleans = Object.fromEntries(BOOLEANS.map((name) => [name, 'yes']));
    const inputs = { ...REQUIRED, ...wrong, ...booleans, scopes: 'publish' };
    const { problems } = await rejectionOf(InputsError, read(inputs));

    expect(problems.map(({ topic }) => topic)).toEqual([
      'service-account-id-missing',
      'private-key-missing',
      'scopes-not-allowed',
      ...BOOLEANS.map(() => 'not-a-boolean'),
      'api-url-not-allowed',
    ]);
    expect(problems.slice(3, 6).map(({ message }) => message)).toEqual(
      BOOLEANS.map((name) => `${name} is neither true nor false. Write one of the two.`),
    );
  });

  test('pass on an error that is no problem of the user', async () => {
    const mistake = new RangeError('a mistake in the program');
    class Broken extends FakeCore {
      override getInput(name: string): string {
        if (name === 'scopes') throw mistake;
        return super.getInput(name);
      }
    }

    await expect(readInputs(new Broken({ inputs: REQUIRED }))).rejects.toBe(mistake);
  });
});

describe('what is derived from the key', () => {
  const HALF = PEM.slice(0, PEM.length / 2);
  const SWAPPED = ['service-account-id-is-a-key', 'private-key-is-the-service-account-id'];

  test.each<[string, Texts, readonly string[], string]>([
    ['once each, and not the ID', { 'service-account-id': 'A'.repeat(64) }, [], PEM],
    ['even if another input is wrong', { scopes: 'publish' }, ['scopes-not-allowed'], PEM],
    ['even if the key is refused', { 'private-key': HALF }, ['private-key-is-damaged'], HALF],
    ['if swapped', { 'service-account-id': PEM, 'private-key': ACCOUNT_ID }, SWAPPED, PEM],
    ['once if twice there', { 'service-account-id': PEM }, SWAPPED.slice(0, 1), PEM],
  ])('is masked %s', async (_when, inputs, topics, text) => {
    const core = new FakeCore({ inputs: { ...REQUIRED, ...inputs } });
    const problems: UserError[] = [];
    try {
      await readInputs(core);
    } catch (error) {
      if (error instanceof InputsError) problems.push(...error.problems);
    }

    expect(problems.map(({ topic }) => topic)).toEqual(topics);
    expect(secretsIn(text).length).toBeGreaterThan(5);
    expect(core.calls).toEqual(secretsIn(text.trim()).map((secret) => ['setSecret', secret]));
  });
});

import { describe, expect, test } from '@jest/globals';

import { readInputs } from '../../src/inputs.ts';
import { InputsError } from '../../src/user-error.ts';
import { secretsIn } from '../helpers/refusal.ts';
import { FakeCore } from './helpers/fake-core.ts';
import { ACCOUNT_ID, PEM, PRIVATE_KEY } from './helpers/service-account.ts';
import { thrownBy } from '../helpers/thrown.ts';

const REQUIRED = { 'service-account-id': ACCOUNT_ID, 'private-key': PEM };

function read(inputs: Readonly<Record<string, string>>): ReturnType<typeof readInputs> {
  return readInputs(new FakeCore({ inputs: { ...REQUIRED, ...inputs } }));
}

function problemsOf(inputs: Readonly<Record<string, string>>): readonly string[] {
  const error = thrownBy(InputsError, () => read(inputs));
  return error.problems.map(({ topic }) => topic);
}

describe('the inputs', () => {
  test('have defaults', () => {
    const { privateKey, ...rest } = read({});

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

  test('are all read', () => {
    const inputs = read({
      scopes: 'gss publishing',
      revoke: 'false',
      verify: 'true',
      'export-environment-variables': 'true',
      'api-url': 'http://127.0.0.1:8080/',
    });

    expect(inputs).toMatchObject({
      scopes: ['gss', 'publishing'],
      revoke: false,
      verify: true,
      exportEnvironmentVariables: true,
      apiUrl: 'http://127.0.0.1:8080',
    });
  });

  test.each([
    ['true', true],
    ['True', true],
    ['TRUE', true],
    ['false', false],
    ['False', false],
    ['FALSE', false],
  ])('take %s for a boolean', (text, value) => {
    const names = ['revoke', 'verify', 'export-environment-variables'];
    const inputs = read(Object.fromEntries(names.map((name) => [name, text])));

    expect(inputs).toMatchObject({
      revoke: value,
      verify: value,
      exportEnvironmentVariables: value,
    });
  });

  test.each(['revoke', 'verify', 'export-environment-variables'])(
    'say that %s is no boolean, without what it is',
    (name) => {
      const error = thrownBy(InputsError, () => read({ [name]: 'yes' }));

      expect(error.problems.map(({ topic, message }) => [topic, message])).toEqual([
        ['not-a-boolean', `${name} is neither true nor false. Write one of the two.`],
      ]);
    },
  );

  test('tell all problems at once', () => {
    expect(
      problemsOf({
        'service-account-id': '',
        'private-key': '',
        scopes: 'publish',
        revoke: 'no',
        verify: 'y',
        'export-environment-variables': '1',
        'api-url': 'ftp://x',
      }),
    ).toEqual([
      'service-account-id-missing',
      'private-key-missing',
      'scopes-not-allowed',
      'not-a-boolean',
      'not-a-boolean',
      'not-a-boolean',
      'api-url-not-allowed',
    ]);
  });

  test('hand on an error that is no problem of the user', () => {
    const mistake = new RangeError('a mistake in the program');
    class Broken extends FakeCore {
      override getInput(name: string): string {
        if (name === 'scopes') throw mistake;
        return super.getInput(name);
      }
    }

    expect(thrownBy(RangeError, () => readInputs(new Broken({ inputs: REQUIRED })))).toBe(mistake);
  });
});

describe('what is derived from the key', () => {
  test('is masked once each, and nothing else is', () => {
    const core = new FakeCore({ inputs: REQUIRED });
    readInputs(core);

    expect(secretsIn(PEM).length).toBeGreaterThan(10);
    expect(core.calls).toEqual(secretsIn(PEM.trim()).map((secret) => ['setSecret', secret]));
  });

  test('is masked even if another input is wrong', () => {
    const core = new FakeCore({ inputs: { ...REQUIRED, scopes: 'publish' } });
    thrownBy(InputsError, () => readInputs(core));

    expect(core.textsOf('setSecret')).toEqual(secretsIn(PEM.trim()));
  });

  test('is masked even if the key is refused', () => {
    const half = PEM.slice(0, PEM.length / 2);
    const core = new FakeCore({ inputs: { ...REQUIRED, 'private-key': half } });
    const error = thrownBy(InputsError, () => readInputs(core));

    expect(error.problems.map(({ topic }) => topic)).toEqual(['private-key-is-damaged']);
    expect(secretsIn(half).length).toBeGreaterThan(5);
    expect(core.textsOf('setSecret')).toEqual(secretsIn(half.trim()));
  });

  test('is masked when key and ID are swapped', () => {
    const inputs = { 'service-account-id': PEM, 'private-key': ACCOUNT_ID };
    const core = new FakeCore({ inputs });
    const error = thrownBy(InputsError, () => readInputs(core));

    expect(core.textsOf('setSecret')).toEqual(secretsIn(PEM.trim()));
    expect(error.problems.map(({ topic }) => topic)).toEqual([
      'service-account-id-is-a-key',
      'private-key-is-the-service-account-id',
    ]);
  });

  test('is masked once when the key stands in both places', () => {
    const core = new FakeCore({ inputs: { 'service-account-id': PEM, 'private-key': PEM } });
    thrownBy(InputsError, () => readInputs(core));

    expect(core.textsOf('setSecret')).toEqual(secretsIn(PEM.trim()));
  });

  test('does not include the service account ID', () => {
    const id = 'A'.repeat(64);
    const core = new FakeCore({ inputs: { ...REQUIRED, 'service-account-id': id } });
    readInputs(core);

    expect(core.textsOf('setSecret')).not.toContain(id);
  });
});

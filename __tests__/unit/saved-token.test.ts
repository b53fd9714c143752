import { describe, expect, test } from '@jest/globals';

import { clearSavedToken, loadToken, saveToken } from '../../src/saved-token.ts';
import { TOKEN_REMAINS, UserError } from '../../src/user-error.ts';
import { FakeCore } from './helpers/fake-core.ts';
import { thrownBy } from '../helpers/thrown.ts';

const TOKEN = {
  value: 'token-of-24-characters-x',
  serviceAccountId: 'account-1',
  apiUrl: 'https://devapi.samsungapps.com',
  createdAtMs: 1_800_000_000_000,
};

function load(state: string): unknown {
  return loadToken(new FakeCore({ state: { 'saved-token': state } }));
}

describe('the state for the post step', () => {
  test('is one entry, which comes back as it was saved, and nothing else', () => {
    const core = new FakeCore();
    saveToken(core, TOKEN);

    expect(core.calls).toEqual([['saveState', 'saved-token', JSON.stringify(TOKEN)]]);
    expect(load(JSON.stringify(TOKEN))).toEqual(TOKEN);
    expect(load(JSON.stringify({ ...TOKEN, more: true }))).toEqual(TOKEN);
  });

  test('is overwritten with nothing when there is nothing left to revoke', () => {
    const core = new FakeCore();
    clearSavedToken(core);

    expect(core.calls).toEqual([['saveState', 'saved-token', '']]);
    expect(load('')).toBeUndefined();
  });

  test.each([
    'secret-token{',
    'null',
    '"secret-token"',
    '{}',
    ...Object.keys(TOKEN).flatMap((name) =>
      [undefined, { wrong: 'type' }].map((value) => JSON.stringify({ ...TOKEN, [name]: value })),
    ),
  ])('that is damaged is told, without what it holds: %s', (state) => {
    const error = thrownBy(UserError, () => load(state));

    expect(error.topic).toBe('revocation-failed');
    expect(error.cause).toBeUndefined();
    expect(error.message).toBe(
      'The access token could not be revoked: what the main step saved for this step cannot be read. ' +
        TOKEN_REMAINS,
    );
  });
});

import { describe, expect, test } from '@jest/globals';

import { SCOPES, parseScopes } from '../../src/scopes.ts';
import { UserError } from '../../src/user-error.ts';
import { thrownBy } from '../helpers/thrown.ts';

const NAMES = new Intl.ListFormat('en').format(SCOPES);
const ALLOWED = `Allowed are ${NAMES}, separated by commas, spaces or new lines.`;

describe('scopes', () => {
  test.each([
    ['publishing', ['publishing']],
    ['gss', ['gss']],
    ['publishing,gss', ['publishing', 'gss']],
    ['gss publishing', ['gss', 'publishing']],
    ['gss\npublishing\n', ['gss', 'publishing']],
    [' ,publishing ,\r\n, gss,', ['publishing', 'gss']],
    ['gss, gss, publishing, gss', ['gss', 'publishing']],
    ['GSS, Publishing, publishing', ['gss', 'publishing']],
    ['["publishing"]', ['publishing']],
    ['["publishing", "gss"]', ['publishing', 'gss']],
    ["['gss']", ['gss']],
    ['- publishing\n- gss', ['publishing', 'gss']],
    ['- "gss"', ['gss']],
    ['"publishing gss"', ['publishing', 'gss']],
    ['publishing;gss', ['publishing', 'gss']],
    ['publishing | gss', ['publishing', 'gss']],
    ['publishing\\ngss\\n', ['publishing', 'gss']],
    ['\ufeffpublishing\u200b', ['publishing']],
  ])('%j means %j', (text, scopes) => {
    expect(parseScopes(text)).toEqual(scopes);
  });

  test.each([
    ['', 'no scope is named'],
    [' ,\n', 'no scope is named'],
    ['publish', 'there is no scope "publish" (did you mean "publishing"?)'],
    ['PUB', 'there is no scope "pub" (did you mean "publishing"?)'],
    ['gss-metrics', 'there is no scope "gss-metrics" (did you mean "gss"?)'],
    ['publishng', 'there is no scope "publishng" (did you mean "publishing"?)'],
    ['bublishing', 'there is no scope "bublishing" (did you mean "publishing"?)'],
    ['gs', 'there is a word that is no scope'],
    ['mygss', 'there is a word that is no scope'],
    ['hunter', 'there is a word that is no scope'],
    ['read.all_items', 'there is a word that is no scope'],
    ['publishing, iap', 'there is a word that is no scope'],
    ['[]', 'no scope is named'],
    [
      'iap publish',
      'there is a word that is no scope; there is no scope "publish" (did you mean "publishing"?)',
    ],
    [
      `pub${'x'.repeat(21)}`,
      `there is no scope "pub${'x'.repeat(21)}" (did you mean "publishing"?)`,
    ],
    [`pub${'x'.repeat(22)}`, 'there is a word that is no scope'],
    ['gss2', 'there is a word that is no scope'],
    ['2gss', 'there is a word that is no scope'],
    ['_gss', 'there is a word that is no scope'],
    ['eyJhbGciOi/+=', 'there is a word that is no scope'],
  ])('%j is refused: %s', (text, problem) => {
    const error = thrownBy(UserError, () => parseScopes(text));

    expect(error.topic).toBe('scopes-not-allowed');
    expect(error.message).toBe(`scopes: ${problem}. ${ALLOWED}`);
  });
});

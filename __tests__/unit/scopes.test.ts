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
    ['publishing\\\\ngss', ['publishing', 'gss']],
    ['\ufeffpublishing\u200b', ['publishing']],
  ])('%j means %j', (text, scopes) => {
    expect(parseScopes(text)).toEqual(scopes);
  });

  const NONE = 'no scope is named';
  const UNKNOWN = 'there is a word that is no scope';
  const unknown = (word: string, meant: string): string =>
    `there is no scope "${word}" (did you mean "${meant}"?)`;
  const LONG = `pub${'x'.repeat(21)}`;

  test.each([
    ['', NONE],
    [' ,\n', NONE],
    ['[]', NONE],
    ['publish', unknown('publish', 'publishing')],
    ['PUB', unknown('pub', 'publishing')],
    ['gss-metrics', unknown('gss-metrics', 'gss')],
    ['publishng', unknown('publishng', 'publishing')],
    ['bublishing', unknown('bublishing', 'publishing')],
    ['mypublishin', unknown('mypublishin', 'publishing')],
    ['the-shing', unknown('the-shing', 'publishing')],
    ['the-hing', UNKNOWN],
    [LONG, unknown(LONG, 'publishing')],
    [`${LONG}x`, UNKNOWN],
    ['gs', UNKNOWN],
    ['mygss', UNKNOWN],
    ['hunter', UNKNOWN],
    ['read.all_items', UNKNOWN],
    ['publishing, iap', UNKNOWN],
    ['iap publish', `${UNKNOWN}; ${unknown('publish', 'publishing')}`],
    ['gss2', UNKNOWN],
    ['2gss', UNKNOWN],
    ['_gss', UNKNOWN],
    ['eyJhbGciOi/+=', UNKNOWN],
  ])('%j is refused: %s', (text, problem) => {
    const error = thrownBy(UserError, () => parseScopes(text));

    expect(error.topic).toBe('scopes-not-allowed');
    expect(error.message).toBe(`scopes: ${problem}. ${ALLOWED}`);
  });
});

import { describe, expect, test } from '@jest/globals';

import { readAccessToken } from '../../../src/galaxy-store/access-token.ts';
import { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import { BAD_CHARACTERS, BAD_TOKENS } from '../../helpers/bad-tokens.ts';
import { thrownBy } from '../../helpers/thrown.ts';

const answerWith = (accessToken: unknown): unknown => ({ ok: true, createdItem: { accessToken } });

describe('the access token in an answer', () => {
  test.each([['0BjE0TJEvuOXLAzJvcAeSBHN'], ['!~12345~'], ['a'.repeat(4096)]])(
    'is anything that can stand in a header, such as %s',
    (token) => {
      expect(readAccessToken(answerWith(token))).toBe(token);
    },
  );

  test.each([
    ['no object', 'text', 'is missing'],
    ['null', null, 'is missing'],
    ['no item', { ok: true }, 'is missing'],
    ['no token', { createdItem: {} }, 'is missing'],
    ['one of 4097 characters', answerWith('a'.repeat(4097)), 'is 4097 characters long'],
    ['a space at the end', answerWith('secretly '), BAD_CHARACTERS],
    ['a space in front', answerWith(' secretly'), BAD_CHARACTERS],
    ['a delete character', answerWith('secretly\u007f'), BAD_CHARACTERS],
    ...BAD_TOKENS.map(([name, token, says]) => [name, answerWith(token), says] as const),
  ])('is refused without being shown: %s', (_what, json, problem) => {
    const error = thrownBy(GalaxyStoreError, () => readAccessToken(json));

    expect(error.message).toBe(`HTTP 200, but the access token in it ${problem}`);
    expect(error.facts).toEqual({
      kind: 'unexpected-answer',
      transient: false,
      status: 200,
      effect: 'done',
    });
  });
});

import { describe, expect, test } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';

import { signAssertion } from '../../src/jwt.ts';
import { ACCOUNT_ID, PRIVATE_KEY, PUBLIC_KEY } from './helpers/service-account.ts';

const NOW_S = 1_800_000_000;

describe('the assertion', () => {
  test('has the documented header and claims and nothing else', () => {
    const assertion = signAssertion(ACCOUNT_ID, ['publishing', 'gss'], PRIVATE_KEY, NOW_S * 1000);

    expect(decodeProtectedHeader(assertion)).toEqual({ alg: 'RS256', typ: 'JWT' });
    expect(decodeJwt(assertion)).toEqual({
      iss: ACCOUNT_ID,
      scopes: ['publishing', 'gss'],
      iat: NOW_S - 30,
      exp: NOW_S - 30 + 300,
    });
  });

  test('tells one scope as a list as well', () => {
    const assertion = signAssertion(ACCOUNT_ID, ['gss'], PRIVATE_KEY, NOW_S * 1000);

    expect(decodeJwt(assertion)['scopes']).toEqual(['gss']);
  });

  test.each([0, 1, 499, 500, 999])('is never dated ahead: %d ms are cut off', (ms) => {
    const assertion = signAssertion(ACCOUNT_ID, ['gss'], PRIVATE_KEY, NOW_S * 1000 + ms);

    expect(decodeJwt(assertion)).toMatchObject({ iat: NOW_S - 30, exp: NOW_S + 270 });
  });

  test('verifies with the public key of the account, by another library', async () => {
    const assertion = signAssertion(ACCOUNT_ID, ['gss'], PRIVATE_KEY, NOW_S * 1000);

    const { payload } = await jwtVerify(assertion, PUBLIC_KEY, {
      algorithms: ['RS256'],
      issuer: ACCOUNT_ID,
      currentDate: new Date(NOW_S * 1000),
    });
    expect(payload.iss).toBe(ACCOUNT_ID);
  });
});

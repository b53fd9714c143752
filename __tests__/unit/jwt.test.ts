import { expect, test } from '@jest/globals';
import { jwtVerify } from 'jose';

import { signAssertion } from '../../src/jwt.ts';
import { ACCOUNT_ID, PRIVATE_KEY, PUBLIC_KEY } from './helpers/service-account.ts';

const NOW_S = 1_800_000_000;

test.each([0, 1, 499, 500, 999])(
  'the assertion has the documented header and claims and nothing else; %d ms are dropped',
  async (ms) => {
    const scopes = ms === 0 ? (['gss'] as const) : (['publishing', 'gss'] as const);
    const assertion = signAssertion(ACCOUNT_ID, scopes, PRIVATE_KEY, NOW_S * 1000 + ms);

    const iat = NOW_S - 30;
    const verified = await jwtVerify(assertion, PUBLIC_KEY, {
      currentDate: new Date(NOW_S * 1000),
    });
    expect(verified.protectedHeader).toEqual({ alg: 'RS256', typ: 'JWT' });
    expect(verified.payload).toEqual({ iss: ACCOUNT_ID, scopes, iat, exp: iat + 300 });
  },
);

import { describe, expect, test } from '@jest/globals';

import { explainFailure, type FailedCall } from '../../src/explain-failure.ts';
import type {
  CallHistory,
  FailureFacts,
  FailureKind,
  GalaxyStoreError,
} from '../../src/galaxy-store/errors.ts';
import type { HelpTopic } from '../../src/user-error.ts';
import { failed as failure } from './helpers/failures.ts';

const CALL: FailedCall = {
  operation: 'create',
  serviceAccountId: 'account-1',
  apiUrl: 'https://devapi.samsungapps.com',
  scopes: ['publishing', 'gss'],
};

const failed = (
  kind: FailureKind,
  facts: Partial<FailureFacts> = {},
  history: Partial<CallHistory> = {},
): GalaxyStoreError => failure({ kind, transient: false, ...facts }, history);

function explain(error: GalaxyStoreError, call: Partial<FailedCall> = {}): string {
  return explainFailure(error, { ...CALL, ...call }).message;
}

const UNKNOWN_TOKENS =
  'The Galaxy Store may have created TOKENS that nobody knows. If that worries you, delete the service ' +
  'account in Seller Portal, which ends all its tokens, and create a new one.';
const API_URL_OR_PROXY =
  'Check api-url (https://devapi.samsungapps.com), and whether a proxy or a log-in page stands ' +
  'between the runner and the API.';
const NOT_SENT = 'Nothing was sent to the Galaxy Store.';
const CREDENTIALS = 'Check HTTPS_PROXY (address, port, user name and password)';
const LET_THROUGH = 'Ask those who run the proxy to let the host through';
const DIRECTLY = 'or name the host in NO_PROXY if it can be reached directly.';

describe('a failure of the API', () => {
  test.each<[HelpTopic, GalaxyStoreError, string]>([
    [
      'authentication-refused',
      failed('unauthorised'),
      'The Galaxy Store does not know the service account account-1, or does not accept its assertion. ' +
        'In Seller Portal (Assistance → API Service), check that the account exists and that ' +
        'service-account-id is its ID, and that private-key is the key of this account.',
    ],
    [
      'scope-not-granted',
      failed('scope-not-granted'),
      'The service account account-1 does not have every scope that was asked for (publishing, gss). ' +
        'Ask only for scopes that it has, or create a service account with these scopes in Seller ' +
        'Portal (Assistance → API Service).',
    ],
    [
      'signature-refused',
      failed('assertion-refused'),
      'The signature does not fit the service account account-1. Check that private-key is the key ' +
        'that was downloaded for this account. If it is lost, create a new service account in Seller ' +
        'Portal: a key is shown only once.',
    ],
    [
      'service-unavailable',
      failed('unavailable'),
      'The Galaxy Store cannot serve the request at the moment. Run the job again later.',
    ],
    ...[180_000, 179_001].map((retryAfterMs): [HelpTopic, GalaxyStoreError, string] => [
      'service-unavailable',
      failed('unavailable', { retryAfterMs }, { giveUp: 'retry-after' }),
      'The Galaxy Store asks to wait 180 s, longer than this step waits. Run the job again after that.',
    ]),
    [
      'network-fault',
      failed('network'),
      'Check that the runner can reach this address: the firewall, the name server and the proxy ' +
        '(HTTPS_PROXY, NO_PROXY). Then run the job again.',
    ],
    [
      'certificate-refused',
      failed('certificate'),
      'Nothing was sent. If your network decrypts TLS connections with a certificate authority of ' +
        'its own, set NODE_EXTRA_CA_CERTS to the file with its certificate in the environment of the ' +
        'runner. Otherwise do not trust this connection: check api-url, the name server, and the clock.',
    ],
    ['proxy-fault', failed('proxy'), `${NOT_SENT} ${CREDENTIALS}, ${DIRECTLY}`],
    ['proxy-fault', failed('proxy', { status: 407 }), `${NOT_SENT} ${CREDENTIALS}, ${DIRECTLY}`],
    ['proxy-fault', failed('proxy', { status: 403 }), `${NOT_SENT} ${LET_THROUGH}, ${DIRECTLY}`],
    ['proxy-fault', failed('proxy', { status: 499 }), `${NOT_SENT} ${LET_THROUGH}, ${DIRECTLY}`],
    [
      'proxy-fault',
      failed('proxy', { status: 500 }),
      `${NOT_SENT} The proxy cannot connect to it at the moment. Run the job again later, or ask those ` +
        'who run the proxy.',
    ],
    [
      'redirect-refused',
      failed('redirect'),
      `Redirects are not followed, because the credential would follow too. ${API_URL_OR_PROXY}`,
    ],
    [
      'unexpected-answer',
      failed('unexpected-answer'),
      `The Galaxy Store Developer API is not known to answer so. ${API_URL_OR_PROXY}`,
    ],
    ['job-cancelled', failed('cancelled'), 'Nothing is left to do.'],
  ])('has the heading %s, and says what to do: %#', (topic, error, advice) => {
    const explained = explainFailure(error, CALL);

    expect(explained.topic).toBe(topic);
    expect(explained.message).toBe(`No access token could be created: HTTP 503. ${advice}`);
    expect(explained.cause).toBe(error);
  });

  test('of the check is told as such', () => {
    expect(explain(failed('unauthorised'), { operation: 'check' })).toBe(
      'The new access token did not pass the check: HTTP 503. The Galaxy Store does not accept ' +
        'the token that it has just created. Run the job again; if that does not help, check that the ' +
        'service account still exists in Seller Portal.',
    );
  });

  test('tells how often it was tried', () => {
    const history = { attempts: 3, elapsedMs: 7000 };

    expect(explain(failed('unavailable', {}, history))).toMatch(
      /^No access token could be created: HTTP 503 \(after 3 attempts in 7 s\)\. The/,
    );
  });

  test.each([
    [0, 'Nothing is left to do.'],
    [1, UNKNOWN_TOKENS.replace('TOKENS', 'an access token')],
    [3, UNKNOWN_TOKENS.replace('TOKENS', 'up to 3 access tokens')],
  ])('speaks of tokens that nobody knows where there may be any: %d', (unknownTokens, words) => {
    expect(explain(failed('cancelled', {}, { unknownTokens }))).toBe(
      `No access token could be created: HTTP 503. ${words}`,
    );
    expect(explain(failure())).not.toContain('nobody knows');
  });
});

describe('a clock that is wrong', () => {
  const skewed = (kind: FailureKind, clockSkewMs: number, signedWithServerTime?: boolean) =>
    failed(kind, { clockSkewMs, signedWithServerTime });
  const REFUSED_AS_WELL =
    'An assertion signed with the time of the Galaxy Store was refused as well. Set the clock of the ' +
    'runner first; if the call is still refused then, check that service-account-id and private-key ' +
    'belong together.';
  const NOT_SIGNED =
    'That is more than a day, so no assertion was signed for that time. Set the clock of the runner. If ' +
    'it is right, check api-url, and whether a proxy stands between the runner and the API.';

  test.each([
    [skewed('unauthorised', 30_001, true), '30 seconds behind', REFUSED_AS_WELL],
    [skewed('unauthorised', -7_200_000, true), '2 hours ahead of', REFUSED_AS_WELL],
    [skewed('assertion-refused', 30_001, true), '30 seconds behind', REFUSED_AS_WELL],
    [skewed('unauthorised', 86_400_001), '1 day behind', NOT_SIGNED],
    [skewed('assertion-refused', -259_200_000), '3 days ahead of', NOT_SIGNED],
  ])('is the first thing to mend: %#', (error, words, advice) => {
    const explained = explainFailure(error, CALL);

    expect(explained.topic).toBe('clock-is-wrong');
    expect(explained.message).toBe(
      'No access token could be created: HTTP 503. ' +
        `The clock of this machine is ${words} the clock of the Galaxy Store. ${advice}`,
    );
  });

  test.each([
    failed('unauthorised', { signedWithServerTime: true }),
    skewed('unauthorised', 3_600_000, false),
    skewed('assertion-refused', 3_600_000),
    skewed('scope-not-granted', 3_600_000, true),
    skewed('unavailable', 3_600_000, true),
  ])('is not to blame: %#', (error) => {
    const { topic, message } = explainFailure(error, CALL);

    expect(topic).not.toBe('clock-is-wrong');
    expect(message).not.toContain('clock of this machine');
  });
});

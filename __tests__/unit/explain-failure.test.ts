import { describe, expect, test } from '@jest/globals';

import { explainFailure } from '../../src/explain-failure.ts';
import type { FailedCall } from '../../src/explain-failure.ts';
import type {
  CallHistory,
  FailureFacts,
  FailureKind,
  GalaxyStoreError,
} from '../../src/galaxy-store/errors.ts';
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

/** Expects a heading and a message, which begins like all of them. */
function expectExplained(error: GalaxyStoreError, topic: string, remedy: string): void {
  const explained = explainFailure(error, CALL);
  expect(explained.topic).toBe(topic);
  expect(explained.message).toBe(`No access token could be created: HTTP 503. ${remedy}`);
  expect(explained.cause).toBe(error);
}

const API_URL_OR_PROXY =
  'Check api-url (https://devapi.samsungapps.com), and whether a proxy or a log-in page stands ' +
  'between the runner and the API.';

describe('a failure of the API', () => {
  test.each<[FailureKind, string, string]>([
    [
      'unauthorised',
      'authentication-refused',
      'The Galaxy Store does not know the service account account-1, or does not accept its assertion. ' +
        'In Seller Portal (Assistance → API Service), check that the account exists and that ' +
        'service-account-id is its ID, and that private-key is the key of this account.',
    ],
    [
      'scope-not-granted',
      'scope-not-granted',
      'The service account account-1 does not have every scope that was asked for (publishing, gss). ' +
        'Ask only for scopes that it has, or create a service account with these scopes in Seller ' +
        'Portal (Assistance → API Service).',
    ],
    [
      'assertion-refused',
      'signature-refused',
      'The signature does not fit the service account account-1. Check that private-key is the key ' +
        'that was downloaded for this account. If it is lost, create a new service account in Seller ' +
        'Portal: a key is shown only once.',
    ],
    [
      'unavailable',
      'service-unavailable',
      'The Galaxy Store cannot serve the request at the moment. Run the job again later.',
    ],
    [
      'network',
      'network-fault',
      'Check that the runner can reach this address: the firewall, the name server and the proxy ' +
        '(HTTPS_PROXY, NO_PROXY). Then run the job again.',
    ],
    [
      'certificate',
      'certificate-refused',
      'Nothing was sent. If your network decrypts TLS connections with a certificate authority of ' +
        'its own, set NODE_EXTRA_CA_CERTS to the file with its certificate in the environment of the ' +
        'runner. Otherwise do not trust this connection: check api-url, the name server, and the clock.',
    ],
    [
      'redirect',
      'redirect-refused',
      `Redirects are not followed, because the credential would follow too. ${API_URL_OR_PROXY}`,
    ],
    [
      'unexpected-answer',
      'unexpected-answer',
      `The Galaxy Store Developer API is not known to answer so. ${API_URL_OR_PROXY}`,
    ],
    ['cancelled', 'job-cancelled', 'Nothing is left to do.'],
  ])('%s says what to do, and where to read more', (kind, topic, remedy) => {
    expectExplained(failed(kind), topic, remedy);
  });

  const DIRECTLY = 'or name the host in NO_PROXY if it can be reached directly.';
  const CREDENTIALS = 'Check HTTPS_PROXY (address, port, user name and password)';
  const LET_THROUGH = 'Ask those who run the proxy to let the host through';

  test.each([
    [undefined, `${CREDENTIALS}, ${DIRECTLY}`],
    [407, `${CREDENTIALS}, ${DIRECTLY}`],
    [403, `${LET_THROUGH}, ${DIRECTLY}`],
    [499, `${LET_THROUGH}, ${DIRECTLY}`],
    [
      500,
      'The proxy cannot connect to it at the moment. Run the job again later, or ask those who run the proxy.',
    ],
  ])('of a proxy that answers %s says what to do there', (status, remedy) => {
    const error = failed('proxy', status === undefined ? {} : { status });

    expectExplained(error, 'proxy-fault', `Nothing was sent to the Galaxy Store. ${remedy}`);
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
    [180_000, 180],
    [180_001, 181],
  ])('tells a wait of %d ms that was too long as %d s', (retryAfterMs, seconds) => {
    const error = failed('unavailable', { retryAfterMs }, { giveUp: 'retry-after' });

    expect(explain(error)).toBe(
      `No access token could be created: HTTP 503. The Galaxy Store asks to wait ${seconds} s, ` +
        'longer than this step waits. Run the job again after that.',
    );
  });

  const TOKENS =
    ' The Galaxy Store may have created TOKENS that nobody knows. If that worries you, delete the ' +
    'service account in Seller Portal, which ends all its tokens, and create a new one.';

  test.each([
    [0, ' Run the job again later.'],
    [1, TOKENS.replace('TOKENS', 'an access token')],
    [3, TOKENS.replace('TOKENS', 'up to 3 access tokens')],
  ])('speaks of tokens that nobody knows where there may be any: %d', (unknownTokens, words) => {
    expect(explain(failed('unavailable', {}, { unknownTokens })).endsWith(words)).toBe(true);
    expect(explain(failure())).not.toContain('nobody knows');
    expect(explain(failed('cancelled', {}, { unknownTokens: 1 }))).toMatch(
      /^No access token could be created: HTTP 503\. The Galaxy Store may have created/,
    );
  });
});

describe('a clock that is wrong', () => {
  test.each<[FailureKind, number, string]>([
    ['unauthorised', 30_001, '30 seconds behind'],
    ['unauthorised', -7_200_000, '2 hours ahead of'],
    ['assertion-refused', 30_001, '30 seconds behind'],
  ])('is the first thing to mend: %s, %d ms', (kind, clockSkewMs, words) => {
    expectExplained(
      failed(kind, { clockSkewMs, signedWithServerTime: true }),
      'clock-is-wrong',
      `The clock of this machine is ${words} the clock of the Galaxy Store. An assertion signed with ` +
        'the time of the Galaxy Store was refused as well. Set the clock of the runner first; if the call ' +
        'is still refused then, check that service-account-id and private-key belong together.',
    );
  });

  test.each<[FailureKind, number, string]>([
    ['unauthorised', 86_400_001, '1 day behind'],
    ['assertion-refused', -259_200_000, '3 days ahead of'],
  ])('by more than a day is not corrected: %s, %d ms', (kind, clockSkewMs, words) => {
    expectExplained(
      failed(kind, { clockSkewMs }),
      'clock-is-wrong',
      `The clock of this machine is ${words} the clock of the Galaxy Store. That is more than a day, so ` +
        'no assertion was signed for that time. Set the clock of the runner. If it is right, check ' +
        'api-url, and whether a proxy stands between the runner and the API.',
    );
  });

  test.each<[FailureKind, Partial<FailureFacts>]>([
    ['unauthorised', { signedWithServerTime: true }],
    ['unauthorised', { clockSkewMs: 3_600_000, signedWithServerTime: false }],
    ['assertion-refused', { clockSkewMs: 3_600_000 }],
    ['scope-not-granted', { clockSkewMs: 3_600_000, signedWithServerTime: true }],
    ['unavailable', { clockSkewMs: 3_600_000, signedWithServerTime: true }],
  ])('is not to blame for %s with %j', (kind, facts) => {
    const error = explainFailure(failed(kind, facts), CALL);

    expect(error.topic).not.toBe('clock-is-wrong');
    expect(error.message).not.toContain('clock of this machine');
  });
});

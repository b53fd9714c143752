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

const UNKNOWN_ACCOUNT =
  'The Galaxy Store does not know the service account account-1, or does not accept its assertion. ' +
  'In Seller Portal (Assistance → API Service), check that the account exists and that ' +
  'service-account-id is its ID, and that private-key is the key of this account.';

const failed = (
  kind: FailureKind,
  facts: Partial<FailureFacts> = {},
  history: Partial<CallHistory> = {},
): GalaxyStoreError => failure({ kind, transient: false, ...facts }, history);

function explain(error: GalaxyStoreError, call: Partial<FailedCall> = {}): string {
  return explainFailure(error, { ...CALL, ...call }).message;
}

describe('a failure of the API', () => {
  test.each<[FailureKind, string, string]>([
    ['unauthorised', 'authentication-refused', UNKNOWN_ACCOUNT],
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
      'proxy',
      'proxy-fault',
      'Nothing was sent to the Galaxy Store. Check HTTPS_PROXY (address, port, user name and ' +
        'password), or name the host in NO_PROXY if it can be reached directly.',
    ],
    [
      'redirect',
      'redirect-refused',
      'Redirects are not followed, because the credential would follow too. Check api-url ' +
        '(https://devapi.samsungapps.com), and whether a proxy or a log-in page stands between the ' +
        'runner and the API.',
    ],
    [
      'unexpected-answer',
      'unexpected-answer',
      'The Galaxy Store Developer API is not known to answer so. Check api-url ' +
        '(https://devapi.samsungapps.com), and whether a proxy or a log-in page stands between the ' +
        'runner and the API.',
    ],
  ])('%s says what to do, and where to read more', (kind, topic, remedy) => {
    const cause = failed(kind);
    const error = explainFailure(cause, CALL);

    expect(error.topic).toBe(topic);
    expect(error.message).toBe(`No access token could be created: HTTP 503. ${remedy}`);
    expect(error.cause).toBe(cause);
  });

  test('of a cancelled job says whether anything is left to do', () => {
    const explained = explainFailure(failed('cancelled', {}, {}), CALL);
    expect(explained.topic).toBe('job-cancelled');
    expect(explained.message).toBe(
      'No access token could be created: HTTP 503. Nothing is left to do.',
    );
    expect(explain(failed('cancelled', {}, { unknownTokens: 1 }))).toMatch(
      /^No access token could be created: HTTP 503\. The Galaxy Store may have created/,
    );
  });

  test('of the check is told as such', () => {
    expect(explain(failed('unauthorised'), { operation: 'check' })).toBe(
      'The new access token did not pass the check: HTTP 503. The Galaxy Store does not accept ' +
        'the token that it has just created. Run the job again; if that does not help, check that the ' +
        'service account still exists in Seller Portal.',
    );
  });

  test.each([
    [
      407,
      'Check HTTPS_PROXY (address, port, user name and password), or name the host in NO_PROXY if it can be ' +
        'reached directly.',
    ],
    [
      403,
      'Ask those who run the proxy to let the host through, or name the host in NO_PROXY if it can be ' +
        'reached directly.',
    ],
    [
      499,
      'Ask those who run the proxy to let the host through, or name the host in NO_PROXY if it can be ' +
        'reached directly.',
    ],
    [
      500,
      'The proxy cannot connect to it at the moment. Run the job again later, or ask those who run the proxy.',
    ],
  ])('of a proxy that answers %d says what to do there', (status, remedy) => {
    expect(explain(failed('proxy', { status }))).toBe(
      `No access token could be created: HTTP 503. Nothing was sent to the Galaxy Store. ${remedy}`,
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
    expect(explain(failed('unavailable', { retryAfterMs }, { giveUp: 'retry-after' }))).toBe(
      `No access token could be created: HTTP 503. The Galaxy Store asks to wait ${seconds} s, ` +
        'longer than this step waits. Run the job again after that.',
    );
  });
});

describe('a clock that is wrong', () => {
  const remedy = (words: string): string =>
    `The clock of this machine is ${words} the clock of the Galaxy Store. An assertion signed with ` +
    'the time of the Galaxy Store was refused as well. Set the clock of the runner first; if the call ' +
    'is still refused then, check that service-account-id and private-key belong together.';

  test.each<[FailureKind, number, string]>([
    ['unauthorised', 30_001, '30 seconds behind'],
    ['unauthorised', -7_200_000, '2 hours ahead of'],
    ['assertion-refused', 30_001, '30 seconds behind'],
  ])('is the first thing to mend: %s, %d ms', (kind, clockSkewMs, words) => {
    const error = explainFailure(failed(kind, { clockSkewMs, signedWithServerTime: true }), CALL);

    expect(error.topic).toBe('clock-is-wrong');
    expect(error.message).toBe(`No access token could be created: HTTP 503. ${remedy(words)}`);
  });

  test.each<[FailureKind, number, string]>([
    ['unauthorised', 86_400_001, '1 day behind'],
    ['assertion-refused', -259_200_000, '3 days ahead of'],
  ])('by more than a day is not corrected: %s, %d ms', (kind, clockSkewMs, words) => {
    const error = explainFailure(failed(kind, { clockSkewMs }), CALL);

    expect(error.topic).toBe('clock-is-wrong');
    expect(error.message).toBe(
      `No access token could be created: HTTP 503. The clock of this machine is ${words} the clock of the ` +
        'Galaxy Store. That is more than a day, so no assertion was signed for that time. Set the clock of ' +
        'the runner. If it is right, check api-url, and whether a proxy stands between the runner and the API.',
    );
  });

  test('is not blamed where the answer does not tell its own', () => {
    const error = explainFailure(failed('unauthorised', { signedWithServerTime: true }), CALL);

    expect(error.topic).toBe('authentication-refused');
  });

  test.each<[FailureKind, boolean | undefined]>([
    ['unauthorised', false],
    ['assertion-refused', undefined],
    ['scope-not-granted', true],
    ['unavailable', true],
  ])('is not to blame for %s, signed again: %s', (kind, signedWithServerTime) => {
    const facts = { clockSkewMs: 3_600_000, signedWithServerTime };
    const error = explainFailure(failed(kind, facts), CALL);

    expect(error.topic).not.toBe('clock-is-wrong');
    expect(error.message).not.toContain('clock of this machine');
  });
});

describe('tokens that nobody knows', () => {
  const word = (tokens: string): string =>
    ` The Galaxy Store may have created ${tokens} that nobody knows. If that worries you, delete the ` +
    'service account in Seller Portal, which ends all its tokens, and create a new one.';

  test.each([
    [0, ''],
    [1, word('an access token')],
    [3, word('up to 3 access tokens')],
  ])('are spoken of where there may be any: %d', (unknownTokens, words) => {
    const message = explain(failed('unavailable', {}, { unknownTokens }));

    expect(explain(failure())).not.toContain('nobody knows');
    expect(message.includes('nobody knows')).toBe(words !== '');
    expect(message.endsWith(words)).toBe(true);
  });
});

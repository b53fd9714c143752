import { describeSkew, isTooLarge, skewToBlame } from './galaxy-store/clock-skew.ts';
import type { FailureKind, GalaxyStoreError } from './galaxy-store/errors.ts';
import type { Inputs } from './inputs.ts';
import { UserError, type HelpTopic } from './user-error.ts';

/** What the main job asked of the API when it failed. */
export interface FailedCall extends Pick<Inputs, 'serviceAccountId' | 'apiUrl' | 'scopes'> {
  readonly operation: 'create' | 'check';
}

const WHAT_FAILED = {
  create: 'No access token could be created',
  check: 'The new access token did not pass the check',
} as const;

const TOPICS: Readonly<Record<FailureKind, HelpTopic>> = {
  unauthorised: 'authentication-refused',
  'scope-not-granted': 'scope-not-granted',
  'assertion-refused': 'signature-refused',
  unavailable: 'service-unavailable',
  network: 'network-fault',
  certificate: 'certificate-refused',
  proxy: 'proxy-fault',
  redirect: 'redirect-refused',
  'unexpected-answer': 'unexpected-answer',
  cancelled: 'job-cancelled',
};

/** Turns a failure of the API into a message that says what failed, why, and what to do. */
export function explainFailure(error: GalaxyStoreError, call: FailedCall): UserError {
  const skewMs = skewToBlame(error);
  const [topic, advice] =
    skewMs === undefined
      ? [TOPICS[error.facts.kind], adviceFor(error, call)]
      : (['clock-is-wrong', clockAdvice(skewMs)] as const);
  const whatFailed = `${WHAT_FAILED[call.operation]}: ${error.reason}.`;
  const sentences = [whatFailed, advice, unknownTokens(error)].filter(Boolean);
  return new UserError(topic, sentences.join(' '), { cause: error });
}

function clockAdvice(skewMs: number): string {
  const difference = `The clock of this machine is ${describeSkew(skewMs)} the clock of the Galaxy Store.`;
  return isTooLarge(skewMs)
    ? `${difference} That is more than a day, so no assertion was signed for that time. Set the clock of the ` +
        'runner. If it is right, check api-url, and whether a proxy stands between the runner and the API.'
    : `${difference} An assertion signed with the time of the Galaxy Store was refused as well. Set the ` +
        'clock of the runner first; if the call is still refused then, check that service-account-id and ' +
        'private-key belong together.';
}

function adviceFor({ facts, history }: GalaxyStoreError, call: FailedCall): string {
  const { operation, serviceAccountId, apiUrl, scopes } = call;
  switch (facts.kind) {
    case 'unauthorised':
      return operation === 'create'
        ? `The Galaxy Store does not know the service account ${serviceAccountId}, or does not accept ` +
            'its assertion. In Seller Portal (Assistance → API Service), check that the account exists ' +
            'and that service-account-id is its ID, and that private-key is the key of this account.'
        : 'The Galaxy Store does not accept the token that it has just created. Run the job again; if ' +
            'that does not help, check that the service account still exists in Seller Portal.';
    case 'scope-not-granted':
      return (
        `The service account ${serviceAccountId} does not have every scope that was asked for ` +
        `(${scopes.join(', ')}). Ask only for scopes that it has, or create a service account with ` +
        'these scopes in Seller Portal (Assistance → API Service).'
      );
    case 'assertion-refused':
      return (
        `The signature does not fit the service account ${serviceAccountId}. Check that private-key is ` +
        'the key that was downloaded for this account. If it is lost, create a new service account in ' +
        'Seller Portal: a key is shown only once.'
      );
    case 'unavailable':
      return history?.giveUp === 'retry-after'
        ? `The Galaxy Store asks to wait ${Math.ceil(Number(facts.retryAfterMs) / 1000)} s, longer than ` +
            'this step waits. Run the job again after that.'
        : 'The Galaxy Store cannot serve the request at the moment. Run the job again later.';
    case 'network':
      return (
        'Check that the runner can reach this address: the firewall, the name server and the proxy ' +
        '(HTTPS_PROXY, NO_PROXY). Then run the job again.'
      );
    case 'certificate':
      return (
        'Nothing was sent. If your network decrypts TLS connections with a certificate authority of ' +
        'its own, set NODE_EXTRA_CA_CERTS to the file with its certificate in the environment of the ' +
        'runner. Otherwise do not trust this connection: check api-url, the name server, and the clock.'
      );
    case 'proxy':
      return `Nothing was sent to the Galaxy Store. ${proxyAdvice(facts.status)}`;
    case 'redirect':
      return (
        'Redirects are not followed, because the credential would follow too. Check api-url ' +
        `(${apiUrl}), and whether a proxy or a log-in page stands between the runner and the API.`
      );
    case 'unexpected-answer':
      return (
        `The Galaxy Store Developer API is not known to answer so. Check api-url (${apiUrl}), and whether a ` +
        'proxy or a log-in page stands between the runner and the API.'
      );
    case 'cancelled':
      return history?.unknownTokens === 0 ? 'Nothing is left to do.' : '';
  }
}

/** @param status - what the proxy answered, if it did */
function proxyAdvice(status: number | undefined): string {
  if (Number(status) >= 500) {
    return 'The proxy cannot connect to it at the moment. Run the job again later, or ask those who run the proxy.';
  }
  const advice =
    status === undefined || status === 407
      ? 'Check HTTPS_PROXY (address, port, user name and password)'
      : 'Ask those who run the proxy to let the host through';
  return `${advice}, or name the host in NO_PROXY if it can be reached directly.`;
}

/** A call that is given up may have created tokens that nobody knows. */
function unknownTokens({ history }: GalaxyStoreError): string {
  const count = history?.unknownTokens ?? 0;
  if (count === 0) return '';
  return (
    `The Galaxy Store may have created ${count === 1 ? 'an access token' : `up to ${count} access tokens`} ` +
    'that nobody knows. If that worries you, delete the service account in Seller Portal, which ends ' +
    'all its tokens, and create a new one.'
  );
}

import { REPOSITORY_URL, VERSION } from './project.ts';

/** What it means that a token could not be revoked, and what to do. */
export const TOKEN_REMAINS =
  'The token stays valid, and this action does not hold it any more. To end it, delete ' +
  'the service account in Seller Portal (Assistance → API Service) and create a new one.';

/** The headings of docs/troubleshooting.md, as the anchors that GitHub makes of them. */
export type HelpTopic =
  | 'private-key-missing'
  | 'private-key-is-a-public-key'
  | 'private-key-is-a-certificate'
  | 'private-key-is-a-certificate-request'
  | 'private-key-is-encrypted'
  | 'private-key-is-not-rsa'
  | 'private-key-is-in-openssh-format'
  | 'private-key-is-too-short'
  | 'private-key-is-damaged'
  | 'private-key-is-not-the-only-one'
  | 'private-key-is-a-placeholder'
  | 'private-key-is-a-file-path'
  | 'private-key-is-an-expression'
  | 'private-key-is-a-json-document'
  | 'private-key-is-the-service-account-id'
  | 'private-key-is-not-a-key'
  | 'private-key-is-too-long'
  | 'service-account-id-missing'
  | 'service-account-id-is-not-an-id'
  | 'service-account-id-is-a-key'
  | 'scopes-not-allowed'
  | 'not-a-boolean'
  | 'api-url-not-allowed'
  | 'authentication-refused'
  | 'scope-not-granted'
  | 'signature-refused'
  | 'clock-is-wrong'
  | 'service-unavailable'
  | 'network-fault'
  | 'certificate-refused'
  | 'proxy-fault'
  | 'redirect-refused'
  | 'unexpected-answer'
  | 'runner-file-not-writable'
  | 'revocation-failed'
  | 'job-cancelled';

/**
 * A failure that a user can do something about. Its message says what failed, why, and what to do, and
 * never contains a secret.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError';

  /** The heading of docs/troubleshooting.md that explains the failure. */
  readonly topic: HelpTopic;

  constructor(topic: HelpTopic, message: string, options?: ErrorOptions) {
    super(message, options);
    this.topic = topic;
  }
}

/** One or more inputs are wrong. */
export class InputsError extends Error {
  override readonly name = 'InputsError';
  readonly problems: readonly UserError[];

  constructor(problems: readonly UserError[]) {
    super(`${problems.length} inputs need to be changed.`);
    this.problems = problems;
  }
}

/** The heading of docs/troubleshooting.md that explains a failure, as it is in this very version. */
export function helpUrl(topic: HelpTopic): string {
  return `${REPOSITORY_URL}/blob/v${VERSION}/docs/troubleshooting.md#${topic}`;
}

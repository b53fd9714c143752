import type { StepResult } from '../../runner/step.ts';
import { explainFailure } from '../../src/explain-failure.ts';
import { parseApiUrl } from '../../src/api-url.ts';
import { GalaxyStoreError } from '../../src/galaxy-store/errors.ts';
import type { CallHistory, FailureFacts } from '../../src/galaxy-store/errors.ts';
import { readInputs } from '../../src/inputs.ts';
import { refuse } from '../../src/private-key/messages.ts';
import { parseScopes } from '../../src/scopes.ts';
import { readServiceAccountId } from '../../src/service-account-id.ts';
import { InputsError, UserError } from '../../src/user-error.ts';
import type { HelpTopic } from '../../src/user-error.ts';
import { tried } from '../unit/helpers/failures.ts';
import { faultsOf, slow } from '../helpers/fault-plans.ts';
import { untilCalled, withScene } from '../../runner/scene.ts';
import type { Scene, SceneOptions } from '../../runner/scene.ts';

/** How often a fault was tried in the examples of docs/troubleshooting.md. */
const history = (seconds: number): CallHistory =>
  tried({ attempts: 8, elapsedMs: seconds * 1000, giveUp: 'attempts' });

function failed(
  message: string,
  kind: FailureFacts['kind'],
  options: { readonly history?: CallHistory; readonly clockSkewMs?: number } = {},
): UserError {
  const { clockSkewMs } = options;
  const signedWithServerTime = clockSkewMs !== undefined;
  const facts = {
    kind,
    transient: false,
    effect: 'none',
    clockSkewMs,
    signedWithServerTime,
  } as const;
  return explainFailure(
    new GalaxyStoreError(message, facts, options.history ? { history: options.history } : {}),
    {
      operation: 'create',
      serviceAccountId: 'my-account',
      apiUrl: 'https://devapi.samsungapps.com',
      scopes: ['publishing', 'gss'],
    },
  );
}

function refused(read: () => unknown): UserError {
  try {
    read();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

function refusedId(text: string): UserError {
  const { problem } = readServiceAccountId(text);
  if (problem) return problem;
  throw new Error('Nothing was refused.');
}

function refusedBoolean(): UserError {
  const getInput = (name: string): string => (name === 'verify' ? 'yes' : '');
  try {
    readInputs({ getInput, setSecret: () => undefined });
  } catch (error) {
    const problems = error instanceof InputsError ? error.problems : [];
    const problem = problems.find(({ topic }) => topic === 'not-a-boolean');
    if (problem) return problem;
  }
  throw new Error('Nothing was refused.');
}

async function unwritableFile(): Promise<string> {
  return messageOf({}, (scene) => scene.main({}, { missingFiles: ['GITHUB_STATE'] }));
}

async function failedRevocation(): Promise<string> {
  const faults = faultsOf('revoke', { kind: 'status', status: 503 });
  return messageOf({ faults, speed: 50 }, async (scene) => scene.post(await scene.main()));
}

async function cancelledJob(): Promise<string> {
  return messageOf({ faults: slow('create', 400) }, async (scene) => {
    const step = scene.startMain();
    await untilCalled(scene, 'create');
    step.process.kill('SIGINT');
    return step.result;
  });
}

async function messageOf(
  options: SceneOptions,
  play: (scene: Scene) => Promise<StepResult>,
): Promise<string> {
  let log = '';
  await withScene(options, async (scene) => {
    log = (await play(scene)).log;
  });
  return log;
}

/** Topics whose message is made by a whole job, not by a part of the source. */
type TopicOfAJob = 'runner-file-not-writable' | 'revocation-failed' | 'job-cancelled';

const MESSAGES_OF_A_JOB: Readonly<Record<TopicOfAJob, () => Promise<string>>> = {
  'runner-file-not-writable': unwritableFile,
  'revocation-failed': failedRevocation,
  'job-cancelled': cancelledJob,
};

const MESSAGES: Readonly<Record<Exclude<HelpTopic, TopicOfAJob>, UserError>> = {
  'private-key-missing': refuse('private-key-missing'),
  'private-key-is-a-public-key': refuse('private-key-is-a-public-key'),
  'private-key-is-a-certificate': refuse('private-key-is-a-certificate'),
  'private-key-is-a-certificate-request': refuse('private-key-is-a-certificate-request'),
  'private-key-is-encrypted': refuse('private-key-is-encrypted'),
  'private-key-is-not-rsa': refuse(
    'private-key-is-not-rsa',
    'holds a private key for elliptic curves (EC).',
  ),
  'private-key-is-in-openssh-format': refuse('private-key-is-in-openssh-format'),
  'private-key-is-too-short': refuse(
    'private-key-is-too-short',
    'holds an RSA private key of 1024 bits.',
  ),
  'private-key-is-damaged': refuse(
    'private-key-is-damaged',
    'holds a private key that was cut off: the end is missing; 600 of 1217 bytes are there.',
  ),
  'private-key-is-not-the-only-one': refuse('private-key-is-not-the-only-one'),
  'private-key-is-a-placeholder': refuse(
    'private-key-is-a-placeholder',
    'holds what a program prints in place of a value.',
  ),
  'private-key-is-a-file-path': refuse('private-key-is-a-file-path'),
  'private-key-is-an-expression': refuse('private-key-is-an-expression'),
  'private-key-is-a-json-document': refuse('private-key-is-a-json-document'),
  'private-key-is-the-service-account-id': refuse('private-key-is-the-service-account-id'),
  'private-key-is-not-a-key': refuse(
    'private-key-is-not-a-key',
    'holds a text that is no key: it has no BEGIN line, and it is not the base64 text of a key.',
  ),
  'private-key-is-too-long': refuse('private-key-is-too-long'),
  'service-account-id-missing': refusedId(''),
  'service-account-id-is-not-an-id': refusedId('my account'),
  'service-account-id-is-a-key': refusedId('-----BEGIN PRIVATE KEY-----'),
  'scopes-not-allowed': refused(() => parseScopes('publish')),
  'not-a-boolean': refusedBoolean(),
  'api-url-not-allowed': refused(() => parseApiUrl('http://example.com')),
  'authentication-refused': failed(
    'HTTP 401 AUTH_REQUIRE "Not found service account by serviceAccountId"',
    'unauthorised',
  ),
  'scope-not-granted': failed('HTTP 403 NO_PERMISSION "Insufficient scopes"', 'scope-not-granted'),
  'signature-refused': failed('HTTP 500 "invalid signature"', 'assertion-refused'),
  'clock-is-wrong': failed('HTTP 500 "jwt expired"', 'assertion-refused', {
    clockSkewMs: 3 * 3_600_000,
  }),
  'service-unavailable': failed('HTTP 503 with an empty answer', 'unavailable', {
    history: history(21),
  }),
  'network-fault': failed(
    'devapi.samsungapps.com: the connection was refused (ECONNREFUSED)',
    'network',
    { history: history(31) },
  ),
  'certificate-refused': failed(
    'devapi.samsungapps.com: the certificate comes from an authority that is not trusted here (SELF_SIGNED_CERT_IN_CHAIN)',
    'certificate',
  ),
  'proxy-fault': failed(
    'the proxy proxy.example:3128: it wants a user name and a password (HTTP 407)',
    'proxy',
  ),
  'redirect-refused': failed('HTTP 302 to https://login.example', 'redirect'),
  'unexpected-answer': failed('HTTP 200 with text/html that is not JSON', 'unexpected-answer'),
};

/** Every topic, since the two tables must be complete. */
export const TOPICS: readonly string[] = [
  ...Object.keys(MESSAGES),
  ...Object.keys(MESSAGES_OF_A_JOB),
];

/** What a user reads about a topic, to compare docs/troubleshooting.md with. */
export async function realMessage(topic: string): Promise<string> {
  const tables: readonly Readonly<Record<string, UserError | (() => Promise<string>)>>[] = [
    MESSAGES,
    MESSAGES_OF_A_JOB,
  ];
  const found = tables.map((table) => table[topic]).find((entry) => entry !== undefined);
  if (found instanceof UserError) return found.message;
  if (found) return found();
  throw new Error(`There is no message for ${topic}.`);
}

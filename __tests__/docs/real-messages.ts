import type { StepResult } from '../../runner/step.ts';
import { explainFailure } from '../../src/explain-failure.ts';
import { GalaxyStoreError, type FailureFacts } from '../../src/galaxy-store/errors.ts';
import { readInputs } from '../../src/inputs.ts';
import { refuse } from '../../src/private-key/messages.ts';
import { InputsError, UserError, type HelpTopic } from '../../src/user-error.ts';
import { tried } from '../unit/helpers/failures.ts';
import { faultsOf, slow } from '../helpers/fault-plans.ts';
import { rejectionOf } from '../helpers/thrown.ts';
import { untilCalled, withScene } from '../../runner/scene.ts';

/** What the creation of a token fails with, at the end of the attempts where it took so many seconds. */
function failed(
  message: string,
  kind: FailureFacts['kind'],
  { seconds, clockSkewMs }: { readonly seconds?: number; readonly clockSkewMs?: number } = {},
): () => UserError {
  const signedWithServerTime = clockSkewMs !== undefined;
  const effect = 'none' as const;
  const facts = { kind, transient: false, effect, clockSkewMs, signedWithServerTime };
  const ended = { attempts: 8, elapsedMs: (seconds ?? 0) * 1000, giveUp: 'attempts' } as const;
  const history = seconds === undefined ? undefined : tried(ended);
  const error = new GalaxyStoreError(message, facts, undefined, history);
  const call = { operation: 'create', scopes: ['publishing', 'gss'] } as const;
  const service = { serviceAccountId: 'my-account', apiUrl: 'https://devapi.samsungapps.com' };
  return () => explainFailure(error, { ...call, ...service });
}

/** What is said of the private key, with what was found in it where that is not always the same. */
function key(found?: string) {
  return (topic: HelpTopic): UserError => refuse(topic as Parameters<typeof refuse>[0], found);
}

/** What is said of an input, where the others are blank. */
function input(name: string, value: string) {
  return async (topic: HelpTopic): Promise<UserError> => {
    const getInput = (asked: string): string => (asked === name ? value : '');
    const read = readInputs({ getInput, setSecret: () => undefined });
    const { problems } = await rejectionOf(InputsError, read);
    const problem = problems.find((each) => each.topic === topic);
    if (problem) return problem;
    throw new Error(`There is no message for ${topic}.`);
  };
}

function unwritableFile(): Promise<StepResult> {
  return withScene({}, ({ main }) => main({}, { missingFiles: ['GITHUB_STATE'] }));
}

function failedRevocation(): Promise<StepResult> {
  const faults = faultsOf('revoke', { kind: 'status', status: 503 });
  return withScene({ faults, speed: 50 }, async ({ main, post }) => post(await main()));
}

function cancelledJob(): Promise<StepResult> {
  return withScene({ faults: slow('create', 400) }, async (scene) => {
    const step = scene.startMain();
    await untilCalled(scene, 'create');
    step.process.kill('SIGINT');
    return step.result;
  });
}

/** What makes the message of a topic: a part of the source, or a whole job. */
type Maker = (topic: HelpTopic) => UserError | Promise<StepResult | UserError>;

const MESSAGES: Readonly<Record<HelpTopic, Maker>> = {
  'private-key-missing': key(),
  'private-key-is-a-public-key': key(),
  'private-key-is-a-certificate': key(),
  'private-key-is-a-certificate-request': key(),
  'private-key-is-encrypted': key(),
  'private-key-is-not-rsa': key('holds a private key for elliptic curves (EC).'),
  'private-key-is-in-openssh-format': key(),
  'private-key-is-too-short': key('holds an RSA private key of 1024 bits.'),
  'private-key-is-damaged': key(
    'holds a private key that was cut off: the end is missing; 600 of 1217 bytes are there.',
  ),
  'private-key-is-not-the-only-one': key(),
  'private-key-is-a-placeholder': key('holds what a program prints in place of a value.'),
  'private-key-is-a-file-path': key(),
  'private-key-is-an-expression': key(),
  'private-key-is-a-json-document': key(),
  'private-key-is-the-service-account-id': key(),
  'private-key-is-not-a-key': key(
    'holds a text that is no key: it has no BEGIN line, and it is not the base64 text of a key.',
  ),
  'private-key-is-too-long': key(),
  'service-account-id-missing': input('service-account-id', ''),
  'service-account-id-is-not-an-id': input('service-account-id', 'my account'),
  'service-account-id-is-a-key': input('service-account-id', '-----BEGIN PRIVATE KEY-----'),
  'scopes-not-allowed': input('scopes', 'publish'),
  'not-a-boolean': input('verify', 'yes'),
  'api-url-not-allowed': input('api-url', 'http://example.com'),
  'authentication-refused': failed(
    'HTTP 401 AUTH_REQUIRE "Not found service account by serviceAccountId"',
    'unauthorised',
  ),
  'scope-not-granted': failed('HTTP 403 NO_PERMISSION "Insufficient scopes"', 'scope-not-granted'),
  'signature-refused': failed('HTTP 500 "invalid signature"', 'assertion-refused'),
  'clock-is-wrong': failed('HTTP 500 "jwt expired"', 'assertion-refused', {
    clockSkewMs: 10_800_000,
  }),
  'service-unavailable': failed('HTTP 503 with an empty answer', 'unavailable', {
    seconds: 21,
  }),
  'network-fault': failed(
    'devapi.samsungapps.com: the connection was refused (ECONNREFUSED)',
    'network',
    { seconds: 31 },
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
  'runner-file-not-writable': unwritableFile,
  'revocation-failed': failedRevocation,
  'job-cancelled': cancelledJob,
};

export const TOPICS = Object.keys(MESSAGES) as readonly HelpTopic[];

/** What a user reads about a topic, to compare docs/troubleshooting.md with. */
export async function realMessage(topic: HelpTopic): Promise<string> {
  const made = await MESSAGES[topic](topic);
  return made instanceof UserError ? made.message : made.log;
}

import { UserError } from '../user-error.ts';
import type { HelpTopic } from '../user-error.ts';

const NEEDED = 'The RSA private key of the service account is needed';
const SOURCE =
  'Samsung issues it in Seller Portal → Assistance → API Service → Create Service Account → ' +
  'Download Key and shows it once; if it is lost, create a new service account (a seller may have five).';
const STORE =
  'Store the content of the downloaded file, for example with ' +
  '`gh secret set GALAXY_STORE_PRIVATE_KEY < privateKey.txt`.';

function problem(topic: HelpTopic, sentences: readonly string[], cause?: unknown): UserError {
  const message = `private-key: ${sentences.join(' ')}`;
  return new UserError(topic, message, cause === undefined ? undefined : { cause });
}

export function missing(): UserError {
  return problem('private-key-missing', [
    `the input is empty or blank. ${NEEDED}.`,
    'Check that the secret exists and that the workflow spells its name in the same way: a name',
    'that does not exist gives an empty value. Secrets do not reach workflows that a pull request',
    'from a fork starts, and Dependabot has secrets of its own.',
    STORE,
    SOURCE,
  ]);
}

export function tooLong(): UserError {
  return problem('private-key-is-too-long', [
    'the text is longer than 128 KiB, and a private key is shorter than 16 KiB.',
    `${NEEDED}, and nothing else.`,
    STORE,
  ]);
}

export function jsonDocument(text: string): UserError {
  const isGoogle = /"client_email"|"service_account"/.test(text);
  const hasKey = /PRIVATE\s{0,3}KEY|"MII/.test(text);
  return problem('private-key-is-a-json-document', [
    'this is a JSON document, not a private key.',
    isGoogle
      ? 'It looks like a service account file of Google, which the Galaxy Store does not know.'
      : hasKey
        ? 'There is a private key in one of its fields: paste the value of that field only.'
        : 'No private key was found in its fields.',
    `${NEEDED}, without a document around it.`,
    SOURCE,
  ]);
}

export function expression(): UserError {
  return problem('private-key-is-an-expression', [
    'this is the name of a secret or variable, not its value: nothing replaced it.',
    `${NEEDED}. In a workflow write \`private-key: \${{ secrets.GALAXY_STORE_PRIVATE_KEY }}\`,`,
    'with the name of your secret: a dollar sign, two braces, and no quotes of another language.',
    'If the workflow is right, the secret itself holds the name:',
    STORE,
  ]);
}

export function filePath(): UserError {
  return problem('private-key-is-a-file-path', [
    'this is a file path or an address, and the action reads no files.',
    `${NEEDED} itself.`,
    STORE,
  ]);
}

export function serviceAccountId(): UserError {
  return problem('private-key-is-the-service-account-id', [
    'this looks like a service account ID. The two inputs may be swapped: check which secret goes to',
    '`service-account-id` and which to `private-key`.',
    `${NEEDED}, a text of some 1700 characters.`,
    SOURCE,
  ]);
}

export function notAKey(found: string, cause?: unknown): UserError {
  return problem('private-key-is-not-a-key', [`${found} ${NEEDED}.`, STORE, SOURCE], cause);
}

export function publicKey(): UserError {
  return problem('private-key-is-a-public-key', [
    'this is a public key. A public key cannot sign; the other file of the pair is needed, the',
    'private key, which begins with `BEGIN PRIVATE KEY` or `BEGIN RSA PRIVATE KEY`.',
    SOURCE,
  ]);
}

export function certificate(): UserError {
  return problem('private-key-is-a-certificate', [
    'this is a certificate. A certificate holds a public key only; another file is needed, the',
    'private key, which begins with `BEGIN PRIVATE KEY` or `BEGIN RSA PRIVATE KEY`.',
    SOURCE,
  ]);
}

export function certificateRequest(): UserError {
  return problem('private-key-is-a-certificate-request', [
    'this is a certificate request. The Galaxy Store needs none; another file is needed, the',
    'private key, which begins with `BEGIN PRIVATE KEY` or `BEGIN RSA PRIVATE KEY`.',
    SOURCE,
  ]);
}

export function encrypted(cause?: unknown): UserError {
  return problem(
    'private-key-is-encrypted',
    [
      'this private key is encrypted with a passphrase. A key without a passphrase is needed, since',
      'nobody is there to type it. Decrypt it with `openssl pkey -in FILE -out NEW-FILE` and store',
      'the content of NEW-FILE. The key that Samsung issues has no passphrase: is this the right file?',
    ],
    cause,
  );
}

export function openSsh(): UserError {
  return problem('private-key-is-in-openssh-format', [
    "this private key is in OpenSSH's own format. PKCS#8 or PKCS#1 is needed. Convert a copy of the",
    'file with `ssh-keygen -p -m PEM -N "" -f FILE`, which rewrites FILE, and store its content.',
    'The key that Samsung issues is not in this format: is this the right file?',
  ]);
}

export function notRsa(algorithm: string): UserError {
  return problem('private-key-is-not-rsa', [
    `this is a private key for ${algorithm}. ${NEEDED}: the Galaxy Store accepts RS256 signatures`,
    'only. A key cannot be converted to another algorithm, so this is another key than the one that',
    'Samsung issued.',
    SOURCE,
  ]);
}

export function tooShort(bits: number): UserError {
  return problem('private-key-is-too-short', [
    `this RSA private key has ${bits} bits. At least 2048 bits are needed for RS256 (RFC 7518,`,
    'section 3.3). A key cannot be made longer, so create a new service account.',
    SOURCE,
  ]);
}

export function damaged(found: string, cause?: unknown): UserError {
  const sentences = [found, `${NEEDED}, whole and unchanged.`, STORE, SOURCE];
  return problem('private-key-is-damaged', sentences, cause);
}

import { UserError } from '../user-error.ts';
import type { HelpTopic } from '../user-error.ts';

const NEEDED = 'The RSA private key of the service account is needed';
const SOURCE =
  'Samsung issues the key in Seller Portal → Assistance → API Service → Create Service Account → ' +
  'Download Key and shows it once; if it is lost, create a new service account (a seller may have five).';
const STORE =
  'Store the content of the downloaded file, for example with ' +
  '`gh secret set GALAXY_STORE_PRIVATE_KEY < privateKey.txt`.';

function problem(topic: HelpTopic, sentences: readonly string[]): UserError {
  return new UserError(topic, `private-key ${sentences.join(' ')}`);
}

export function missing(): UserError {
  return problem('private-key-missing', [
    `is missing or blank. ${NEEDED}.`,
    'Check that the secret exists and that the workflow spells its name in the same way: a name',
    'that does not exist gives an empty value. Secrets do not reach workflows that run for a pull',
    'request from a fork, nor those that run for Dependabot, which has secrets of its own.',
    STORE,
    SOURCE,
  ]);
}

export function tooLong(): UserError {
  return problem('private-key-is-too-long', [
    'is longer than 128 KiB, and a private key takes less than 16 KiB.',
    `${NEEDED}, and nothing else.`,
    STORE,
  ]);
}

export function jsonDocument(text: string): UserError {
  const isGoogle = /"client_email"|"service_account"/.test(text);
  const hasKey = /PRIVATE\s{0,3}KEY|"MII|"kty"/.test(text);
  return problem('private-key-is-a-json-document', [
    'holds a JSON document instead of a key.',
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
    'holds the name of a secret or variable instead of its value: nothing replaced it.',
    `${NEEDED}. In a workflow write \`private-key: \${{ secrets.GALAXY_STORE_PRIVATE_KEY }}\`,`,
    'with the name of your secret. If the workflow is right, the secret itself holds the name.',
    STORE,
  ]);
}

export function notTheOnlyOne(): UserError {
  return problem('private-key-is-not-the-only-one', [
    'holds two different RSA private keys, and which of them belongs to the service account cannot be',
    'seen from the keys. Store one key alone: the one that was downloaded for the ID in',
    '`service-account-id`. If you do not know which one that is, create a new service account.',
    STORE,
  ]);
}

/** @param found What the input holds, as the words after `private-key`. */
export function placeholder(found: string): UserError {
  return problem('private-key-is-a-placeholder', [
    `${found} ${NEEDED}.`,
    'Check what stored the secret: it stored this instead of the key.',
    STORE,
    SOURCE,
  ]);
}

export function filePath(): UserError {
  return problem('private-key-is-a-file-path', [
    'holds a file path or an address, but the action reads no files.',
    `${NEEDED}: give its text.`,
    STORE,
  ]);
}

export function serviceAccountId(): UserError {
  return problem('private-key-is-the-service-account-id', [
    'holds what looks like a service account ID. The two inputs may be swapped: check which secret',
    'goes to `service-account-id` and which to `private-key`.',
    `${NEEDED}, a text of some 1700 characters.`,
    SOURCE,
  ]);
}

/** @param found What the input holds, as the words after `private-key`. */
export function notAKey(found: string): UserError {
  return problem('private-key-is-not-a-key', [`${found} ${NEEDED}.`, STORE, SOURCE]);
}

export function publicKey(): UserError {
  return problem('private-key-is-a-public-key', [
    'holds a public key. A public key cannot sign; the other file of the pair is needed, the',
    'private key, which begins with `BEGIN PRIVATE KEY` or `BEGIN RSA PRIVATE KEY`.',
    SOURCE,
  ]);
}

export function certificate(): UserError {
  return problem('private-key-is-a-certificate', [
    'holds a certificate. A certificate contains a public key only; another file is needed, the',
    'private key, which begins with `BEGIN PRIVATE KEY` or `BEGIN RSA PRIVATE KEY`.',
    SOURCE,
  ]);
}

export function certificateRequest(): UserError {
  return problem('private-key-is-a-certificate-request', [
    'holds a certificate request. The Galaxy Store needs none; another file is needed, the',
    'private key, which begins with `BEGIN PRIVATE KEY` or `BEGIN RSA PRIVATE KEY`.',
    SOURCE,
  ]);
}

export function encrypted(): UserError {
  return problem('private-key-is-encrypted', [
    'holds a private key that is encrypted with a passphrase. A key without one is needed, because',
    'nobody can type it during a job. Decrypt it with `openssl pkey -in FILE -out NEW-FILE` and store',
    'the content of NEW-FILE. The key that Samsung issues has no passphrase: is this the right file?',
  ]);
}

/** @param tool What the text was encrypted by. */
export function encryptedBy(tool: string): UserError {
  return problem('private-key-is-encrypted', [
    `holds a text that is encrypted by ${tool}. The action cannot decrypt it: decrypt it first, and give`,
    `the result. ${NEEDED}.`,
    STORE,
  ]);
}

export function openSsh(): UserError {
  return problem('private-key-is-in-openssh-format', [
    "holds a private key in OpenSSH's own format. PKCS#8 or PKCS#1 is needed. Convert a copy of the",
    'file with `ssh-keygen -p -m PEM -N "" -f FILE`, which rewrites FILE, and store its content.',
    'The key that Samsung issues is not in this format: is this the right file?',
  ]);
}

export function notRsa(algorithm: string): UserError {
  return problem('private-key-is-not-rsa', [
    `holds a private key for ${algorithm}. ${NEEDED}: the Galaxy Store accepts RS256 signatures`,
    'only. No key can be converted to another algorithm, so this is not the key of the account.',
    SOURCE,
  ]);
}

export function tooShort(bits: number): UserError {
  return problem('private-key-is-too-short', [
    `holds an RSA private key of ${bits} bits. At least 2048 bits are needed for RS256 (RFC 7518,`,
    'section 3.3). A key cannot be made longer, so create a new service account.',
    SOURCE,
  ]);
}

export function tooManyBits(bits: number): UserError {
  return problem('private-key-is-too-long', [
    `holds an RSA private key of ${bits} bits. At most 16384 bits are supported. ${NEEDED}.`,
    SOURCE,
  ]);
}

/** @param found What the input holds, as the words after `private-key`. */
export function damaged(found: string): UserError {
  const sentences = [found, `${NEEDED}, whole and unchanged.`, STORE, SOURCE];
  return problem('private-key-is-damaged', sentences);
}

import { UserError, type HelpTopic } from '../user-error.ts';

/** What may be wrong with a key. */
export type KeyTopic = Extract<HelpTopic, `private-key-${string}`>;

const NEEDED = 'The RSA private key of the service account is needed';
const SOURCE =
  'Samsung issues the key in Seller Portal → Assistance → API Service → Create Service Account → ' +
  'Download Key and shows it once; if it is lost, create a new service account (a seller may have five).';
const STORE =
  'Store the content of the downloaded file, for example with ' +
  '`gh secret set GALAXY_STORE_PRIVATE_KEY < privateKey.txt`.';
const PRIVATE = `the private key, which begins with \`BEGIN PRIVATE KEY\` or \`BEGIN RSA PRIVATE KEY\`. ${SOURCE}`;

/** What the input holds, as the words after `private-key`, unless more is known. */
const FOUND: Readonly<Record<KeyTopic, string>> = {
  'private-key-is-too-short': 'holds an RSA private key of less than 2048 bits.',
  'private-key-is-too-long': 'is longer than 128 KiB, and a private key takes less than 16 KiB.',
  'private-key-is-not-rsa': 'holds a private key for another algorithm than RSA.',
  'private-key-is-encrypted': 'holds a private key that is encrypted with a passphrase.',
  'private-key-is-in-openssh-format': "holds a private key in OpenSSH's own format.",
  'private-key-is-damaged': 'holds a damaged private key.',
  'private-key-is-a-certificate-request': 'holds a certificate request.',
  'private-key-is-a-certificate': 'holds a certificate.',
  'private-key-is-a-public-key': 'holds a public key.',
  'private-key-is-not-a-key': 'holds a text that is no key: no BEGIN line, and no base64 of a key.',
  'private-key-missing': 'is missing or blank.',
  'private-key-is-a-json-document': 'holds a JSON document. No private key was found in it.',
  'private-key-is-an-expression': 'holds the name of a secret or variable instead of its value.',
  'private-key-is-not-the-only-one': 'holds two different RSA private keys.',
  'private-key-is-a-placeholder': 'holds a word that stands for the key, and not the key.',
  'private-key-is-a-file-path': 'holds a file path or an address, but the action reads no files.',
  'private-key-is-the-service-account-id': 'holds what looks like a service account ID.',
};

/** Of several things in one text, that which comes closest to the key that is needed is explained. */
export const CLOSEST_FIRST: readonly string[] = Object.keys(FOUND);

/** What to do. */
const ADVICE: Readonly<Record<KeyTopic, string>> = {
  'private-key-is-too-short': `At least 2048 bits are needed for RS256 (RFC 7518, section 3.3). A key cannot be made longer, so create a new service account. ${SOURCE}`,
  'private-key-is-too-long': `${NEEDED}, and nothing else. ${STORE}`,
  'private-key-is-not-rsa': `${NEEDED}: the Galaxy Store accepts RS256 signatures only. No key can be converted to another algorithm, so this is not the key of the account. ${SOURCE}`,
  'private-key-is-encrypted':
    'The action cannot decrypt it, because nobody can type a passphrase during a job. Decrypt it first, if it is PEM with `openssl pkey -in FILE -out NEW-FILE`, and store the content of NEW-FILE. The key that Samsung issues is not encrypted: is this the right file?',
  'private-key-is-in-openssh-format':
    'PKCS#8 or PKCS#1 is needed. Convert a copy of the file with `ssh-keygen -p -m PEM -N "" -f FILE`, which rewrites FILE, and store its content. The key that Samsung issues is not in this format: is this the right file?',
  'private-key-is-damaged': `${NEEDED}, whole and unchanged. ${STORE} ${SOURCE}`,
  'private-key-is-a-certificate-request': `The Galaxy Store needs none; another file is needed, ${PRIVATE}`,
  'private-key-is-a-certificate': `A certificate contains a public key only; another file is needed, ${PRIVATE}`,
  'private-key-is-a-public-key': `A public key cannot sign; the other file of the pair is needed, ${PRIVATE}`,
  'private-key-is-not-a-key': `${NEEDED}. ${STORE} ${SOURCE}`,
  'private-key-missing': `${NEEDED}. Check that the secret exists and that the workflow spells its name in the same way: a name that does not exist gives an empty value. Secrets do not reach workflows that run for a pull request from a fork, nor those that run for Dependabot, which has secrets of its own. ${STORE} ${SOURCE}`,
  'private-key-is-a-json-document': `${NEEDED}, without a document around it. ${SOURCE}`,
  'private-key-is-an-expression': `${NEEDED}. In a workflow write \`private-key: \${{ secrets.GALAXY_STORE_PRIVATE_KEY }}\`, with the name of your secret. If the workflow is right, the secret itself holds the name. ${STORE}`,
  'private-key-is-not-the-only-one': `Which of them belongs to the service account cannot be seen from the keys. Store one alone: the one that was downloaded for the ID in \`service-account-id\`. If you do not know which one that is, create a new service account. ${STORE}`,
  'private-key-is-a-placeholder': `${NEEDED}. Check what stored the secret: it stored this instead of the key. ${STORE} ${SOURCE}`,
  'private-key-is-a-file-path': `${NEEDED}: give its text. ${STORE}`,
  'private-key-is-the-service-account-id': `The two inputs may be swapped: check which secret goes to \`service-account-id\` and which to \`private-key\`. ${NEEDED}, a text of some 1700 characters. ${SOURCE}`,
};

/** Refuses the key. Neither text quotes any of it. */
export function refuse(topic: KeyTopic, found = FOUND[topic]): UserError {
  return new UserError(topic, `private-key ${found} ${ADVICE[topic]}`);
}

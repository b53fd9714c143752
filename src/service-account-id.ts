import { unescape, visible } from './escapes.ts';
import { isJsonDocument, isNameOfSecret, kindOfWord, type WordKind } from './pasted-text.ts';
import { readPrivateKey } from './private-key.ts';
import { UserError, type HelpTopic } from './user-error.ts';

/** No ID is this long; a longer text is something else. */
const MAX_LENGTH = 200;

/** No piece of a key that is worth a look is this short. */
const SHORTEST_KEY = 40;

// What tools and editors leave around a value.
const LONGEST_TRIMMED = 1000;
const AROUND_ID = /^(?:[\s"'`“”‘’«»]|\\[nrt])+|(?:[\s"'`“”‘’«»]|["'],|\\[nrt])+$/g;

/** What is said of a text in which there is a key, or what is left of one. */
const KEY_TOPICS: readonly HelpTopic[] = [
  'private-key-is-too-short',
  'private-key-is-not-rsa',
  'private-key-is-encrypted',
  'private-key-is-in-openssh-format',
  'private-key-is-damaged',
  'private-key-is-not-the-only-one',
];

const IS_MISSING =
  'service-account-id is missing or blank. Give the ID of the service account, which Seller Portal shows ' +
  'under Assistance → API Service. If it comes from a secret or a variable, check the name; secrets do ' +
  'not reach workflows that run for forks or for Dependabot.';

const IS_A_KEY =
  'service-account-id holds a key instead of an ID. It may be swapped with private-key: give the ID from ' +
  'Seller Portal here, and the key there. If the key was stored where others can read it, delete the ' +
  'service account in Seller Portal and create a new one.';

const NAME_OF_SECRET =
  'holds the name of a secret or variable instead of its value: nothing replaced it. Check how the workflow passes it';

const MISTAKES: Readonly<Partial<Record<WordKind, string>>> = {
  reference: NAME_OF_SECRET,
  'no-value': 'holds what a program prints in place of a value. Check what gives the ID',
  asterisks: 'holds asterisks only: a masked value was copied from a log',
  placeholder: 'holds a word that stands for the ID, and not the ID',
};

/** An ID or what is wrong with it, and what has to be masked because it is a key in the wrong place. */
export type ServiceAccountIdResult = {
  readonly secretsToMask: readonly string[];
} & (
  | { readonly id: string; readonly problem?: undefined }
  | { readonly id?: undefined; readonly problem: UserError }
);

/**
 * Checks the service account ID. Its form is not documented, so anything is accepted that can stand
 * in a header on its own; quotes, invisible characters and a literal `\n` around it are taken off. No
 * message shows the value, because it may be a secret in the wrong place. The ID itself is not masked.
 */
export function readServiceAccountId(text: string): ServiceAccountIdResult {
  if (text.length >= SHORTEST_KEY || /KEY/i.test(text)) {
    const { key, problem, secretsToMask } = readPrivateKey(text);
    // Any long text may be a part of a key; it is taken for one if something in it looks like it.
    const isPart = secretsToMask.length > 0 || /KEY/i.test(text);
    if (key !== undefined || (isPart && KEY_TOPICS.includes(problem.topic))) {
      return { problem: new UserError('service-account-id-is-a-key', IS_A_KEY), secretsToMask };
    }
  }
  const id = text.length > LONGEST_TRIMMED ? text : visible(text).replace(AROUND_ID, '');
  const problem = problemOf(id);
  return problem === undefined ? { id, secretsToMask: [] } : { problem, secretsToMask: [] };
}

function problemOf(id: string): UserError | undefined {
  if (id === '') return new UserError('service-account-id-missing', IS_MISSING);
  const kind = kindOfWord(id);
  const mistake = kind && MISTAKES[kind];
  if (mistake !== undefined) return refused(mistake);
  if (isNameOfSecret(id) && !/\d/.test(id)) return refused(NAME_OF_SECRET);
  if (isJsonDocument(unescape(id)))
    return refused('holds a JSON document. Give the value of its field only');
  if (id.length > MAX_LENGTH) return refused(`has ${id.length} characters, too many for an ID`);
  if (/\s/.test(id)) return refused('has spaces or line breaks inside');
  if (/^[!-~]+$/.test(id)) return undefined;
  return refused('has control characters or characters outside of ASCII');
}

function refused(problem: string): UserError {
  return new UserError(
    'service-account-id-is-not-an-id',
    `service-account-id ${problem}. Copy the ID of the service account from Seller Portal ` +
      '(Assistance → API Service) once more, and nothing else.',
  );
}

import { looksLikePrivateKey } from './private-key.ts';
import { UserError } from './user-error.ts';

/** No ID is this long; a longer text is something else. */
const MAX_LENGTH = 200;

/**
 * Checks the service account ID. Its form is not documented, so anything is accepted that can stand
 * in a header on its own. No message shows the value, because it may be a secret in the wrong place.
 *
 * @throws {@link UserError} which says what is wrong with it
 */
export function parseServiceAccountId(text: string): string {
  if (text === '') {
    throw new UserError(
      'service-account-id-missing',
      'service-account-id is missing or blank. Give the ID of the service account, which Seller Portal ' +
        'shows under Assistance → API Service. If it comes from a secret or a variable, check the name; ' +
        'secrets do not reach workflows that run for forks or for Dependabot.',
    );
  }
  if (looksLikePrivateKey(text)) {
    throw new UserError(
      'service-account-id-is-a-key',
      'service-account-id holds a key instead of an ID. It may be swapped with private-key: give the ID ' +
        'from Seller Portal here, and the key there. If the key was stored where others can read it, ' +
        'delete the service account in Seller Portal and create a new one.',
    );
  }
  if (text.includes('${{')) {
    throw refused(
      'holds a workflow expression that nothing replaced. Check how the workflow passes it',
    );
  }
  if (text.length > MAX_LENGTH) throw refused(`has ${text.length} characters, too many for an ID`);
  if (/\s/.test(text)) throw refused('has spaces or line breaks inside');
  if (!/^[!-~]+$/.test(text)) {
    throw refused('has control characters or characters outside of ASCII');
  }
  return text;
}

function refused(problem: string): UserError {
  return new UserError(
    'service-account-id-is-not-an-id',
    `service-account-id ${problem}. Copy the ID of the service account from Seller Portal ` +
      '(Assistance → API Service) once more, and nothing else.',
  );
}

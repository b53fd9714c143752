import { isValidHost } from './galaxy-store/host.ts';
import { UserError } from './user-error.ts';

/** Where the API is: "Get started with the Galaxy Store Developer API" of Samsung's documentation. */
export const DEFAULT_API_URL = 'https://devapi.samsungapps.com';

const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Checks the address of the API and gives it without a slash at its end.
 *
 * @throws {@link UserError} unless it is an https address (plain http is for loopback alone) without
 *   credentials, query and fragment. The message does not show the address, which may hold a password.
 */
export function parseApiUrl(text: string): string {
  if (!URL.canParse(text)) {
    throw refused('is not a URL');
  }
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw refused('is not an https address');
  }
  if (!isValidHost(url)) throw refused('has a host name or a port that cannot exist');
  if (url.protocol === 'http:' && !LOOPBACK_HOST.test(url.hostname)) {
    throw refused('is plain http, which would show the token to the network');
  }
  if (url.username !== '' || url.password !== '') throw refused('holds a user name or a password');
  // An empty query or fragment leaves only its mark in the text.
  if (/[?#]/.test(url.href)) throw refused('has a query or a fragment');
  return url.href.replace(/\/+$/, '');
}

function refused(problem: string): UserError {
  return new UserError(
    'api-url-not-allowed',
    `api-url ${problem}. Leave the input out to use ${DEFAULT_API_URL}, or give an https ` +
      'address without user name, password, query and fragment. Plain http is accepted for loopback ' +
      'addresses alone, such as http://127.0.0.1:8080.',
  );
}

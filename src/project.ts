/** The version of the action, the same as in package.json. */
export const VERSION = '1.0.0';

/** Where the action is published. Part of the user agent and of the links in messages. */
export const REPOSITORY_URL = 'https://github.com/OWNER/galaxy-store-access-token';

/** How the action introduces itself to the API. */
export const USER_AGENT = `galaxy-store-access-token/${VERSION} (+${REPOSITORY_URL})`;

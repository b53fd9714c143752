/**
 * The least that a post step can cost: the same visible work as the bundle's, in one script without any
 * package. It reads the saved state, masks the token, revokes it and says so.
 */
const { env } = process;

/** @type {(json: string) => { ok: boolean }} */
const parse = JSON.parse;

const account = env['STATE_account'];
const token = env['STATE_token'];
const apiUrl = new URL(env['STATE_api-url'] ?? '');
process.stdout.write(`::add-mask::${token}\n`);

const { request } = apiUrl.protocol === 'http:' ? require('node:http') : require('node:https');
const outgoing = request(new URL('/auth/revokeAccessToken', apiUrl), {
  method: 'DELETE',
  agent: false,
  headers: {
    accept: 'application/json',
    authorization: `Bearer ${token}`,
    'service-account-id': account,
  },
});
outgoing.on('response', (answer) => {
  let text = '';
  answer.setEncoding('utf8');
  answer.on('data', (/** @type {string} */ chunk) => (text += chunk));
  answer.on('end', () => {
    if (!parse(text).ok) throw new Error('The token was not revoked.');
    process.stdout.write(`Revoked the access token of the service account ${account}.\n`);
  });
});
outgoing.end();

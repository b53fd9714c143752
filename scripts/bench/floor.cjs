/**
 * The least that a step can cost: the same visible work as the bundle's, in one script without any package.
 * The main step signs the assertion, asks for the token, masks both, saves the state, writes the outputs.
 * The post step, which has state, masks the token, revokes it and says so. CommonJS, and no module that the
 * step does not need, because that is the fastest that Node offers.
 */
const { env } = process;

/** @typedef {{ createdItem: { accessToken: string }, ok: boolean }} Answer */
/** @type {(json: string) => Answer} */
const parse = JSON.parse;

/** @param {string} name */
function input(name) {
  return (env[`INPUT_${name.toUpperCase()}`] ?? '').trim();
}

/** @param {object} value */
function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** @param {string} secret */
function mask(secret) {
  process.stdout.write(`::add-mask::${secret}\n`);
}

/** @param {readonly [method: string, url: URL, headers: object, use: (answer: Answer) => void]} call */
function send(...[method, url, headers, use]) {
  const { request } = url.protocol === 'http:' ? require('node:http') : require('node:https');
  const all = { accept: 'application/json', ...headers };
  const outgoing = request(url, { method, agent: false, headers: all });
  outgoing.on('response', (answer) => {
    let text = '';
    answer.setEncoding('utf8');
    answer.on('data', (/** @type {string} */ chunk) => (text += chunk));
    answer.on('end', () => {
      use(parse(text));
    });
  });
  outgoing.end();
}

function create() {
  const { createPrivateKey, randomUUID, sign } = require('node:crypto');
  const { appendFileSync } = require('node:fs');
  const account = input('service-account-id');
  const key = createPrivateKey(input('private-key'));
  const apiUrl = new URL(input('api-url'));
  const iat = Math.floor(Date.now() / 1000) - 30;
  const claims = { iss: account, scopes: input('scopes').split(','), iat, exp: iat + 300 };
  const body = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
  const assertion = `${body}.${sign('sha256', Buffer.from(body), key).toString('base64url')}`;
  mask(assertion);
  /** @param {readonly [variable: string, name: string, value: string]} line */
  const append = (...[variable, name, value]) => {
    const delimiter = `delimiter_${randomUUID()}`;
    appendFileSync(env[variable] ?? '', `${name}<<${delimiter}\n${value}\n${delimiter}\n`);
  };
  const headers = { authorization: `Bearer ${assertion}`, 'content-type': 'application/json' };
  send(
    'POST',
    new URL('/auth/accessToken', apiUrl),
    headers,
    ({ createdItem: { accessToken } }) => {
      mask(accessToken);
      append('GITHUB_STATE', 'token', accessToken);
      append('GITHUB_STATE', 'account', account);
      append('GITHUB_STATE', 'api-url', apiUrl.href);
      append('GITHUB_OUTPUT', 'access-token', accessToken);
      append('GITHUB_OUTPUT', 'service-account-id', account);
      process.stdout.write(`Created an access token for the service account ${account}.\n`);
    },
  );
}

/** @param {string} token */
function revoke(token) {
  const account = env['STATE_account'];
  mask(token);
  const url = new URL('/auth/revokeAccessToken', env['STATE_api-url']);
  const headers = { authorization: `Bearer ${token}`, 'service-account-id': account };
  send('DELETE', url, headers, ({ ok }) => {
    if (!ok) throw new Error('The token was not revoked.');
    process.stdout.write(`Revoked the access token of the service account ${account}.\n`);
  });
}

const saved = env['STATE_token'];
if (saved === undefined) create();
else revoke(saved);

/**
 * The least that a main step can cost: the same visible work as the bundle's, in one script without any
 * package. It signs the assertion, asks for the token, masks both, saves the state, writes the outputs.
 * CommonJS, and no module that this run does not need, because that is the fastest that Node offers.
 */
const { createPrivateKey, randomUUID, sign } = require('node:crypto');
const { appendFileSync } = require('node:fs');

const { env } = process;

/** @type {(json: string) => { createdItem: { accessToken: string } }} */
const parse = JSON.parse;

/** @param {string} name */
function input(name) {
  return (env[`INPUT_${name.toUpperCase()}`] ?? '').trim();
}

/** @param {object} value */
function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** @param {readonly [variable: string, name: string, value: string]} line */
function append(...[variable, name, value]) {
  const delimiter = `delimiter_${randomUUID()}`;
  appendFileSync(env[variable] ?? '', `${name}<<${delimiter}\n${value}\n${delimiter}\n`);
}

const account = input('service-account-id');
const key = createPrivateKey(input('private-key'));
const apiUrl = new URL(input('api-url'));
const iat = Math.floor(Date.now() / 1000) - 30;
const claims = { iss: account, scopes: input('scopes').split(','), iat, exp: iat + 300 };
const body = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
const assertion = `${body}.${sign('sha256', Buffer.from(body), key).toString('base64url')}`;
process.stdout.write(`::add-mask::${assertion}\n`);

const { request } = apiUrl.protocol === 'http:' ? require('node:http') : require('node:https');
const outgoing = request(new URL('/auth/accessToken', apiUrl), {
  method: 'POST',
  agent: false,
  headers: {
    accept: 'application/json',
    authorization: `Bearer ${assertion}`,
    'content-type': 'application/json',
  },
});
outgoing.on('response', (answer) => {
  let text = '';
  answer.setEncoding('utf8');
  answer.on('data', (/** @type {string} */ chunk) => (text += chunk));
  answer.on('end', () => {
    const { accessToken } = parse(text).createdItem;
    process.stdout.write(`::add-mask::${accessToken}\n`);
    append('GITHUB_STATE', 'token', accessToken);
    append('GITHUB_STATE', 'account', account);
    append('GITHUB_STATE', 'api-url', apiUrl.href);
    append('GITHUB_OUTPUT', 'access-token', accessToken);
    append('GITHUB_OUTPUT', 'service-account-id', account);
    process.stdout.write(`Created an access token for the service account ${account}.\n`);
  });
});
outgoing.end();

import { beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';

import { createToken } from '../../src/create-token.ts';
import { derivedSecrets } from '../../src/private-key.ts';
import { helpUrl } from '../../src/user-error.ts';
import { USER_AGENT } from '../../src/version.ts';
import { recogniseErrorsOfNode } from './helpers/errors-of-node.ts';
import { FakeCore } from './helpers/fake-core.ts';
import type { CoreCall } from './helpers/fake-core.ts';
import { FakeSystem, START_MS } from './helpers/fake-system.ts';
import { reply, reset, withServer } from './helpers/http-server.ts';
import type { Reaction, Received } from './helpers/http-server.ts';
import { ACCOUNT_ID, PEM, PUBLIC_KEY } from './helpers/service-account.ts';

const TOKEN = 'token-of-24-characters-x';
const MINTED = reply(200, { ok: true, createdItem: { accessToken: TOKEN } });
const OK = reply(200, { ok: true });
const REFUSED = reply(401, { code: 'AUTH_REQUIRE', message: 'Invalid accessToken' });
const KEY_MASKS = derivedSecrets(PEM.trim()).map((secret): CoreCall => ['setSecret', secret]);

recogniseErrorsOfNode();

let system: FakeSystem;
let core: FakeCore;
let received: readonly Received[];
let apiUrl: string;

beforeEach(() => {
  system = new FakeSystem();
});

/** Runs the main job on a server that answers so; requests are noted among the calls of the core. */
async function create(
  reactions: readonly Reaction[],
  inputs: Readonly<Record<string, string>> = {},
  debug = false,
): Promise<void> {
  const noting = reactions.map((reaction): Reaction => (response, request) => {
    core.note('request', request.method, request.url);
    reaction(response, request);
  });
  await withServer(noting, async (server) => {
    apiUrl = server.url;
    const required = { 'service-account-id': ACCOUNT_ID, 'private-key': PEM, 'api-url': apiUrl };
    core = new FakeCore({ debug, inputs: { ...required, ...inputs } });
    await createToken(core, system);
    received = server.received;
  });
}

/** What happened after the key was masked. */
function story(): readonly CoreCall[] {
  expect(core.calls.slice(0, KEY_MASKS.length)).toEqual(KEY_MASKS);
  return core.calls.slice(KEY_MASKS.length);
}

function assertionIn(request: Received | undefined): string {
  return request?.headers.authorization?.replace('Bearer ', '') ?? '';
}

function savedToken(mintedAtMs = START_MS): CoreCall {
  const token = { accessToken: TOKEN, serviceAccountId: ACCOUNT_ID, apiUrl, mintedAtMs };
  return ['saveState', 'minted-token', JSON.stringify(token)];
}

const CLEARED: CoreCall = ['saveState', 'minted-token', ''];
const CREATE: CoreCall = ['request', 'POST', '/auth/accessToken'];
const CHECK: CoreCall = ['request', 'GET', '/auth/checkAccessToken'];
const REVOKE: CoreCall = ['request', 'DELETE', '/auth/revokeAccessToken'];
const OUTPUTS: readonly CoreCall[] = [
  ['setOutput', 'access-token', TOKEN],
  ['setOutput', 'service-account-id', ACCOUNT_ID],
];

describe('the main job', () => {
  test('masks before it sends, saves before anything can fail, and hands on last', async () => {
    await create([MINTED]);

    expect(story()).toEqual([
      ['setSecret', assertionIn(received[0])],
      CREATE,
      ['setSecret', TOKEN],
      savedToken(),
      ...OUTPUTS,
      [
        'info',
        'Created an access token for the service account account-1 (publishing). ' +
          'It will be revoked when the job ends.',
      ],
    ]);
  });

  test('sends an assertion that verifies, with the claims that are documented', async () => {
    await create([MINTED], { scopes: 'publishing, gss' });
    const assertion = assertionIn(received[0]);
    const nowS = Math.floor(START_MS / 1000);

    await jwtVerify(assertion, PUBLIC_KEY, { currentDate: new Date(START_MS) });
    expect(decodeProtectedHeader(assertion)).toEqual({ alg: 'RS256', typ: 'JWT' });
    expect(decodeJwt(assertion)).toEqual({
      iss: ACCOUNT_ID,
      scopes: ['publishing', 'gss'],
      iat: nowS - 30,
      exp: nowS + 270,
    });
    expect(received[0]?.headers['user-agent']).toBe(USER_AGENT);
  });

  test('verifies the token after it is saved and before it is handed on', async () => {
    await create([MINTED, OK], { verify: 'true', scopes: 'gss,publishing' });

    expect(story().slice(1)).toEqual([
      CREATE,
      ['setSecret', TOKEN],
      savedToken(),
      CHECK,
      ...OUTPUTS,
      [
        'info',
        'Created an access token for the service account account-1 (gss, publishing; verified). ' +
          'It will be revoked when the job ends.',
      ],
    ]);
  });

  test('clears the state after the outputs when the token is to stay', async () => {
    await create([MINTED], { revoke: 'false' });

    expect(story().slice(2)).toEqual([
      ['setSecret', TOKEN],
      savedToken(),
      ...OUTPUTS,
      CLEARED,
      [
        'info',
        'Created an access token for the service account account-1 (publishing). It is not revoked ' +
          'when the job ends (revoke: false): it stays valid until you revoke it by hand.',
      ],
    ]);
  });

  test('sets the environment variables if asked', async () => {
    await create([MINTED], { 'export-environment-variables': 'true' });

    expect(story().slice(4, -1)).toEqual([
      ...OUTPUTS,
      ['exportVariable', 'GALAXY_STORE_ACCESS_TOKEN', TOKEN],
      ['exportVariable', 'GALAXY_STORE_SERVICE_ACCOUNT_ID', ACCOUNT_ID],
    ]);
  });

  test('masks the assertion of every attempt before it is sent', async () => {
    system.randomNumber = 0.999;
    await create([reply(503), reply(503), reply(503), MINTED]);

    const masked = core.textsOf('setSecret').slice(KEY_MASKS.length);
    expect(masked).toEqual([...received.map(assertionIn), TOKEN]);
    expect(core.callsOf('saveState')).toEqual([savedToken(system.nowMs())]);
    expect(story().map(([name]) => name)).toEqual([
      ...['setSecret', 'request', 'info', 'setSecret', 'request', 'info'],
      ...['setSecret', 'request', 'info', 'setSecret', 'request'],
      ...['setSecret', 'saveState', 'setOutput', 'setOutput', 'info'],
    ]);
  });

  test('takes the effect from commands that a server sends', async () => {
    await create([reply(503, { message: '##[error]boo' }), MINTED]);

    expect(core.textsOf('info')[0]).toMatch(/HTTP 503 "# #\[error\]boo"/);
  });

  test('warns of a lost answer', async () => {
    await create([reset, MINTED]);

    expect(core.textsOf('warning')).toHaveLength(1);
    expect(core.callsOf('setOutput')).toEqual(OUTPUTS);
  });
});

describe('a main job that fails', () => {
  test('over its inputs tells all problems at once and sends nothing', async () => {
    await create([MINTED], { scopes: 'publish', revoke: 'no' });

    expect(received).toEqual([]);
    expect(story()).toEqual([
      [
        'setFailed',
        [
          '2 inputs need to be changed.',
          '- scopes: there is no scope "publish" (did you mean "publishing"?). Allowed are publishing ' +
            'and gss, separated by commas, spaces or new lines.',
          `  Help: ${helpUrl('scopes-not-allowed')}`,
          '- revoke is neither true nor false. Write one of the two.',
          `  Help: ${helpUrl('not-a-boolean')}`,
        ].join('\n'),
      ],
    ]);
  });

  test('over the creation has nothing to save and hands on nothing', async () => {
    await create([REFUSED]);

    expect(story().slice(1)).toEqual([
      CREATE,
      [
        'setFailed',
        'No access token could be created: HTTP 401 AUTH_REQUIRE "Invalid accessToken". The Galaxy ' +
          'Store does not know the service account account-1, or does not accept its assertion. In ' +
          'Seller Portal (Assistance → API Service), check that the account exists and that ' +
          'service-account-id is its ID, and that private-key is the key of this account.\n' +
          `Help: ${helpUrl('authentication-refused')}`,
      ],
    ]);
  });

  test('over the check hands on nothing, and leaves the token to the post step', async () => {
    await create([MINTED, reply(400, { message: `no ${TOKEN}` })], { verify: 'true' });

    expect(story().slice(3)).toEqual([
      savedToken(),
      CHECK,
      [
        'setFailed',
        expect.stringMatching(
          /^The new access token did not pass the check: HTTP 400 "no \*\*\*"\./,
        ),
      ],
    ]);
  });

  test('checks a new token for 5 s before it believes a refusal', async () => {
    await create([MINTED, REFUSED], { verify: 'true' });

    expect(system.sleeps).toEqual([250, 500, 1000, 2000, 1250]);
    expect(core.callsOf('setOutput', 'setFailed').map(([name]) => name)).toEqual(['setFailed']);
  });

  test('over a mistake in the program says so', async () => {
    system.duringSleep = () => {
      throw new RangeError('a mistake');
    };
    await create([reply(503)]);

    expect(core.textsOf('setFailed')).toEqual([
      'This step failed in a way that it does not know: a mistake',
    ]);
  });
});

describe('a main job that is cancelled', () => {
  const cancelling =
    (reaction: Reaction): Reaction =>
    (response, request) => {
      system.cancel();
      reaction(response, request);
    };

  const REVOKED: CoreCall = [
    'setFailed',
    'The job was cancelled. The access token that had been created is revoked; nothing is left to do.\n' +
      `Help: ${helpUrl('job-cancelled')}`,
  ];
  const NOT_REVOKED: CoreCall = [
    'setFailed',
    'The job was cancelled after the access token had been created, and the token could not be ' +
      'revoked at once. The post step of this action tries again.\n' +
      `Help: ${helpUrl('job-cancelled')}`,
  ];

  test('while it creates the token saves it, revokes it at once, and hands on nothing', async () => {
    await create([cancelling(MINTED), OK]);

    expect(story().slice(1)).toEqual([
      CREATE,
      ['setSecret', TOKEN],
      savedToken(),
      REVOKE,
      CLEARED,
      REVOKED,
    ]);
    expect(received[1]?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      'service-account-id': ACCOUNT_ID,
    });
  });

  test('while it creates the token does not check it any more', async () => {
    await create([cancelling(MINTED), OK], { verify: 'true' });

    expect(core.callsOf('request')).toEqual([CREATE, REVOKE]);
    expect(story().at(-1)).toEqual(REVOKED);
  });

  test('while it checks the token revokes it, whatever the check says', async () => {
    await create([MINTED, cancelling(OK), OK], { verify: 'true' });

    expect(story().slice(3)).toEqual([savedToken(), CHECK, REVOKE, CLEARED, REVOKED]);
    await create([MINTED, cancelling(reply(503)), OK], { verify: 'true' });
    expect(story().slice(3)).toEqual([savedToken(), CHECK, REVOKE, CLEARED, REVOKED]);
  });

  test('leaves the token to the post step when the revocation fails, after one attempt', async () => {
    await create([cancelling(MINTED), reply(503)]);

    expect(story().slice(3)).toEqual([savedToken(), REVOKE, NOT_REVOKED]);
  });

  test('does not wait for long when the server orders it', async () => {
    await create([cancelling(MINTED), reply(503, '', { 'retry-after': '7' })]);

    expect(core.callsOf('request')).toEqual([CREATE, REVOKE]);
    expect(story().at(-1)).toEqual(NOT_REVOKED);
  });

  test('does not believe that a token just made is invalid', async () => {
    await create([cancelling(MINTED), REFUSED]);

    expect(story().at(-1)).toEqual(NOT_REVOKED);
  });

  test('has only what is left of 7 s for the revocation', async () => {
    const late: Reaction = (response, request) => {
      system.cancel();
      system.advance(4000);
      reply(200, { createdItem: { accessToken: TOKEN } })(response, request);
    };
    await create([late, reply(503, '', { 'retry-after': '3' }), OK]);
    expect(system.sleeps).toEqual([]);
    expect(story().at(-1)).toEqual(NOT_REVOKED);

    system = new FakeSystem();
    await create([late, reply(503, '', { 'retry-after': '2' }), OK]);
    expect(system.sleeps).toEqual([2250]);
    expect(story().at(-1)).toEqual(REVOKED);
  });

  test('before a token came makes no further attempt', async () => {
    await create([cancelling(reply(503)), MINTED]);

    expect(story().slice(1)).toEqual([
      CREATE,
      [
        'setFailed',
        'No access token could be created: Creating the access token was stopped because the job was ' +
          `cancelled. Nothing is left to do.\nHelp: ${helpUrl('job-cancelled')}`,
      ],
    ]);
  });

  test('while it waits makes no further attempt', async () => {
    system.duringSleep = () => {
      system.cancel();
    };
    await create([reply(503), MINTED]);

    expect(core.callsOf('request')).toEqual([CREATE]);
    expect(core.textsOf('setFailed')[0]).toMatch(/was stopped because the job was cancelled\./);
  });

  test('keeps the reason why the revocation failed', async () => {
    await create([cancelling(MINTED), reply(503)], {}, true);

    expect(core.textsOf('debug').map((stack) => String(stack).split(':')[0])).toEqual([
      'UserError',
      'GalaxyStoreError',
    ]);
  });
});

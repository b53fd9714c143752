import { beforeEach, describe, expect, test } from '@jest/globals';

import { revokeToken } from '../../src/revoke-token.ts';
import { helpUrl } from '../../src/user-error.ts';
import { USER_AGENT } from '../../src/project.ts';
import { FakeCore, type CoreCall, type FakeCoreOptions } from './helpers/fake-core.ts';
import { FakeSystem, START_MS } from './helpers/fake-system.ts';
import {
  reply,
  whenAsked,
  withServer,
  type Reaction,
  type Received,
} from './helpers/http-server.ts';
import { OK, REFUSED, TOKEN } from './helpers/main-job.ts';

const TITLE = 'An access token of the Galaxy Store is still valid';
const REMAINS =
  'The token stays valid, and this action does not hold it any more. To end it, delete ' +
  'the service account in Seller Portal (Assistance → API Service) and create a new one.';

let system: FakeSystem;
let core: FakeCore;

beforeEach(() => {
  system = new FakeSystem();
});

/** Runs the post job on a server that answers so, and gives what the server received. */
function revoke(
  reactions: readonly Reaction[],
  options: FakeCoreOptions = {},
): Promise<readonly Received[]> {
  return withServer(reactions, async ({ url, received }) => {
    const serviceAccountId = 'account-1';
    const createdAtMs = START_MS - 60_000;
    const token = { value: TOKEN, serviceAccountId, apiUrl: `${url}/base`, createdAtMs };
    core = new FakeCore({ state: { 'saved-token': JSON.stringify(token) }, ...options });
    await revokeToken(core, system);
    return received;
  });
}

describe('the post job', () => {
  test.each([
    [OK, 'Revoked the access token of the service account account-1.'],
    [REFUSED, 'The access token of the service account account-1 was already invalid.'],
  ])('masks the token, revokes it, and says so: %#', async (answer, words) => {
    const authorization = `Bearer ${TOKEN}`;
    const headers = { authorization, 'service-account-id': 'account-1', 'user-agent': USER_AGENT };
    const path = '/base/auth/revokeAccessToken';

    expect(await revoke([answer])).toMatchObject([{ method: 'DELETE', path, headers }]);
    expect(core.calls).toEqual([
      ['setSecret', TOKEN],
      ['info', words],
    ]);
  });

  test('has nothing to do without a token, and says it calmly', async () => {
    core = new FakeCore();
    await revokeToken(core, system);

    expect(core.calls).toEqual([['info', 'There is no access token to revoke.']]);
  });

  test('goes on when the job is cancelled, and says once what it means if that is cut short', async () => {
    const cancel = (): void => {
      system.cancel();
      system.cancel();
    };
    const received = await revoke([whenAsked(cancel, reply(503)), OK]);

    expect(received).toHaveLength(2);
    expect(core.textsOf('warning')).toEqual([
      'The job is being cancelled. The access token is still being revoked, as long as the runner lets this ' +
        'step run. If no line after this one says that it is revoked, it stays valid until the service account account-1 is deleted in Seller Portal ' +
        '(Assistance → API Service).',
    ]);
    expect(core.textsOf('info')).toEqual([
      'Revoking the access token: attempt 1 of 8 failed: HTTP 503 with an empty answer. Next attempt in 0.3 s.',
      'Revoked the access token of the service account account-1.',
    ]);
  });
});

describe('a revocation that fails', () => {
  const HELP = helpUrl('revocation-failed');
  const loudly = (message: string, html = message): readonly CoreCall[] => [
    ['error', `${message}\nHelp: ${HELP}`, { title: TITLE }],
    ['summary.addHeading', TITLE, 2],
    ['summary.addRaw', html, true],
    ['summary.addLink', 'What this means and what to do', HELP],
    ['summary.write'],
  ];
  const REASON =
    'The access token of the service account account-1 could not be revoked: HTTP 403 NO_PERMISSION ' +
    `"<b>Q&A</b>". ${REMAINS}`;
  const FORBIDDEN = reply(403, { code: 'NO_PERMISSION', message: '<b>Q&A</b>' });
  const UNKNOWN_REASON =
    'This step failed for a reason that it does not know. Please report it, with this text: a mistake';

  test('is an annotation and a summary, in which nothing is markup', async () => {
    await revoke([FORBIDDEN]);

    const html = REASON.replace('<b>Q&A</b>', '&#60;b&#62;Q&#38;A&#60;/b&#62;');
    expect(core.calls.slice(1)).toEqual(loudly(REASON, html));
  });

  test('is told although there is no summary, with its stacks when debug logging is on', async () => {
    const summaryError = new Error('Unable to find environment variable');
    await revoke([FORBIDDEN], { debug: true, summaryError });

    expect(core.callsOf('error')).toHaveLength(1);
    const stacks = core.textsOf('debug').map((stack) => String(stack).split('\n')[0]);
    expect(stacks).toEqual([
      expect.stringMatching('^UserError: The access token'),
      expect.stringMatching('^GalaxyStoreError: HTTP 403'),
      String(summaryError),
    ]);
  });

  test('because the state is damaged is as loud', async () => {
    core = new FakeCore({ state: { 'saved-token': 'secret-state' } });
    await revokeToken(core, system);

    const message =
      'The access token could not be revoked: what the main step saved for this step cannot be read. ' +
      REMAINS;
    expect(core.calls).toEqual(loudly(message));
  });

  test('by a mistake in the program is as loud', async () => {
    system.duringSleep = () => {
      throw new RangeError('a mistake');
    };
    await revoke([reply(503)]);

    expect(core.callsOf('error', 'summary.addRaw')).toEqual([
      ['error', UNKNOWN_REASON, { title: TITLE }],
      ['summary.addRaw', UNKNOWN_REASON, true],
    ]);
  });
});

import { beforeEach, describe, expect, test } from '@jest/globals';

import { parseScopes } from '../../src/scopes.ts';
import { TOKEN_REMAINS, UserError, helpUrl } from '../../src/user-error.ts';
import { thrownBy } from '../helpers/thrown.ts';
import { recogniseErrorsOfNode } from './helpers/errors-of-node.ts';
import { reply } from './helpers/http-server.ts';
import type { Received } from './helpers/http-server.ts';
import {
  CHECK,
  CLEARED,
  CREATE,
  KEY_MASKS,
  MINTED,
  MainJob,
  OK,
  OUTPUTS,
  REFUSED,
  REVOKE,
  TOKEN,
} from './helpers/main-job.ts';
import { ACCOUNT_ID } from './helpers/service-account.ts';

recogniseErrorsOfNode();

let job: MainJob;

beforeEach(() => {
  job = new MainJob();
});

function assertionIn(request: Received | undefined): string {
  return request?.headers.authorization?.replace('Bearer ', '') ?? '';
}

describe('the main job', () => {
  test('masks before it sends, saves before anything can fail, and sets the outputs last', async () => {
    await job.run([MINTED]);

    expect(job.story()).toEqual([
      ['setSecret', assertionIn(job.received[0])],
      CREATE,
      ['setSecret', TOKEN],
      job.saved(),
      ...OUTPUTS,
      [
        'info',
        'Created an access token for the service account account-1 (publishing). ' +
          'It will be revoked when the job ends.',
      ],
    ]);
  });

  test('verifies the token after it is saved and before it is an output', async () => {
    await job.run([MINTED, OK], { verify: 'true', scopes: 'gss,publishing' });

    expect(job.story().slice(1)).toEqual([
      CREATE,
      ['setSecret', TOKEN],
      job.saved(),
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
    await job.run([MINTED], { revoke: 'false' });

    expect(job.story().slice(2)).toEqual([
      ['setSecret', TOKEN],
      job.saved(),
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
    await job.run([MINTED], { 'export-environment-variables': 'true' });

    expect(job.story().slice(4, -1)).toEqual([
      ...OUTPUTS,
      ['exportVariable', 'GALAXY_STORE_ACCESS_TOKEN', TOKEN],
      ['exportVariable', 'GALAXY_STORE_SERVICE_ACCOUNT_ID', ACCOUNT_ID],
    ]);
  });

  test('masks the assertion of every attempt before it is sent', async () => {
    job.system.randomNumber = 0.999;
    await job.run([reply(503), reply(503), reply(503), MINTED]);

    const masked = job.core.textsOf('setSecret').slice(KEY_MASKS.length);
    expect(masked).toEqual([...job.received.map(assertionIn), TOKEN]);
    expect(job.core.callsOf('saveState')).toEqual([job.saved(job.system.nowMs())]);
    expect(job.story().map(([name]) => name)).toEqual([
      ...['setSecret', 'request', 'info', 'setSecret', 'request', 'info'],
      ...['setSecret', 'request', 'info', 'setSecret', 'request'],
      ...['setSecret', 'saveState', 'setOutput', 'setOutput', 'info'],
    ]);
  });

  test('takes the effect from commands that a server sends', async () => {
    await job.run([reply(503, { message: '##[error]boo' }), MINTED]);

    expect(job.core.textsOf('info')[0]).toMatch(/HTTP 503 "# #\[error\]boo"/);
  });
});

describe('a main job that fails', () => {
  test('over its inputs tells all problems at once and sends nothing', async () => {
    await job.run([MINTED], { scopes: 'publish', revoke: 'no' });

    expect(job.received).toEqual([]);
    expect(job.story()).toEqual([
      [
        'setFailed',
        [
          '2 inputs need to be changed.',
          `- ${thrownBy(UserError, () => parseScopes('publish')).message}`,
          `  Help: ${helpUrl('scopes-not-allowed')}`,
          '- revoke is neither true nor false. Write one of the two.',
          `  Help: ${helpUrl('not-a-boolean')}`,
        ].join('\n'),
      ],
    ]);
  });

  test('over the creation has nothing to save and sets no output', async () => {
    await job.run([REFUSED]);

    expect(job.story().slice(1)).toEqual([
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

  test('over the check sets no output, and leaves the token to the post step', async () => {
    await job.run([MINTED, reply(400, { message: `no ${TOKEN}` })], { verify: 'true' });

    expect(job.story().slice(3)).toEqual([
      job.saved(),
      CHECK,
      [
        'setFailed',
        expect.stringMatching(
          /^The new access token did not pass the check: HTTP 400 "no \*\*\*"\./,
        ),
      ],
    ]);
  });

  test('over a mistake in the program says so', async () => {
    job.system.duringSleep = () => {
      throw new RangeError('a mistake');
    };
    await job.run([reply(503)]);

    expect(job.core.textsOf('setFailed')).toEqual([
      'This step failed for a reason that it does not know. Please report it, with this text: a mistake',
    ]);
  });

  test('to save the token for the post step revokes it at once', async () => {
    const stateError = new Error('the disk is full');
    const done = await job.run([MINTED, OK], {}, { stateError, debug: true });

    expect(done).toBe(false);
    expect(job.core.textsOf('debug').join('\n')).toContain('Error: the disk is full');
    expect(
      job
        .story()
        .slice(1)
        .filter(([name]) => name !== 'debug'),
    ).toEqual([
      CREATE,
      ['setSecret', TOKEN],
      job.saved(),
      REVOKE,
      [
        'setFailed',
        'The access token was created, but the runner did not take it for the post step: the disk is ' +
          'full. The token is revoked again. Check the runner and its disk, then run the job again.\n' +
          `Help: ${helpUrl('runner-file-not-writable')}`,
      ],
    ]);
  });

  test('to save and to revoke the token says that it remains', async () => {
    const stateError = new Error('the disk is full');
    await job.run([MINTED, reply(404)], {}, { stateError, debug: true });

    expect(job.core.textsOf('setFailed')).toEqual([
      'The access token was created, but the runner did not take it for the post step: the disk is ' +
        'full. It could not be revoked either: HTTP 404 with an empty answer. ' +
        `${TOKEN_REMAINS}\nHelp: ${helpUrl('runner-file-not-writable')}`,
    ]);
    expect(job.core.textsOf('debug').join('\n')).toContain('Error: the disk is full');
  });

  test('is told apart from one that sets the outputs', async () => {
    expect(await job.run([MINTED])).toBe(true);
    expect(await new MainJob().run([reply(403)])).toBe(false);
  });
});

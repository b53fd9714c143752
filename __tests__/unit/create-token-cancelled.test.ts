import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { helpUrl } from '../../src/user-error.ts';
import { fakeTimers } from './helpers/attempts.ts';
import { recogniseErrorsOfNode } from './helpers/errors-of-node.ts';
import type { CoreCall } from './helpers/fake-core.ts';
import { reply } from './helpers/http-server.ts';
import type { Reaction } from './helpers/http-server.ts';
import {
  CHECK,
  CLEARED,
  CREATE,
  MINTED,
  MainJob,
  OK,
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

afterEach(() => {
  jest.useRealTimers();
});

describe('a main job that is cancelled', () => {
  const cancelling =
    (reaction: Reaction): Reaction =>
    (response, request) => {
      job.system.cancel();
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
    await job.run([cancelling(MINTED), OK]);

    expect(job.story().slice(1)).toEqual([
      CREATE,
      ['setSecret', TOKEN],
      job.saved(),
      REVOKE,
      CLEARED,
      REVOKED,
    ]);
    expect(job.received[1]?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      'service-account-id': ACCOUNT_ID,
    });
  });

  test('says that the token is revoked although the state cannot be cleared', async () => {
    const stateError = new Error('the disk is full');
    await job.run([cancelling(MINTED), OK], {}, { stateError, statesSaved: 1, debug: true });

    expect(job.story().slice(3, 6)).toEqual([job.saved(), REVOKE, CLEARED]);
    expect(job.core.callsOf('setFailed')).toEqual([REVOKED]);
    expect(job.core.textsOf('debug')[0]).toContain('the disk is full');
  });

  test('has only what is left of 7 s to revoke a token that could not be saved', async () => {
    const stateError = new Error('the disk is full');
    const late: Reaction = (response, request) => {
      job.system.cancel();
      job.system.advance(4000);
      MINTED(response, request);
    };
    await job.run([late, reply(503)], {}, { stateError });

    expect(job.system.sleeps).toEqual([250, 500, 1000]);
    expect(job.core.textsOf('setFailed')[0]).toMatch(/It could not be revoked either: HTTP 503/);
  });

  test('while it creates the token does not check it any more', async () => {
    await job.run([cancelling(MINTED), OK], { verify: 'true' });

    expect(job.core.callsOf('request')).toEqual([CREATE, REVOKE]);
    expect(job.story().at(-1)).toEqual(REVOKED);
  });

  test('while it checks the token revokes it, whatever the check says', async () => {
    await job.run([MINTED, cancelling(OK), OK], { verify: 'true' });

    expect(job.story().slice(3)).toEqual([job.saved(), CHECK, REVOKE, CLEARED, REVOKED]);
    await job.run([MINTED, cancelling(reply(503)), OK], { verify: 'true' });
    expect(job.story().slice(3)).toEqual([job.saved(), CHECK, REVOKE, CLEARED, REVOKED]);
  });

  test('leaves the token to the post step when the revocation fails, after one attempt', async () => {
    await job.run([cancelling(MINTED), reply(503)]);

    expect(job.story().slice(3)).toEqual([job.saved(), REVOKE, NOT_REVOKED]);
  });

  test('does not wait for long when the server orders it', async () => {
    await job.run([cancelling(MINTED), reply(503, '', { 'retry-after': '7' })]);

    expect(job.core.callsOf('request')).toEqual([CREATE, REVOKE]);
    expect(job.story().at(-1)).toEqual(NOT_REVOKED);
  });

  test('does not believe that a token just made is invalid', async () => {
    await job.run([cancelling(MINTED), REFUSED]);

    expect(job.story().at(-1)).toEqual(NOT_REVOKED);
  });

  test('has only what is left of 7 s for the revocation', async () => {
    const late: Reaction = (response, request) => {
      job.system.cancel();
      job.system.advance(4000);
      reply(200, { createdItem: { accessToken: TOKEN } })(response, request);
    };
    const tooLate: Reaction = () => {
      jest.advanceTimersByTime(2999);
      expect(jest.getTimerCount()).toBeGreaterThan(0);
      jest.advanceTimersByTime(1);
    };
    fakeTimers();
    await job.run([late, tooLate]);
    expect(job.system.sleeps).toEqual([]);
    expect(job.story().at(-1)).toEqual(NOT_REVOKED);
  });

  test('before a token came makes no further attempt', async () => {
    await job.run([cancelling(reply(503)), MINTED]);

    expect(job.story().slice(1)).toEqual([
      CREATE,
      [
        'setFailed',
        'No access token could be created: Creating the access token was stopped because the job was ' +
          `cancelled. Nothing is left to do.\nHelp: ${helpUrl('job-cancelled')}`,
      ],
    ]);
  });

  test('while it waits makes no further attempt', async () => {
    job.system.duringSleep = () => {
      job.system.cancel();
    };
    await job.run([reply(503), MINTED]);

    expect(job.core.callsOf('request')).toEqual([CREATE]);
    expect(job.core.textsOf('setFailed')[0]).toMatch(/was stopped because the job was cancelled\./);
  });

  test('keeps the reason why the revocation failed', async () => {
    await job.run([cancelling(MINTED), reply(503)], {}, { debug: true });

    expect(job.core.textsOf('debug').map((stack) => String(stack).split(':')[0])).toEqual([
      'UserError',
      'GalaxyStoreError',
    ]);
  });
});

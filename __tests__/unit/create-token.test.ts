import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { TOKEN_REMAINS, helpUrl } from '../../src/user-error.ts';
import { fakeTimers } from './helpers/attempts.ts';
import type { CoreCall } from './helpers/fake-core.ts';
import { reply, whenAsked, type Reaction, type Received } from './helpers/http-server.ts';
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

const DISK_FULL = { stateError: new Error('the disk is full'), debug: true };

let job: MainJob;

beforeEach(() => {
  job = new MainJob();
});

afterEach(() => {
  jest.useRealTimers();
});

function assertionIn(request: Received | undefined): string {
  return request?.headers.authorization?.replace('Bearer ', '') ?? '';
}

describe('the main job', () => {
  const VARIABLES: readonly CoreCall[] = [
    ['exportVariable', 'GALAXY_STORE_ACCESS_TOKEN', TOKEN],
    ['exportVariable', 'GALAXY_STORE_SERVICE_ACCOUNT_ID', ACCOUNT_ID],
  ];
  const EXPORTED = { 'export-environment-variables': 'true' };
  const ALL = { verify: 'true', scopes: 'gss,publishing' };
  const REVOKED_LATER = 'It will be revoked when the job ends.';
  const KEPT =
    'It is not revoked when the job ends (revoke: false): it stays valid until you revoke it by hand.';

  test.each<[Readonly<Record<string, string>>, readonly CoreCall[], string, string]>([
    [{}, OUTPUTS, 'publishing', REVOKED_LATER],
    [ALL, [CHECK, ...OUTPUTS], 'gss, publishing; verified', REVOKED_LATER],
    [{ revoke: 'false' }, [...OUTPUTS, CLEARED], 'publishing', KEPT],
    [EXPORTED, [...OUTPUTS, ...VARIABLES], 'publishing', REVOKED_LATER],
  ])('masks before it sends, saves, and outputs last, with %j', async (inputs, calls, ...words) => {
    const [what, end] = words;
    const created = 'Created an access token for the service account account-1';

    expect(await job.run([MINTED, OK], inputs)).toBe(true);
    expect(job.story()).toEqual([
      ['setSecret', assertionIn(job.received[0])],
      CREATE,
      ['setSecret', TOKEN],
      job.saved(),
      ...calls,
      ['info', `${created} (${what}). ${end}`],
    ]);
  });

  test('masks the assertion of every attempt before it is sent', async () => {
    job.system.randomNumber = 0.999;
    await job.run([reply(503), reply(503), MINTED]);

    const masked = job.core.textsOf('setSecret').slice(KEY_MASKS.length);
    expect(masked).toEqual([...job.received.map(assertionIn), TOKEN]);
    expect(job.core.callsOf('saveState')).toEqual([job.saved(job.system.nowMs())]);
    expect(job.story().map(([name]) => name)).toEqual([
      ...['setSecret', 'request', 'info', 'setSecret', 'request', 'info', 'setSecret', 'request'],
      ...['setSecret', 'saveState', 'setOutput', 'setOutput', 'info'],
    ]);
  });
});

describe('a main job that fails', () => {
  const CREATION = /^No access token could be created: HTTP 401 .* account account-1, or does not/;
  const CHECKED = /^The new access token did not pass the check: HTTP 400 "no \*\*\*"\./;

  test.each([
    ['creation has nothing to save', [REFUSED], () => [], CREATION],
    [
      'check leaves the token to the post step',
      [MINTED, reply(400, { message: `no ${TOKEN}` })],
      () => [['setSecret', TOKEN], job.saved(), CHECK],
      CHECKED,
    ],
  ])('over the %s, and sets no output', async (_what, reactions, calls, words) => {
    expect(await job.run(reactions, { verify: 'true' })).toBe(false);
    const failed = ['setFailed', expect.stringMatching(words)];
    expect(job.story().slice(1)).toEqual([CREATE, ...calls(), failed]);
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

  test.each([
    [OK, 'The token is revoked again. Check the runner and its disk, then run the job again.'],
    [reply(404), `It could not be revoked either: HTTP 404 with an empty answer. ${TOKEN_REMAINS}`],
  ])('to save the token for the post step revokes it at once: %#', async (answer, outcome) => {
    expect(await job.run([MINTED, answer], {}, DISK_FULL)).toBe(false);
    expect(job.core.textsOf('debug').join('\n')).toContain('Error: the disk is full');
    const story = job.story().filter(([name]) => name !== 'debug');
    expect(story.slice(1)).toEqual([
      CREATE,
      ['setSecret', TOKEN],
      job.saved(),
      REVOKE,
      [
        'setFailed',
        'The access token was created, but the runner did not take it for the post step: the disk is ' +
          `full. ${outcome}\nHelp: ${helpUrl('runner-file-not-writable')}`,
      ],
    ]);
  });
});

describe('a main job that is cancelled', () => {
  const cancelling = (reaction: Reaction, afterMs = 0): Reaction =>
    whenAsked(() => {
      job.system.cancel();
      job.system.advance(afterMs);
    }, reaction);
  const cancelled = (words: string): CoreCall => [
    'setFailed',
    `${words}\nHelp: ${helpUrl('job-cancelled')}`,
  ];
  const REVOKED = cancelled(
    'The job was cancelled. The access token that had been created is revoked; nothing is left to do.',
  );
  const NOT_REVOKED = cancelled(
    'The job was cancelled after the access token had been created, and the token could not be ' +
      'revoked at once. The post step of this action tries again.',
  );
  const STOPPED = cancelled(
    'No access token could be created: Creating the access token was stopped because the job was ' +
      'cancelled. Nothing is left to do.',
  );

  test.each([
    ['creates the token, which is not checked any more', [MINTED, OK], [], 3],
    ['checks the token', [MINTED, OK, OK], [CHECK], 1],
    ['checks the token in vain', [MINTED, reply(503), OK], [CHECK], 3],
  ])('while it %s revokes it at once, and outputs nothing', async (...row) => {
    const [, answers, checks, stacks] = row;
    const reactions = answers.map((answer, n) =>
      n === checks.length ? cancelling(answer) : answer,
    );
    await job.run(reactions, { verify: 'true' }, { debug: true });

    const story = [CREATE, ['setSecret', TOKEN], job.saved(), ...checks, REVOKE, CLEARED, REVOKED];
    expect(job.story().slice(1, -stacks)).toEqual(story);
    expect(job.core.callsOf('debug')).toHaveLength(stacks);
    expect(job.received.at(-1)?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      'service-account-id': ACCOUNT_ID,
    });
  });

  test('reports the token as revoked although the state cannot be cleared', async () => {
    await job.run([cancelling(MINTED), OK], {}, { ...DISK_FULL, statesSaved: 1 });

    expect(job.story().slice(3, 6)).toEqual([job.saved(), REVOKE, CLEARED]);
    expect(job.core.callsOf('setFailed')).toEqual([REVOKED]);
    expect(job.core.textsOf('debug')[0]).toContain('the disk is full');
  });

  test('has only what is left of 7 s to revoke a token that could not be saved', async () => {
    await job.run([cancelling(MINTED, 4000), reply(503)], {}, DISK_FULL);

    expect(job.system.sleeps).toEqual([250, 500, 1000]);
    expect(job.core.textsOf('setFailed')[0]).toMatch(/It could not be revoked either: HTTP 503/);
  });

  test('has only what is left of 7 s for the revocation', async () => {
    const tooLate: Reaction = () => {
      jest.advanceTimersByTime(2999);
      expect(jest.getTimerCount()).toBeGreaterThan(0);
      jest.advanceTimersByTime(1);
    };
    fakeTimers();
    await job.run([cancelling(MINTED, 4000), tooLate]);
    expect(job.system.sleeps).toEqual([]);
    expect(job.story().at(-1)).toEqual(NOT_REVOKED);
  });

  test.each([
    ['a fault', reply(503)],
    ['a delay that the server asks for', reply(503, '', { 'retry-after': '7' })],
    ['a refusal, which a new token may get', REFUSED],
  ])('leaves the token to the post step after %s, and keeps the reason', async (_what, answer) => {
    await job.run([cancelling(MINTED), answer], {}, { debug: true });

    expect(job.story().slice(3, 6)).toEqual([job.saved(), REVOKE, NOT_REVOKED]);
    expect(job.core.textsOf('debug').map((stack) => String(stack).split(':')[0])).toEqual([
      'UserError',
      'GalaxyStoreError',
    ]);
  });

  test.each([true, false])('makes no further attempt; while it waits: %s', async (waits) => {
    job.system.duringSleep = () => {
      job.system.cancel();
    };
    await job.run([waits ? reply(503) : cancelling(reply(503)), MINTED]);

    expect(job.core.callsOf('request', 'setFailed')).toEqual([CREATE, STOPPED]);
    expect(job.system.sleeps).toHaveLength(waits ? 1 : 0);
  });
});

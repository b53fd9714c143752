import { describe, expect, test } from '@jest/globals';

import { ID } from '../emulator/support.ts';
import { BAD_ANSWERS, faultOn, type Call } from './answers.ts';
import { publish, withPlayer, type Outcome, type Player } from './player.ts';

/** On an idle machine, the longest row takes a few seconds. */
const LONGEST_MS = 300_000;

const STATUS: Call = ['contentInfo', 'GET /seller/contentInfo'];
const LIST: Call = ['contentList', 'GET /seller/contentList'];
const REVOKE: Call = ['revokeAccessToken', 'DELETE /auth/revokeAccessToken'];

/** The calls that only look: after a bad answer, the run is red. */
const LOOKS: readonly (readonly [file: string, job: string, call: Call])[] = [
  ['review-status.yml', 'status', STATUS],
  ['gss-metrics.yml', 'metrics', ['contentMetric', 'POST /gss/query/contentMetric']],
  ['reusable-workflow.yml', 'status', STATUS],
  ['multi-job.yml', 'status', STATUS],
  ['multi-job.yml', 'installs', ['sellerMetric', 'POST /gss/query/sellerMetric']],
  ['composite/action.yml', '', LIST],
  ['revoke.yml', 'early', LIST],
  ['revoke.yml', 'early', REVOKE],
  ['revoke.yml', 'by-hand', REVOKE],
];

const RATE = 'v2/content/stagedRolloutRate';
const SET_STATUS: Call = ['POST contentStatusUpdate', 'POST /seller/contentStatusUpdate'];
const LOOK_AT_BINARIES: Call = [
  'stagedRolloutBinary',
  'GET /seller/v2/content/stagedRolloutBinary',
];
const SET_RATE: Call = [`PUT ${RATE}`, `PUT /seller/${RATE}`];

/** The calls of each change of rollout.yml, and what the store logs when it has made the change. */
const CHANGES: readonly (readonly [change: string, done: string, call: Call])[] = [
  ['raise the rate', 'rollout to 30 %', SET_RATE],
  ['raise the rate', 'rollout to 30 %', ['stagedRolloutRate', `GET /seller/${RATE}`]],
  ['finish the rollout for everybody', 'released to everybody', SET_RATE],
  ['finish the rollout for everybody', 'released to everybody', LOOK_AT_BINARIES],
  ['release the waiting update', 'FOR_SALE', STATUS],
  ['release the waiting update', 'FOR_SALE', SET_STATUS],
  ['take the whole app off sale', 'SUSPENDED', SET_STATUS],
  ['take the whole app off sale', 'SUSPENDED', STATUS],
];

/** Brings an update with a staged rollout into the review. */
async function publishRollout(player: Player, type: string): Promise<void> {
  const published = await publish(player, {
    'vars.GALAXY_STORE_PUBLICATION_TYPE': type,
    'vars.GALAXY_STORE_ROLLOUT_RATE': '10',
  });
  expect(published.log).toContain('The update is in review.');
}

describe('a bad answer makes a run red, which names the call and shows the words of the server', () => {
  test.concurrent.each(LOOKS)(
    '%s, %s: %j',
    async (file, job, call) => {
      // An empty list is what contentList answers to a seller without apps.
      const bad = BAD_ANSWERS.filter(([words]) => call !== LIST || words !== '[]');
      for (const [words, fault] of bad) {
        await withPlayer(async (player) => {
          const wasMade = faultOn(player.store, call, fault);
          const { isGreen, log } = await player.play({ file, job });
          const made = { fault, isGreen: false, wasMade: true };
          expect({ fault, isGreen, wasMade: wasMade() }).toEqual(made);
          expect(log).toMatch(new RegExp(`^::error::${call[0]}: HTTP`, 'm'));
          expect(log).toContain(words);
        });
      }
    },
    LONGEST_MS,
  );
});

describe('rollout.yml is green only when the store has made the change', () => {
  test.concurrent.each(CHANGES)(
    '%s: %s, %j',
    async (name, done, call) => {
      const isLook = call[1].startsWith('GET');
      const values = { 'inputs.change': name, 'inputs.rate': '30' };
      const left = [...BAD_ANSWERS];
      while (left.length > 0) {
        await withPlayer(async (player) => {
          await publishRollout(player, name.startsWith('release') ? '03' : '01');
          player.store.review(ID, 'pass');
          const isDone = (): boolean =>
            player.store.events.some(({ detail }) => detail === `${ID}: ${done}`);
          // One answer after the other, until the change is made. A look changes nothing.
          while (left.length > 0 && (isLook || !isDone())) {
            const [words = '', fault] = left.shift() ?? [];
            const wasMade = faultOn(player.store, call, fault);
            const run = { file: 'rollout.yml', job: 'rollout', values };
            const { isGreen, log } = await player.play(run);
            const isRight = isLook ? !isGreen : isGreen === isDone();
            const right = { fault, wasMade: true, isRight: true };
            expect({ fault, wasMade: wasMade(), isRight }).toEqual(right);
            if (isGreen) continue;
            expect(log).toMatch(/^::error::/m);
            expect(log).toContain(`${call[0]}: HTTP`);
            expect(log).toContain(words);
          }
        });
      }
    },
    LONGEST_MS,
  );
});

test('review-status.yml tells the states apart', async () => {
  const states = [
    ['pass', true, '::notice::Nothing is in review: the app is FOR_SALE and READY_FOR_CHANGE.'],
    ['refuse', false, '::error::No update is in review: the app is FOR_SALE and UPDATING.'],
  ] as const;
  for (const [verdict, isGreen, words] of states) {
    await withPlayer(async (player) => {
      const look = async (): Promise<Outcome> =>
        await player.play({ file: 'review-status.yml', job: 'status' });
      expect((await look()).log).toContain('::notice::Nothing is in review: the app is FOR_SALE.');
      await publishRollout(player, '03');
      expect((await look()).log).toContain(
        'The update is in review: FOR_SALE and READY_FOR_REVIEW.',
      );
      player.store.review(ID, verdict);
      const log: unknown = expect.stringContaining(words);
      expect(await look()).toMatchObject({ isGreen, log });
    });
  }
});

import { describe, expect, test } from '@jest/globals';

import type { Emulator } from '../../emulator/emulator.ts';
import { ID } from '../emulator/support.ts';
import { BAD_ANSWERS, faultOn, type Answer, type Call } from './answers.ts';
import { publish, withPlayer, type Player, type Run } from './player.ts';

/** On an idle machine, the longest row takes some 10 s. */
const LONGEST_MS = 600_000;

const CONTENT_ID = 'vars.GALAXY_STORE_CONTENT_ID';
const RATE = 'vars.GALAXY_STORE_ROLLOUT_RATE';
const TYPE = 'vars.GALAXY_STORE_PUBLICATION_TYPE';
const DATE = 'vars.GALAXY_STORE_PUBLICATION_DATE';

/** The calls of a staged rollout, in order. Without a rate, those that have "Rollout" in them are left out. */
const CALLS: readonly Call[] = [
  ['contentInfo', 'GET /seller/contentInfo'],
  ['stagedRolloutBinary', 'GET /seller/v2/content/stagedRolloutBinary'],
  ['POST contentUpdate', 'POST /seller/contentUpdate'],
  ['POST createUploadSessionId', 'POST /seller/createUploadSessionId'],
  ['fileUpload', 'POST /galaxyapi/fileUpload'],
  ['POST v2/content/binary', 'POST /seller/v2/content/binary'],
  ['contentInfo', 'GET /seller/contentInfo', 2],
  ['DELETE binary', 'DELETE /seller/v2/content/binary'],
  ['PUT v2/content/stagedRolloutBinary', 'PUT /seller/v2/content/stagedRolloutBinary'],
  ['PUT v2/content/stagedRolloutRate', 'PUT /seller/v2/content/stagedRolloutRate'],
  ['stagedRolloutRate', 'GET /seller/v2/content/stagedRolloutRate'],
  ['POST contentSubmit', 'POST /seller/contentSubmit'],
  ['contentInfo', 'GET /seller/contentInfo', 3],
];

/** What was sent to the review: the app and its file names. */
function submitted({ events }: Emulator): readonly string[] {
  return events.filter(({ kind }) => kind === 'submitted').map(({ detail }) => detail);
}

/** The calls that changed something, without those on the token. */
function changes({ requests }: Emulator): readonly string[] {
  return requests
    .map(({ method, path }) => `${method} ${path}`)
    .filter((call) => !/^GET|auth/.test(call));
}

describe('whatever a call is answered, the run is red and says so, or the work is done', () => {
  test.concurrent.each(CALLS)(
    'call %#: %s, %s',
    async (...call) => {
      const left = [...BAD_ANSWERS];
      while (left.length > 0) await withPlayer((player) => playTable(player, call, left));
    },
    LONGEST_MS,
  );
});

/** Plays one answer after the other, each in a re-run of the one before, until a run is green. */
async function playTable(player: Player, call: Call, left: Answer[]): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = left.shift();
    const [words = '', fault] = answer ?? [];
    const wasMade = faultOn(player.store, call, fault);
    const { isGreen, log } = await publish(player, { [RATE]: '10' }, { attempt });
    if (isGreen) {
      expect(submitted(player.store)).toEqual([
        expect.stringMatching(`^${ID}: with app-4711-\\d+\\.apk$`),
      ]);
      // A re-run does not repeat what is done. Then the answer is left for a new store.
      if (answer !== undefined && !wasMade()) {
        expect(attempt).toBeGreaterThan(1);
        left.unshift(answer);
      }
      return;
    }
    // Without a fault, no run is red.
    const error: unknown = expect.stringMatching(/^::error::/m);
    expect([answer, wasMade(), log]).toEqual([expect.anything(), true, error]);
    expect(log).toContain(`${call[0]}: HTTP`);
    expect(log).toContain(words);
  }
}

describe('publish.yml', () => {
  test('submits the binary of the run alone, with the notes of the release', async () => {
    await withPlayer(async (player) => {
      const notes = 'Faster: "x" & `y`\n- $(id) 雪';
      const outcome = await publish(player, { 'github.event.release.body': notes });

      expect(outcome).toMatchObject({ isGreen: true });
      expect(outcome.log).toContain('The update is in review.');
      expect(submitted(player.store)).toEqual([`${ID}: with app-4711-1.apk`]);
      const update = player.store.requests.find(({ path }) => path.endsWith('contentUpdate'));
      expect(JSON.parse(update?.body ?? '')).toEqual({
        ...{ contentId: ID, defaultLanguageCode: 'ENG', paid: 'N', publicationType: '01' },
        ...{ screenshots: null, addLanguage: null, sellCountryList: null, newFeature: notes },
      });
      expect(changes(player.store).filter((call) => call.includes('Rollout'))).toEqual([]);
    });
  });

  test('takes a bundle, and a date', async () => {
    await withPlayer(async (player) => {
      const values = { [TYPE]: '02', [DATE]: '2027-01-31 09:00:00' };
      const files = { 'app/app.aab': 'a bundle' };

      expect((await publish(player, values, { files })).isGreen).toBe(true);
      expect(submitted(player.store)).toEqual([`${ID}: with app-4711-1.aab`]);
    });
  });

  test.concurrent.each<[string, Run['values'], Run['files']?]>([
    ['no ID of an app', { [CONTENT_ID]: '' }],
    ['an ID with a space', { [CONTENT_ID]: `${ID} ` }],
    ['a rate of 0', { [RATE]: '0' }],
    ['a rate with a sign', { [RATE]: '10%' }],
    ['a type that is unknown', { [TYPE]: '04' }],
    ['a date without its type', { [DATE]: '2027-01-31 09:00:00' }],
    ['the date type without a date', { [TYPE]: '02' }],
    ['a date in another form', { [TYPE]: '02', [DATE]: '31.01.2027 09:00:00' }],
    ['no file', {}, {}],
    ['two files', {}, { 'app/a.apk': '', 'app/b.apk': '' }],
    ['another kind of file', {}, { 'app/a.zip': '' }],
  ])('stops before the first call: %s', async (_name, values, files) => {
    await withPlayer(async (player) => {
      const more = files === undefined ? {} : { files };
      const { isGreen, log } = await publish(player, values, more);

      expect(isGreen).toBe(false);
      expect(log).toMatch(/^::error::/);
      expect(player.store.requests).toHaveLength(1);
    });
  });

  const OPEN = '::error::An update is open that this run did not begin.';
  const BUSY = '::error::The app must be on sale, and no other update of it in review.';
  const DONE = 'The update is in review already.';

  type Before = (player: Player) => Promise<unknown>;
  const begun: Before = async (player) => {
    faultOn(player.store, ['', 'POST /seller/contentSubmit'], { kind: 'reset' });
    await publish(player, {}, { runId: '1' });
  };
  const inReview: Before = (player) => publish(player, {}, { runId: '1' });
  const reviewed: Before = async (player) => {
    await publish(player);
    player.store.review(ID, 'pass');
  };

  test.each<[string, Before, number[], boolean, string]>([
    ['an update that somebody else has begun', begun, [1, 2], false, OPEN],
    ['another update in review', inReview, [1], false, BUSY],
    ['its own update after the review', reviewed, [2], true, DONE],
  ])('leaves alone %s', async (_what, before, attempts, isGreen, words) => {
    await withPlayer(async (player) => {
      await before(player);
      const made = changes(player.store);
      const log: unknown = expect.stringContaining(words);
      for (const attempt of attempts) {
        expect(await publish(player, {}, { attempt })).toMatchObject({ isGreen, log });
      }
      expect(changes(player.store)).toEqual(made);
    });
  });

  test('ends the staged rollout of the version on sale first', async () => {
    await withPlayer(async (player) => {
      await publish(player, { [RATE]: '10' }, { runId: '1' });
      player.store.review(ID, 'pass');
      const before = changes(player.store).length;

      expect((await publish(player, { [RATE]: '20' })).isGreen).toBe(true);
      const [first = '', second] = changes(player.store).slice(before);
      expect([first, second]).toEqual([
        'PUT /seller/v2/content/stagedRolloutRate',
        'POST /seller/contentUpdate',
      ]);
      expect(submitted(player.store).at(-1)).toBe(`${ID}: with app-4711-1.apk`);
    });
  });

  test('waits for a call that goes on, on the same host', async () => {
    await withPlayer(async (player) => {
      const result = 'https://devapi.samsungapps.com/seller/result';
      let looks = 0;
      player.store.setFaults(({ method, path }) => {
        const later = { kind: 'status', status: 303, headers: { Location: result } } as const;
        if (`${method} ${path}` === 'POST /seller/contentUpdate')
          return { ...later, processed: true };
        if (path !== '/seller/result') return undefined;
        looks += 1;
        if (looks < 3) return later;
        return { kind: 'status', status: 200, body: { contentStatus: 'REGISTERING' } };
      });

      expect((await publish(player)).isGreen).toBe(true);
      expect(looks).toBe(3);
    });
  });
});

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createCertificates } from '../../emulator/certificates.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { ACCOUNT, PRIVATE_KEY, withScene, type Scene } from '../../runner/scene.ts';
import { visiblePieces } from '../../runner/secrecy.ts';
import type { StepResult } from '../../runner/step.ts';

const CONNECTIONS = ['TLS', 'plain HTTP'] as const;
/** The floor does the same work as the bundle without any package. */
const MAKERS = ['floor', '**bundle**'] as const;

/** One run of everything, by names such as `main, floor, TLS`. */
export type Round = ReadonlyMap<string, StepResult>;

/** Plays one round after the other, against a store with TLS and one without. */
export type Play = (count: number, recordUsage: boolean) => Promise<readonly Round[]>;

/** Starts both stores, and gives them to whatever wants to play rounds. */
export async function withRounds(use: (play: Play) => Promise<void>): Promise<void> {
  const { authority, server } = await createCertificates(['localhost']);
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const authorityFile = join(folder, 'authority.pem');
  writeFileSync(authorityFile, authority);
  const options = {
    scopes: ['publishing'] as const,
    // A name and not an address: that is what a client meets in real life.
    host: 'localhost',
    step: { env: { NODE_EXTRA_CA_CERTS: authorityFile } },
  };
  try {
    await withScene({ ...options, tls: server }, (tls) =>
      withScene(options, (plain) =>
        use(async (count, recordUsage) => {
          const rounds: Round[] = [];
          while (rounds.length < count) {
            rounds.push(
              await playRound({ TLS: tls, 'plain HTTP': plain }, rounds.length, recordUsage),
            );
          }
          return rounds;
        }),
      ),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs everything once. The order turns round with each round, so that no side profits from a computer
 * that gets slower or faster.
 *
 * @throws AssertionError when a run did not do its whole work, so that a fast failure cannot count
 */
async function playRound(
  scenes: Readonly<Record<(typeof CONNECTIONS)[number], Scene>>,
  number: number,
  recordUsage: boolean,
): Promise<Round> {
  const turn = <T>(items: readonly T[]): readonly T[] =>
    number % 2 === 0 ? items : items.toReversed();
  const floor = { script: join(import.meta.dirname, 'floor.cjs'), recordUsage };
  const options = { floor, '**bundle**': { recordUsage } };
  const round = new Map<string, StepResult>();
  const empty = { nodeArguments: ['-e', '0'], recordUsage };
  round.set('`node -e 0`', await scenes.TLS.main({}, empty));
  for (const connection of turn(CONNECTIONS)) {
    const scene = scenes[connection];
    const { store } = scene;
    const mains = new Map<(typeof MAKERS)[number], StepResult>();
    for (const maker of turn(MAKERS)) {
      const run = (): Promise<StepResult> => scene.main({}, options[maker]);
      const main = await checked(store, 'POST /auth/accessToken', run);
      const { 'access-token': token = '', 'service-account-id': account } = main.outputs;
      assert.ok(store.liveTokens().includes(token), 'The output is no token that the store knows.');
      assert.equal(account, ACCOUNT.id);
      assert.ok(Object.keys(main.state).length > 0, 'Nothing was saved for the post step.');
      mains.set(maker, main);
      round.set(`main, ${maker}, ${connection}`, main);
    }
    for (const [maker, main] of mains) {
      const run = (): Promise<StepResult> => scene.post(main, options[maker]);
      const post = await checked(store, 'DELETE /auth/revokeAccessToken', run);
      const { 'access-token': token = '' } = main.outputs;
      assert.ok(!store.liveTokens().includes(token), 'The token is still alive.');
      round.set(`post, ${maker}, ${connection}`, post);
    }
  }
  return round;
}

const KEY_BODY = PRIVATE_KEY.replaceAll(/-----.*-----|\s/g, '');

/** Runs a step, and proves that it ended well after one call, and that its secrets are masked in time. */
async function checked(
  store: Emulator,
  call: string,
  run: () => Promise<StepResult>,
): Promise<StepResult> {
  const before = store.requests.length;
  const step = await run();
  const requests = store.requests.slice(before);
  const { exitCode, stdout, stderr, outputs } = step;
  assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' });
  assert.deepEqual(
    requests.map(({ method, path }) => `${method} ${path}`),
    [call],
  );
  const sent = requests.map(({ headers }) => headers.authorization?.replace('Bearer ', '') ?? '');
  const secrets = [...sent, outputs['access-token'] ?? []].flat();
  const lines = stdout.trimEnd().split(/\r?\n/);
  const masks = lines.filter((line) => line.startsWith('::add-mask::'));
  assert.ok(
    secrets.every((secret) => masks.includes(`::add-mask::${secret}`)),
    'A mask is missing.',
  );
  assert.ok(!masks.includes(lines.at(-1) ?? ''), 'A mask comes after the last line.');
  // The floor saves the token under another name than the bundle.
  const visible = visiblePieces({ ...step, state: {} }, [...secrets, KEY_BODY]);
  assert.deepEqual(visible, [], 'A secret was printed.');
  return step;
}

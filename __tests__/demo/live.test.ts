import { describe, expect, test } from '@jest/globals';

import type { EmulatorOptions } from '../../emulator/emulator.ts';
import { demonstrateLive } from '../../scripts/demo/live.ts';
import { QUESTIONS } from '../../scripts/demo/questions.ts';
import type { Timing } from '../../scripts/demo/timing.ts';
import { startForgetfulStore, startOneTokenStore, startSharedTokenStore } from './stand-ins.ts';
import type { StandIn } from './stand-ins.ts';
import {
  ACCOUNT_ID,
  FAST,
  legibleSecrets,
  liveOptions,
  recordingPrinter,
  withEmulator,
} from './support.ts';

interface Shown {
  readonly isGood: boolean;
  readonly text: string;
  /** The Markdown at the end. */
  readonly report: string;
  readonly aliveInTheEnd: number;
}

interface Scene {
  readonly emulator?: Partial<EmulatorOptions>;
  readonly behind?: (emulatorUrl: string) => Promise<StandIn>;
  readonly timing?: Partial<Timing>;
  readonly interrupted?: AbortSignal;
}

/** Runs the live demo against an emulator, and checks what must hold in every scene. */
async function show(scene: Scene = {}): Promise<Shown> {
  const { print, text } = recordingPrinter();
  let isGood = false;
  let aliveInTheEnd = 0;
  await withEmulator(scene.emulator ?? {}, async (emulator) => {
    const standIn = await scene.behind?.(emulator.url);
    const never = new AbortController().signal;
    try {
      isGood = await demonstrateLive(
        liveOptions(standIn?.url ?? emulator.url),
        print,
        { ...FAST, ...scene.timing },
        scene.interrupted ?? never,
      );
    } finally {
      await standIn?.stop();
    }
    aliveInTheEnd = emulator.liveTokens().length;
    expect(legibleSecrets(text(), emulator)).toEqual([]);
  });
  const report = text().slice(text().indexOf('## Galaxy Store Developer API'));
  expect(report).not.toContain(ACCOUNT_ID);
  return { isGood, text: text(), report, aliveInTheEnd };
}

/** The report without what depends on the machine and the moment. */
function withoutSurroundings(report: string): string {
  return report.replace(/seen on [\d-]+/, 'seen on DAY').replace(/Asked of .*/, 'Asked of URL.');
}

describe('the live demo', () => {
  test('answers every open question with what came back, and leaves no token', async () => {
    const { isGood, text, report, aliveInTheEnd } = await show();

    expect(isGood).toBe(true);
    expect(aliveInTheEnd).toBe(0);
    expect(text).toContain('✓ The token is refused now that the job has ended');
    expect(text).toContain('Refused now: 2 of 2.');
    for (const question of Object.values(QUESTIONS)) expect(report).toContain(`### ${question}`);
    expect(report).not.toContain('Not asked.');
    expect(withoutSurroundings(report)).toMatchSnapshot();
  });

  test('finds out that a new token ends the one before it', async () => {
    const { isGood, report, aliveInTheEnd } = await show({ behind: startOneTokenStore });

    expect(report).toContain('Yes: the first token is refused after the second was created');
    expect(isGood).toBe(true);
    expect(aliveInTheEnd).toBe(0);
  });

  test('finds out that everybody gets the same token', async () => {
    const { report, aliveInTheEnd } = await show({ behind: startSharedTokenStore });

    expect(report).toContain('Both creations gave the same token');
    expect(aliveInTheEnd).toBe(0);
  });

  test('finds out that a token needs a while until it works', async () => {
    const { report } = await show({ emulator: { settleMs: 60 } });

    expect(report).toMatch(/It works after \d+ ms\./);
    expect(report).toMatch(/- the same after \d+ ms \(check \d+\): `HTTP 200/);
  });

  test('revokes a token that came for an assertion that should have been refused', async () => {
    const { isGood, text, report, aliveInTheEnd } = await show({
      emulator: { clockOffsetMs: 60_000 },
    });

    expect(report).toContain('Accepted all the same: iat 30 s in the future.');
    expect(report).toMatch(/The clock of the server minus ours: (59|60) s\./);
    expect(text).toContain('Refused now: 3 of 3.');
    expect(aliveInTheEnd).toBe(0);
    expect(isGood).toBe(true);
  });

  test('counts the answers 429 and shows how long they ask to wait', async () => {
    const { report } = await show({
      emulator: {
        faults: ({ operation, n }) =>
          operation === 'create' && n > 10
            ? {
                kind: 'status',
                status: 429,
                headers: { 'Retry-After': '7' },
                body: { code: 'SLOW' },
              }
            : undefined,
      },
    });

    expect(report).toMatch(/\d of \d+ requests were answered 429 \(Retry-After: 7/);
  });

  test('hides a token that the server put where nobody expects one', async () => {
    const { report } = await show({
      emulator: {
        faults: ({ operation, n }) =>
          operation === 'create' && n > 3
            ? { kind: 'status', status: 200, body: { result: { key: 'TokenInAnOddPlace', id: 7 } } }
            : undefined,
      },
    });

    expect(report).toContain('`HTTP 200 {"result":{"key":"***","id":"***"}}`');
  });
});

describe('a live demo that fails midway', () => {
  test('says so when no answer comes, and asks nothing more', async () => {
    const { isGood, report, aliveInTheEnd } = await show({
      emulator: {
        faults: ({ n, operation }) =>
          operation === 'create' && n > 1 ? { kind: 'hang' } : undefined,
      },
      timing: { timeoutMs: 100 },
    });

    expect(isGood).toBe(false);
    expect(report).toContain(
      '**Ended early**, because an ordinary assertion gave no token: no usable answer',
    );
    expect(report.match(/Not asked\./g)).toHaveLength(Object.keys(QUESTIONS).length - 1);
    expect(aliveInTheEnd).toBe(0);
  });

  test('revokes what it has when the server falls silent, and warns of tokens that nobody knows', async () => {
    const { isGood, text, aliveInTheEnd } = await show({
      emulator: {
        faults: ({ operation, n }) =>
          operation === 'create' && n > 3 ? { kind: 'lost-answer' } : undefined,
      },
    });

    expect(isGood).toBe(false);
    expect(text).toContain('Ended early, because 2 requests in a row had no usable answer');
    expect(text).toContain('2 create requests could not be read.');
    expect(text).toContain('delete the service account in Seller Portal');
    expect(aliveInTheEnd).toBe(0);
  });

  test('tells which tokens are left when they cannot be revoked', async () => {
    const { isGood, text, aliveInTheEnd } = await show({
      emulator: {
        faults: ({ operation, n }) =>
          operation === 'revoke' && n > 1 ? { kind: 'status', status: 500, body: {} } : undefined,
      },
    });

    expect(isGood).toBe(false);
    expect(aliveInTheEnd).toBe(2);
    expect(text).toContain('Token 1 of 2 could not be revoked: HTTP 500');
    expect(text).toContain('Token 2 of 2 could not be revoked: HTTP 500');
    expect(text).toContain('delete the service account in Seller Portal');
  });

  test('does not believe a revocation without a check', async () => {
    const { isGood, text } = await show({ behind: startForgetfulStore, timing: { polls: 2 } });

    expect(isGood).toBe(false);
    expect(text).toContain('✗ NOT SO: The token is refused now that the job has ended');
    expect(text).toContain('Token 1 of 3 was revoked, but it works: HTTP 200');
  });

  test('asks nothing and revokes everything when it is interrupted', async () => {
    const interruption = new AbortController();
    const { isGood, report, aliveInTheEnd } = await show({
      interrupted: interruption.signal,
      emulator: {
        onEvent: ({ kind, n }) => {
          if (kind === 'minted' && n === 3) interruption.abort();
        },
      },
    });

    expect(isGood).toBe(false);
    expect(report).toContain('**Ended early**, because it was interrupted.');
    expect(aliveInTheEnd).toBe(0);
  });
});

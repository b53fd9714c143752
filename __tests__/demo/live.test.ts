import { describe, expect, test } from '@jest/globals';

import { QUESTIONS } from '../../scripts/demo/questions.ts';
import { show } from './scene.ts';
import { startOneTokenStore, startSharedTokenStore } from './stand-ins.ts';

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
    const { report } = await show({ emulator: { propagationMs: 60 } });

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

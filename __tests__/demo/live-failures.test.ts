import { describe, expect, test } from '@jest/globals';

import { QUESTIONS } from '../../scripts/demo/questions.ts';
import { show } from './scene.ts';
import { startForgetfulStore } from './stand-ins.ts';

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
          if (kind === 'created' && n === 3) interruption.abort();
        },
      },
    });

    expect(isGood).toBe(false);
    expect(report).toContain('**Ended early**, because it was interrupted.');
    expect(aliveInTheEnd).toBe(0);
  });
});

import { describe, expect, test } from '@jest/globals';

import type { Fault } from '../../emulator/faults.ts';

import { HOSTILE_MESSAGE } from './hostile-answers.ts';
import { obeyedIn } from './obedience.ts';
import { PRIVATE_KEY, errorsOf, withScene } from './scene.ts';
import { legiblePieces, secretsOf } from './secrecy.ts';

interface CallFault {
  readonly name: string;
  readonly fault: Fault;
  /** How many of the first requests meet the fault. */
  readonly times: number;
  /** How many requests the store sees. */
  readonly requests: number;
  readonly says: string;
}

const status = (
  code: number,
  body?: Readonly<Record<string, string | boolean>> | string,
): Fault => ({
  kind: 'status',
  status: code,
  ...(body !== undefined && { body: typeof body === 'string' ? body : { ...body } }),
});

const wait = (seconds: number): Fault => ({
  kind: 'status',
  status: 429,
  headers: { 'Retry-After': String(seconds) },
});

/** Faults that pass, for both calls alike. */
const PASSING: readonly CallFault[] = [
  { name: 'HTTP 500', fault: status(500), says: 'HTTP 500' },
  // Only the create call answers an assertion that does not verify with a 500.
  {
    name: 'a 500 that speaks of a token',
    fault: status(500, { message: 'token' }),
    says: '"token"',
  },
  { name: 'HTTP 429', fault: status(429), says: 'HTTP 429' },
  { name: 'a reset', fault: { kind: 'reset' } as const, says: 'ECONNRESET' },
  {
    name: 'a switch to another protocol (101)',
    fault: {
      kind: 'raw',
      bytes: 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
    } as const,
    says: 'no complete answer within 20 s',
  },
  { name: 'silence', fault: { kind: 'hang' } as const, says: 'no complete answer within 20 s' },
  { name: 'an ordered wait', fault: wait(3), says: 'because the server asks to wait' },
  // A lost answer to these calls mints nothing, so more than four are no reason to give up.
  { name: 'five resets', fault: { kind: 'reset' } as const, times: 5, says: 'ECONNRESET' },
  { name: 'ten ordered waits', fault: wait(0), times: 10, says: 'asks to wait' },
].map((passing) => {
  const { times = 2 } = passing;
  return { ...passing, times, requests: times + 1 };
});

/** Answers that are final, for both calls alike. */
const LASTING: readonly CallFault[] = [
  { name: 'HTTP 404', fault: status(404), says: 'HTTP 404' },
  { name: 'a redirect', fault: status(302), says: 'HTTP 302' },
  {
    name: 'a hostile message',
    fault: status(403, { message: HOSTILE_MESSAGE }),
    says: 'HTTP 403 "first line ::set-output',
  },
  { name: 'an endless wait', fault: wait(600), says: 'HTTP 429' },
  { name: 'a log-in page with a 200', fault: status(200, '<html>'), says: 'that is not JSON' },
  { name: 'an error with a 200', fault: status(200, { code: 'NO' }), says: 'HTTP 200 NO' },
  { name: 'a 200 that is not ok', fault: status(200, { ok: false }), says: 'HTTP 200 without' },
  { name: 'a failure with a 200', fault: status(200, { resultCode: '4004' }), says: 'HTTP 200' },
  { name: 'an array with a 200', fault: { ...status(200), body: [] }, says: 'HTTP 200 without' },
  { name: 'a 401 of somebody else', fault: status(401, 'Log in'), says: 'HTTP 401 with' },
].map((lasting) => ({ ...lasting, times: Infinity, requests: 1 }));

const plan =
  (operation: 'check' | 'revoke', { fault, times }: CallFault) =>
  (request: { readonly operation: string; readonly n: number }): Fault | undefined =>
    request.operation === operation && request.n <= times ? fault : undefined;

describe('The check of a new token', () => {
  test.each(PASSING)('is made again after $name', async (fault) => {
    await withScene({ faults: plan('check', fault), speed: 20 }, async (scene) => {
      const created = await scene.main({ verify: 'true' });
      expect(created.exitCode).toBe(0);
      expect(created.log).toContain('Checking the access token: attempt');
      expect(created.log).toContain(fault.says);
      expect(created.log).not.toContain('nobody knows');
      expect(scene.calls().filter((call) => call === 'check')).toHaveLength(fault.requests);
    });
  });

  test.each(LASTING)('fails for good after $name, and the token dies', async (fault) => {
    await withScene({ faults: plan('check', fault) }, async (scene) => {
      const failed = await scene.main({ verify: 'true' });
      expect(failed.exitCode).toBe(1);
      expect(failed.outputs).toEqual({});
      expect(errorsOf(failed)).toEqual([expect.stringContaining(fault.says)]);
      expect(obeyedIn(failed)).toEqual([]);
      expect(scene.calls().filter((call) => call === 'check')).toHaveLength(fault.requests);
      await scene.post(failed);
      expect(scene.store.liveTokens()).toEqual([]);
    });
  });
});

describe('The revocation', () => {
  test.each(PASSING)('is made again after $name', async (fault) => {
    await withScene({ faults: plan('revoke', fault), speed: 20 }, async (scene) => {
      const ended = await scene.post(await scene.main());
      expect(ended.exitCode).toBe(0);
      expect(ended.log).toContain('Revoking the access token: attempt');
      expect(ended.log).toContain(fault.says);
      expect(errorsOf(ended)).toEqual([]);
      expect(scene.calls().filter((call) => call === 'revoke')).toHaveLength(fault.requests);
      expect(scene.store.liveTokens()).toEqual([]);
    });
  });

  test.each(LASTING)('fails loudly after $name', async (fault) => {
    await withScene({ faults: plan('revoke', fault) }, async (scene) => {
      const created = await scene.main();
      const ended = await scene.post(created);
      expect(ended.exitCode).toBe(0);
      expect(errorsOf(ended)).toEqual([expect.stringContaining(fault.says)]);
      expect(ended.summary).toContain('is still valid');
      expect(obeyedIn(ended)).toEqual([]);
      expect(scene.calls().filter((call) => call === 'revoke')).toHaveLength(fault.requests);
      expect(legiblePieces(ended, secretsOf(scene.store, PRIVATE_KEY))).toEqual([]);
    });
  });

  test.each([
    { name: 'a 204', body: undefined, code: 204 },
    { name: 'an empty 200', body: undefined, code: 200 },
    { name: 'a 200 with other JSON', body: { done: true }, code: 200 },
    { name: 'a 200 that is ok and says more', body: { ok: true, message: 'Revoked' }, code: 200 },
  ])('takes $name for an answer, because Samsung documents none', async ({ body, code }) => {
    const fault: Fault = {
      kind: 'status',
      status: code,
      processed: true,
      ...(body && { body }),
    };
    const faults = plan('revoke', { name: '', fault, times: 1, requests: 1, says: '' });
    await withScene({ faults }, async (scene) => {
      const ended = await scene.post(await scene.main());
      expect(ended.log).toContain('Revoked the access token');
      expect(scene.calls()).toEqual(['create', 'revoke']);
    });
  });
});

import assert from 'node:assert/strict';

import { visiblePieces } from '../../runner/secrecy.ts';
import type { StepResult } from '../../runner/step.ts';

import { ACCOUNT_ID } from './stores.ts';
import type { StoreReport } from './stores.ts';

/**
 * Proves that a main step did its whole work.
 *
 * @throws AssertionError which says what is missing
 */
export function checkMain(step: StepResult, store: StoreReport, privateKey: string): void {
  const token = step.outputs['access-token'] ?? '';
  const assertion = checkStep(step, store, 'POST /auth/accessToken');
  assert.ok(store.liveTokens.includes(token), 'The output is no token that the store knows.');
  assert.equal(step.outputs['service-account-id'], ACCOUNT_ID);
  assert.ok(Object.keys(step.state).length > 0, 'Nothing was saved for the post step.');
  const body = privateKey.replaceAll(/-----.*-----|\s/g, '');
  // The floor saves the token under another name than the bundle.
  checkSecrecy({ ...step, state: {} }, [assertion, token], [assertion, token, body]);
}

/**
 * Proves that a post step did its whole work.
 *
 * @throws AssertionError which says what is missing
 */
export function checkPost(step: StepResult, store: StoreReport): void {
  const token = checkStep(step, store, 'DELETE /auth/revokeAccessToken');
  assert.ok(!store.liveTokens.includes(token), 'The token is still alive.');
  checkSecrecy(step, [token], [token]);
}

/** The step ended well after one call of the store. Gives the credential that it sent. */
function checkStep({ exitCode, stderr }: StepResult, store: StoreReport, call: string): string {
  assert.equal(exitCode, 0, `A step ended with ${exitCode ?? 'a signal'}: ${stderr}`);
  assert.equal(stderr, '');
  assert.deepEqual(
    store.requests.map((request) => request.call),
    [call],
  );
  return store.requests[0]?.credential ?? '';
}

/** Each secret is masked before the step's last line, and nothing but the masks shows it. */
function checkSecrecy(
  step: StepResult,
  masked: readonly string[],
  secrets: readonly string[],
): void {
  const lines = step.stdout.trimEnd().split(/\r?\n/);
  const isMasked = (secret: string): boolean =>
    lines.slice(0, -1).includes(`::add-mask::${secret}`);
  assert.ok(masked.every(isMasked), 'A mask is missing.');
  assert.ok(!lines.at(-1)?.startsWith('::add-mask::'), 'A mask comes after the last line.');
  assert.deepEqual(visiblePieces(step, secrets), [], 'A secret was printed.');
}

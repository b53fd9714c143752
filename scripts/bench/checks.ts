import assert from 'node:assert/strict';

import type { StepResult } from '../../runner/step.ts';

import { ACCOUNT_ID } from './stores.ts';
import type { StoreReport } from './stores.ts';

const MASK = '::add-mask::';

/**
 * Proves that a main step did its whole work.
 *
 * @throws AssertionError which says what is missing
 */
export function checkMain(step: StepResult, store: StoreReport, privateKey: string): void {
  checkExit(step);
  assert.equal(store.requests.length, 1, 'The store saw another number of requests than one.');
  const { call, credential } = store.requests[0] ?? { call: '', credential: '' };
  const token = step.outputs['access-token'] ?? '';
  assert.equal(call, 'POST /auth/accessToken');
  assert.ok(store.liveTokens.includes(token), 'The output is no token that the store knows.');
  assert.equal(step.outputs['service-account-id'], ACCOUNT_ID);
  assert.ok(Object.keys(step.state).length > 0, 'Nothing was saved for the post step.');
  const lines = privateKey.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
  checkSecrecy(step, [credential, token], [credential, token, ...lines]);
}

/**
 * Proves that a post step did its whole work.
 *
 * @throws AssertionError which says what is missing
 */
export function checkPost(step: StepResult, store: StoreReport): void {
  checkExit(step);
  assert.equal(store.requests.length, 1, 'The store saw another number of requests than one.');
  const { call, credential } = store.requests[0] ?? { call: '', credential: '' };
  assert.equal(call, 'DELETE /auth/revokeAccessToken');
  assert.ok(!store.liveTokens.includes(credential), 'The token is still alive.');
  checkSecrecy(step, [credential], [credential]);
}

function checkExit({ exitCode, stderr }: StepResult): void {
  assert.equal(exitCode, 0, `A step ended with ${exitCode ?? 'a signal'}: ${stderr}`);
  assert.equal(stderr, '');
}

/** Each secret is masked before the step's last word, and no line but the masks holds it. */
function checkSecrecy(
  { stdout }: StepResult,
  masked: readonly string[],
  secrets: readonly string[],
): void {
  const lines = stdout.trimEnd().split(/\r?\n/);
  const spoken = lines.filter((line) => !line.startsWith(MASK));
  assert.ok(
    masked.every((secret) => lines.slice(0, -1).includes(MASK + secret)),
    'A mask is missing.',
  );
  assert.equal(spoken.at(-1), lines.at(-1), 'A mask comes after the last word.');
  assert.ok(
    spoken.every((line) => !secrets.some((secret) => line.includes(secret))),
    'A secret was printed.',
  );
}

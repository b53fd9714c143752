import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventKind } from '../../emulator/emulator.ts';
import type { Outcome } from './act.ts';
import type { Run } from './world.ts';

/** What holds for every run, however it ends. */
export async function expectSafety(run: Run): Promise<void> {
  assert.deepEqual(run.liveTokens, [], 'a token is alive after the job');
  assert.deepEqual(run.strayRequests, [], 'somebody asked the proxy for another host');
  const artifacts = await readdir(run.artifactsDir, { recursive: true, withFileTypes: true });
  const files = artifacts.filter((entry) => entry.isFile());
  const contents = await Promise.all(
    files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')),
  );
  for (const secret of run.secrets) {
    // The secret is not in the message, which goes to a log as well.
    assert.ok(!run.log.includes(secret), `a secret of ${secret.length} characters is in the log`);
    assert.ok(!contents.some((text) => text.includes(secret)), 'a secret is in an artifact');
  }
}

/** The workflow passed, and every step that ran succeeded. */
export function expectSuccess(run: Run): void {
  assert.equal(run.exitCode, 0, 'act failed');
  const others = run.steps.filter(({ outcome }) => outcome !== 'success');
  assert.deepEqual(others, [], 'a step did not succeed');
}

/** The workflow failed, and these steps are the ones that did. */
export function expectFailure(run: Run, failedSteps: readonly string[]): void {
  assert.equal(run.exitCode, 1, 'act did not fail');
  assert.deepEqual(stepsThat(run, 'failure'), failedSteps, 'other steps failed');
}

/** Names of the steps with an outcome, in the order in which they ended. */
export function stepsThat(run: Run, outcome: Outcome, stage = 'Main'): readonly string[] {
  const steps = run.steps.filter((step) => step.outcome === outcome && step.stage === stage);
  return steps.map(({ step }) => step);
}

/**
 * The post step of the action ran in as many jobs, and succeeded in each. Inside a composite action,
 * act reports it under the name of the step that uses the composite action, beside that step's own.
 */
export function expectPostSteps(run: Run, count: number, name = 'Create a token'): void {
  const posts = stepsThat(run, 'success', 'Post').filter((step) => step === name);
  assert.equal(posts.length, count, 'number of post steps');
}

/** How many events of each kind there were, for the kinds named. */
export function expectEvents(run: Run, counts: Partial<Record<EventKind, number>>): void {
  const kinds = Object.keys(counts);
  const seen = kinds.map((kind) => [kind, run.events.filter((e) => e.kind === kind).length]);
  assert.deepEqual(Object.fromEntries(seen), counts, 'events at Galaxy Store');
}

/** The scopes of the tokens, in the order of their creation; a space between those of one token. */
export function createdScopes(run: Run): readonly string[] {
  const created = run.events.filter(({ kind }) => kind === 'created');
  return created.map(({ detail }) => /scopes ([\w, ]+?), JWT/.exec(detail)?.[1] ?? detail);
}

/** The calls that were made with a token, in order, as `METHOD path`. */
export function calls(run: Run): readonly string[] {
  const used = run.events.filter(({ kind }) => kind === 'used');
  return used.map(({ detail }) => detail.replace(/^.* for /, ''));
}

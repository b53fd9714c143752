import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventKind } from '../../emulator/emulator.ts';
import { piecesIn } from '../../runner/secrecy.ts';
import type { Outcome } from './act.ts';
import type { Run } from './run.ts';

/** What must come of a run, besides what holds for every one. */
export interface Expected {
  /** Names of the steps that fail, in order. Default: none. */
  readonly failed?: readonly string[];
  /** The run is cancelled, so no step counts as failed, and yet act does not succeed. */
  readonly cancelled?: boolean;
  /**
   * In how many jobs the post step of the action runs and succeeds. Default: 1. Inside a composite action,
   * act reports it under the name of the step that uses the composite action, beside that step's own.
   */
  readonly posts?: number;
  readonly postName?: string;
  /** How many events of each kind there are. Default: a token is created and revoked, nothing is refused. */
  readonly events?: Partial<Record<EventKind, number | 'any'>>;
  /** The calls with the token, in order, as `METHOD path`. */
  readonly calls?: readonly string[];
  /** The scopes of the tokens, in any order. */
  readonly scopes?: readonly string[];
  readonly log?: RegExp;
  /** @throws AssertionError when the run was not as it must be */
  readonly also?: (run: Run) => void | Promise<void>;
}

/** @throws AssertionError when the run was not as it must be */
export async function expectRun(run: Run, expected: Expected): Promise<void> {
  await expectSafety(run);
  const { failed = [], cancelled = false, posts = 1, postName = 'Create a token' } = expected;
  if (cancelled) {
    assert.notEqual(run.exitCode, 0, 'act did not fail');
  } else {
    assert.equal(run.exitCode, failed.length === 0 ? 0 : 1, 'exit code of act');
    assert.deepEqual(stepsThat(run, 'failure'), failed, 'steps that failed');
  }
  if (failed.length === 0 && !cancelled) {
    const others = run.steps.filter(({ outcome }) => outcome !== 'success');
    assert.deepEqual(others, [], 'a step did not succeed');
  }
  const succeeded = stepsThat(run, 'success', 'Post').filter((step) => step === postName);
  assert.equal(succeeded.length, posts, 'number of post steps');
  const events = { created: 1, revoked: 1, refused: 0, ...expected.events };
  const counted = Object.entries(events).filter(([, count]) => count !== 'any');
  const seen = counted.map(([kind]) => [kind, ofKind(run, kind).length]);
  assert.deepEqual(seen, counted, 'events at Galaxy Store');
  if (expected.calls) assert.deepEqual(callsOf(run), expected.calls, 'calls with the token');
  if (expected.scopes) assert.deepEqual(scopesOf(run), expected.scopes, 'scopes of the tokens');
  if (expected.log) assert.match(run.log, expected.log);
  await expected.also?.(run);
}

/** What holds for every run, however it ends. */
async function expectSafety(run: Run): Promise<void> {
  assert.deepEqual(run.liveTokens, [], 'a token is alive after the job');
  assert.deepEqual(run.strayRequests, [], 'somebody asked the proxy for another host');
  const artifacts = await readdir(run.artifactsDir, { recursive: true, withFileTypes: true });
  const files = artifacts.filter((entry) => entry.isFile());
  const contents = await Promise.all(
    files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')),
  );
  for (const text of [run.log, ...contents]) {
    // The pieces are not in the message, which goes to a log as well.
    const count = piecesIn(text, run.secrets).length;
    assert.equal(count, 0, 'pieces of secrets are in the log or in an artifact');
  }
}

/** Names of the steps with an outcome, in the order in which they ended. */
function stepsThat(run: Run, outcome: Outcome, stage = 'Main'): readonly string[] {
  const steps = run.steps.filter((step) => step.outcome === outcome && step.stage === stage);
  return steps.map(({ step }) => step);
}

export function ofKind(run: Run, kind: string): Run['events'] {
  return run.events.filter((event) => event.kind === kind);
}

export function callsOf(run: Run): readonly string[] {
  return ofKind(run, 'used').map(({ detail }) => detail.replace(/^.* for /, ''));
}

/** Sorted, with a space between the scopes of one token. */
function scopesOf(run: Run): readonly string[] {
  const scopes = ofKind(run, 'created').map(({ detail }) => /scopes ([\w, ]+?), JWT/.exec(detail));
  return scopes.map((match) => match?.[1] ?? 'none').toSorted();
}

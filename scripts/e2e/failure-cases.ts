import assert from 'node:assert/strict';
import type { Case } from './case.ts';
import { expectEvents, expectFailure, expectPostSteps, expectSuccess } from './expectations.ts';
import type { Run } from './world.ts';

const WORKFLOW_DISPATCH = { event: 'workflow_dispatch' } as const;

/** What may go wrong around the token. After each of these, no token is alive. */
export const FAILURE_CASES: readonly Case[] = [
  {
    ...WORKFLOW_DISPATCH,
    name: 'the proxy is unreachable',
    workflow: 'token-only.yml',
    proxyUnreachable: true,
    timeLimitMs: 200_000,
    expect: (run) => {
      expectFailure(run, ['Create a token']);
      assert.match(run.log, /attempt 2 of 8/, 'it did not try again');
      expectEvents(run, { created: 0 });
    },
  },
  {
    ...WORKFLOW_DISPATCH,
    name: 'a later step times out',
    workflow: 'step-timeout.yml',
    expect: expectRevocationAfter('Hang'),
  },
  {
    ...WORKFLOW_DISPATCH,
    name: 'a later step fails',
    workflow: 'failing-step.yml',
    expect: expectRevocationAfter('Fail'),
  },
  {
    ...WORKFLOW_DISPATCH,
    name: 'the run is cancelled',
    workflow: 'cancelled.yml',
    cancelAt: ({ kind }) => kind === 'used',
    expect: (run) => {
      assert.notEqual(run.exitCode, 0, 'act did not fail');
      expectPostSteps(run, 1);
      expectEvents(run, { created: 1, used: 1, revoked: 1 });
    },
  },
  {
    ...WORKFLOW_DISPATCH,
    name: 'four jobs of a matrix hold a token at once',
    workflow: 'matrix.yml',
    expect: (run) => {
      expectSuccess(run);
      expectPostSteps(run, 4);
      expectEvents(run, { created: 4, used: 4, revoked: 4, refused: 0 });
      const [lastCreated] = run.events.filter(({ kind }) => kind === 'created').slice(-1);
      const firstRevoked = run.events.find(({ kind }) => kind === 'revoked');
      assert.ok(lastCreated && firstRevoked && lastCreated.at < firstRevoked.at, 'not at once');
    },
  },
  {
    ...WORKFLOW_DISPATCH,
    name: 'the key does not belong to the account',
    workflow: 'token-only.yml',
    wrongKey: true,
    expect: expectRefusal(500),
  },
  {
    ...WORKFLOW_DISPATCH,
    name: 'the scope is not granted',
    workflow: 'token-only.yml',
    grants: ['gss'],
    expect: expectRefusal(403),
  },
  {
    name: 'publish.yml stops at a refusal that hides in a 200',
    workflow: 'publish.yml',
    event: 'release',
    faults: ({ path }) =>
      path === '/seller/v2/content/binary'
        ? { kind: 'status', status: 200, body: { resultCode: '4105', resultMessage: 'Not ready' } }
        : undefined,
    expect: (run) => {
      expectFailure(run, ['Publish']);
      expectPostSteps(run, 1);
      assert.match(run.log, /POST v2\/content\/binary: HTTP 200 .*"Not ready"/);
      expectEvents(run, { created: 1, submitted: 0, revoked: 1 });
    },
  },
  {
    name: 'publish.yml shows what Galaxy Store says to a bad request',
    workflow: 'publish.yml',
    event: 'release',
    variables: { GALAXY_STORE_CONTENT_ID: '999999999999' },
    expect: (run) => {
      expectFailure(run, ['Publish']);
      expectPostSteps(run, 1);
      assert.match(run.log, /contentInfo: HTTP 400 .*"Not found for contentId"/);
      expectEvents(run, { created: 1, updated: 0, submitted: 0, revoked: 1 });
    },
  },
];

function expectRevocationAfter(step: string): (run: Run) => void {
  return (run) => {
    expectFailure(run, [step]);
    expectPostSteps(run, 1);
    expectEvents(run, { created: 1, revoked: 1, refused: 0 });
  };
}

function expectRefusal(status: number): (run: Run) => void {
  return (run) => {
    expectFailure(run, ['Create a token']);
    expectEvents(run, { created: 0, used: 0, refused: 1 });
    assert.equal(run.events[0]?.status, status);
  };
}

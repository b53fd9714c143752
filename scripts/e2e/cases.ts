import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaultPlan } from '../../emulator/emulator.ts';
import { callsOf, ofKind } from './expectations.ts';
import type { Expected } from './expectations.ts';
import { CONTENT_ID, OTHER_CONTENT_ID } from './run.ts';
import type { Run, RunOptions } from './run.ts';
import { provideFastlane, provideGsc, provideMozapkpublisher } from './tools.ts';
import type { Provision } from './tools.ts';

/** A workflow to run and what must come of it. */
export interface Case extends RunOptions {
  readonly name: string;
  readonly provide?: () => Provision | Promise<Provision>;
  readonly expected?: Expected;
}

/** The calls of publish.yml for a staged rollout, in order. */
const PUBLISHING_CALLS = [
  'GET /seller/contentInfo',
  'GET /seller/v2/content/stagedRolloutBinary',
  'POST /seller/contentUpdate',
  'POST /seller/createUploadSessionId',
  'POST /galaxyapi/fileUpload',
  'POST /seller/v2/content/binary',
  'GET /seller/contentInfo',
  'DELETE /seller/v2/content/binary',
  'PUT /seller/v2/content/stagedRolloutBinary',
  'PUT /seller/v2/content/stagedRolloutRate',
  'GET /seller/v2/content/stagedRolloutRate',
  'POST /seller/contentSubmit',
  'GET /seller/contentInfo',
];

const BY_HAND = { event: 'workflow_dispatch' } as const;
const RELEASE = { workflow: 'publish.yml', event: 'release' } as const;

/** Nothing is created or revoked, since this many requests were refused. */
const nothingCreated = (refused: number): Expected => ({
  failed: ['Create a token'],
  events: { created: 0, revoked: 0, used: 0, refused },
});

/** What may go wrong around the token, in a workflow that runs a command in a later step. */
const FAILURES: readonly Case[] = [
  {
    ...laterStep('echo "There is a token."'),
    name: 'the proxy is unreachable',
    proxyUnreachable: true,
    timeLimitMs: 200_000,
    expected: { ...nothingCreated(0), log: /attempt 2 of 8/ },
  },
  {
    ...laterStep('sleep 300'),
    name: 'a later step times out',
    expected: { failed: ['Later step'] },
  },
  {
    ...laterStep('exit 3'),
    name: 'a later step fails',
    expected: { failed: ['Later step'] },
  },
  {
    ...laterStep('list-apps && sleep 300'),
    name: 'the run is cancelled',
    cancelAt: ({ kind }) => kind === 'used',
    expected: { cancelled: true, events: { used: 1 } },
  },
  {
    ...laterStep('sleep 2 && list-apps'),
    name: 'four jobs of a matrix hold a token at once',
    variables: { JOBS: '[1, 2, 3, 4]' },
    expected: {
      posts: 4,
      events: { created: 4, used: 4, revoked: 4 },
      also: (run) => {
        const lastCreated = ofKind(run, 'created').at(-1);
        const [firstRevoked] = ofKind(run, 'revoked');
        assert.ok(lastCreated && firstRevoked && lastCreated.at < firstRevoked.at, 'not at once');
      },
    },
  },
  {
    ...laterStep('echo "There is a token."'),
    name: 'the key does not belong to the account',
    wrongKey: true,
    expected: { ...nothingCreated(1), also: isRefusedWith(500) },
  },
  {
    ...laterStep('echo "There is a token."'),
    name: 'the scope is not granted',
    grants: ['gss'],
    expected: { ...nothingCreated(1), also: isRefusedWith(403) },
  },
  {
    ...RELEASE,
    name: 'publish.yml stops at a refusal that hides in a 200',
    faults: refusesBinary,
    expected: {
      failed: ['Publish'],
      events: { submitted: 0 },
      log: /POST v2\/content\/binary: HTTP 200 .*"Not ready"/,
    },
  },
  {
    ...RELEASE,
    name: 'publish.yml shows what Galaxy Store says to a bad request',
    variables: { GALAXY_STORE_CONTENT_ID: '999999999999' },
    expected: {
      failed: ['Publish'],
      events: { updated: 0, submitted: 0, refused: 1 },
      log: /contentInfo: HTTP 400 .*"Not found for contentId"/,
    },
  },
];

/** Every file of examples/, and a client of others. */
const EXAMPLES: readonly Case[] = [
  {
    ...RELEASE,
    name: 'publish.yml',
    expected: {
      calls: PUBLISHING_CALLS.filter((call) => !/PUT|Rate/.test(call)),
      events: { uploaded: 1, submitted: 1 },
    },
  },
  {
    ...RELEASE,
    name: 'publish.yml with a staged rollout',
    variables: { GALAXY_STORE_ROLLOUT_RATE: '10' },
    expected: { calls: PUBLISHING_CALLS, events: { uploaded: 1, submitted: 1 } },
  },
  {
    name: 'gss-metrics.yml',
    workflow: 'gss-metrics.yml',
    event: 'schedule',
    grants: ['gss'],
    expected: {
      scopes: ['gss'],
      calls: ['POST /gss/query/contentMetric'],
      also: async ({ artifactsDir }) => {
        const artifact = join(artifactsDir, 'galaxy-store-metrics/metrics.json');
        assert.match(await readFile(artifact, 'utf8'), /"total_unique_installs_filter"/);
      },
    },
  },
  {
    ...BY_HAND,
    name: 'rollout.yml',
    workflow: 'rollout.yml',
    inputs: { change: 'take the whole app off sale' },
    expected: {
      calls: ['POST /seller/contentStatusUpdate', 'GET /seller/contentInfo'],
      events: { updated: 1 },
      log: /Done: take the whole app off sale\./,
    },
  },
  {
    name: 'review-status.yml',
    workflow: 'review-status.yml',
    event: 'schedule',
    expected: {
      calls: ['GET /seller/contentInfo'],
      log: /Nothing is in review: the app is FOR_SALE\./,
    },
  },
  {
    ...BY_HAND,
    name: 'multi-job.yml',
    workflow: 'multi-job.yml',
    variables: { GALAXY_STORE_CONTENT_IDS: JSON.stringify([CONTENT_ID, OTHER_CONTENT_ID]) },
    expected: {
      posts: 3,
      scopes: ['gss', 'publishing', 'publishing'],
      events: { created: 3, used: 3, revoked: 3 },
    },
  },
  {
    ...BY_HAND,
    name: 'revoke.yml',
    workflow: 'revoke.yml',
    // It asks for a revocation again for a while, since a new token may not have propagated yet.
    expected: { posts: 2, events: { created: 2, used: 2, revoked: 2, refused: 'any' } },
  },
  {
    ...BY_HAND,
    name: 'call-reusable-workflow.yml with reusable-workflow.yml',
    workflow: 'call-reusable-workflow.yml',
    expected: { events: { used: 1 }, log: /The app is FOR_SALE\./ },
  },
  {
    ...BY_HAND,
    name: 'composite.yml with composite/action.yml',
    workflow: 'composite.yml',
    expected: { posts: 2, postName: 'List the apps', calls: ['GET /seller/contentList'] },
  },
  {
    ...BY_HAND,
    name: 'gsc.yml',
    workflow: 'gsc.yml',
    provide: provideGsc,
    expected: { also: isChecked },
  },
  {
    ...RELEASE,
    name: 'fastlane.yml',
    workflow: 'fastlane.yml',
    provide: provideFastlane,
    expected: { also: isChecked },
  },
  {
    ...laterStep('publish.py'),
    name: 'mozapkpublisher 12.0.0, a client of others',
    provide: provideMozapkpublisher,
    expected: {
      log: /checked: \{'ok': True\}/,
      also: (run) => {
        isChecked(run);
        const isRollout = run.events.some(({ detail }) => detail.endsWith('rollout to 25 %'));
        assert.ok(isRollout, 'no rollout');
        assert.deepEqual(
          callsOf(run).filter((call) => !call.startsWith('GET')),
          [
            'POST /seller/contentUpdate',
            'POST /seller/createUploadSessionId',
            'POST /galaxyapi/fileUpload',
            'POST /seller/v2/content/binary',
            'PUT /seller/v2/content/stagedRolloutBinary',
            'PUT /seller/v2/content/stagedRolloutRate',
          ],
        );
      },
    },
  },
];

/** The failures first: two of them wait for a minute, beside which the examples run. */
export const CASES: readonly Case[] = [...FAILURES, ...EXAMPLES];

function laterStep(command: string): RunOptions {
  return { ...BY_HAND, workflow: 'later-step.yml', inputs: { command } };
}

/** Galaxy Store takes no file, and says so in an answer that looks like success. */
function refusesBinary({ path }: Parameters<FaultPlan>[0]): ReturnType<FaultPlan> {
  const body = { resultCode: '4105', resultMessage: 'Not ready' };
  return path === '/seller/v2/content/binary' ? { kind: 'status', status: 200, body } : undefined;
}

function isRefusedWith(status: number): (run: Run) => void {
  return ({ events }) => {
    assert.equal(events[0]?.status, status);
  };
}

/** A tool, or its stand-in, found the token and the account in its environment and had them checked. */
function isChecked(run: Run): void {
  assert.ok(ofKind(run, 'checked').length > 0, 'nobody checked the token');
}

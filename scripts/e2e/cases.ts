import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FaultPlan } from '../../emulator/emulator.ts';
import { PROJECT_DIR } from '../../runner/project.ts';
import { MOZAPKPUBLISHER, ToolError, go, install } from '../tools.ts';
import { callsOf, ofKind, type Expected } from './expectations.ts';
import { STAND_INS_DIR } from './repository.ts';
import { CONTENT_ID, OTHER_CONTENT_ID, type Provision, type Run, type RunOptions } from './run.ts';

/** A workflow to run and what must come of it. */
export interface Case extends RunOptions, Expected {
  readonly name: string;
  readonly provide?: () => Provision | Promise<Provision>;
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

/** Nothing is created or revoked, since this many requests were refused. */
const nothingCreated = (refused: number): Expected => ({
  failed: ['Create a token'],
  events: { created: 0, revoked: 0, used: 0, refused },
});

/** What may go wrong around the token, in a workflow that runs a command in a later step. */
const FAILURES: readonly Case[] = [
  {
    ...laterStep('the proxy is unreachable', 'echo "There is a token."'),
    proxyUnreachable: true,
    timeLimitMs: 200_000,
    ...nothingCreated(0),
    log: /attempt 2 of 8/,
  },
  { ...laterStep('a later step times out', 'sleep 300'), failed: ['Later step'] },
  { ...laterStep('a later step fails', 'exit 3'), failed: ['Later step'] },
  {
    ...laterStep('the run is cancelled', 'list-apps && sleep 300'),
    cancelAt: ({ kind }) => kind === 'used',
    cancelled: true,
    events: { used: 1 },
  },
  {
    ...laterStep('four jobs of a matrix hold a token at once', 'sleep 2 && list-apps'),
    variables: { JOBS: '[1, 2, 3, 4]' },
    posts: 4,
    events: { created: 4, used: 4, revoked: 4 },
    also: (run) => {
      const lastCreated = ofKind(run, 'created').at(-1);
      const [firstRevoked] = ofKind(run, 'revoked');
      assert.ok(lastCreated && firstRevoked && lastCreated.at < firstRevoked.at, 'not at once');
    },
  },
  {
    ...laterStep('the key does not belong to the account', 'echo "There is a token."'),
    wrongKey: true,
    ...nothingCreated(1),
    also: isRefusedWith(500),
  },
  {
    ...laterStep('the scope is not granted', 'echo "There is a token."'),
    grants: ['gss'],
    ...nothingCreated(1),
    also: isRefusedWith(403),
  },
  {
    ...example('publish.yml stops at a refusal that hides in a 200', 'release'),
    faults: refusesBinary,
    failed: ['Publish'],
    events: { submitted: 0 },
    log: /POST v2\/content\/binary: HTTP 200 .*"Not ready"/,
  },
  {
    ...example('publish.yml shows what Galaxy Store says to a bad request', 'release'),
    variables: { GALAXY_STORE_CONTENT_ID: '999999999999' },
    failed: ['Publish'],
    events: { updated: 0, submitted: 0, refused: 1 },
    log: /contentInfo: HTTP 400 .*"Not found for contentId"/,
  },
];

/** Every file of examples/, and a client of others. */
const EXAMPLES: readonly Case[] = [
  {
    ...example('publish.yml', 'release'),
    calls: PUBLISHING_CALLS.filter((call) => !/PUT|Rate/.test(call)),
    events: { uploaded: 1, submitted: 1 },
  },
  {
    ...example('publish.yml with a staged rollout', 'release'),
    variables: { GALAXY_STORE_ROLLOUT_RATE: '10' },
    calls: PUBLISHING_CALLS,
    events: { uploaded: 1, submitted: 1 },
  },
  {
    ...example('gss-metrics.yml', 'schedule'),
    grants: ['gss'],
    scopes: ['gss'],
    calls: ['POST /gss/query/contentMetric'],
    also: async ({ artifactsDir }) => {
      const artifact = join(artifactsDir, 'galaxy-store-metrics/metrics.json');
      assert.match(await readFile(artifact, 'utf8'), /"total_unique_installs_filter"/);
    },
  },
  {
    ...example('rollout.yml', 'workflow_dispatch'),
    inputs: { change: 'take the whole app off sale' },
    calls: ['POST /seller/contentStatusUpdate', 'GET /seller/contentInfo'],
    events: { updated: 1 },
    log: /Done: take the whole app off sale\./,
  },
  {
    ...example('review-status.yml', 'schedule'),
    calls: ['GET /seller/contentInfo'],
    log: /Nothing is in review: the app is FOR_SALE\./,
  },
  {
    ...example('multi-job.yml', 'workflow_dispatch'),
    variables: { GALAXY_STORE_CONTENT_IDS: JSON.stringify([CONTENT_ID, OTHER_CONTENT_ID]) },
    posts: 3,
    scopes: ['gss', 'publishing', 'publishing'],
    events: { created: 3, used: 3, revoked: 3 },
  },
  {
    ...example('revoke.yml', 'workflow_dispatch'),
    // It asks for a revocation again for a while, since a new token may not have propagated yet.
    posts: 2,
    events: { created: 2, used: 2, revoked: 2, refused: 'any' },
  },
  {
    ...example('call-reusable-workflow.yml with reusable-workflow.yml', 'workflow_dispatch'),
    events: { used: 1 },
    log: /The app is FOR_SALE\./,
  },
  {
    ...example('composite.yml with composite/action.yml', 'workflow_dispatch'),
    posts: 2,
    postName: 'List the apps',
    calls: ['GET /seller/contentList'],
  },
  {
    ...example('gsc.yml', 'workflow_dispatch'),
    provide: provideGsc,
    also: isChecked,
  },
  {
    ...example('fastlane.yml', 'release'),
    provide: () => ({
      path: join(STAND_INS_DIR, 'fastlane'),
      notExecuted: 'fastlane and its plugin are not installed by these checks',
    }),
    also: isChecked,
  },
  {
    ...laterStep('mozapkpublisher 12.0.0, a client of others', 'publish.py'),
    provide: async () => ({ env: { PYTHONPATH: dirname(await install(MOZAPKPUBLISHER)) } }),
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
];

/** The failures first: two of them wait for a minute, beside which the examples run. */
export const CASES: readonly Case[] = [...FAILURES, ...EXAMPLES];

/** The first word of the name is the file of the example. */
function example(name: string, event: RunOptions['event']): Case {
  return { name, event, workflow: name.split(' ')[0] ?? '' };
}

/** A workflow of ours, which creates a token and then runs a command. */
function laterStep(name: string, command: string): Case {
  return { name, event: 'workflow_dispatch', workflow: 'later-step.yml', inputs: { command } };
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

/**
 * Builds gsc at the commit that the example names, since the run itself cannot reach the network: the
 * example's `go install` copies it. Where it cannot be had, a stand-in takes its place.
 */
async function provideGsc(): Promise<Provision> {
  const example = await readFile(join(PROJECT_DIR, 'examples/gsc.yml'), 'utf8');
  const version = /GSC_COMMIT: (\S+)/.exec(example)?.[1];
  const source = /go install "([^@"]+)@/.exec(example)?.[1];
  if (version === undefined || source === undefined) {
    throw new Error('examples/gsc.yml no longer says what it installs');
  }
  const path = join(STAND_INS_DIR, 'gsc');
  try {
    return { path, env: { E2E_GSC: await install(go('gsc', `${source}@${version}`)) } };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const reason = error.message.split('\n').at(-1)?.trim() ?? '';
    return { path, notExecuted: `gsc cannot be had here: ${reason}` };
  }
}

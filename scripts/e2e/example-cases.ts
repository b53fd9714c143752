import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MOZAPKPUBLISHER, install } from '../tools/install.ts';
import type { Case } from './case.ts';
import {
  calls,
  expectEvents,
  expectPostSteps,
  expectSuccess,
  createdScopes,
} from './expectations.ts';
import { provideGsc } from './gsc.ts';
import { toolStandIn } from './stand-ins.ts';
import { CONTENT_ID, OTHER_CONTENT_ID } from './world.ts';
import type { Run } from './world.ts';

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

/** Every file of examples/, under act. */
export const EXAMPLE_CASES: readonly Case[] = [
  {
    name: 'publish.yml',
    workflow: 'publish.yml',
    event: 'release',
    expect: expectPublished(PUBLISHING_CALLS.filter((call) => !/PUT|Rate/.test(call))),
  },
  {
    name: 'publish.yml with a staged rollout',
    workflow: 'publish.yml',
    event: 'release',
    variables: { GALAXY_STORE_ROLLOUT_RATE: '10' },
    expect: expectPublished(PUBLISHING_CALLS),
  },
  {
    name: 'gss-metrics.yml',
    workflow: 'gss-metrics.yml',
    event: 'schedule',
    grants: ['gss'],
    expect: async (run) => {
      expectSuccess(run);
      expectPostSteps(run, 1);
      assert.deepEqual(createdScopes(run), ['gss']);
      assert.deepEqual(calls(run), ['POST /gss/query/contentMetric']);
      expectEvents(run, { created: 1, revoked: 1, refused: 0 });
      const artifact = join(run.artifactsDir, 'galaxy-store-metrics/metrics.json');
      assert.match(await readFile(artifact, 'utf8'), /"total_unique_installs_filter"/);
    },
  },
  {
    name: 'rollout.yml',
    workflow: 'rollout.yml',
    event: 'workflow_dispatch',
    inputs: { change: 'take the whole app off sale' },
    expect: (run) => {
      expectSuccess(run);
      expectPostSteps(run, 1);
      assert.match(run.log, /Done: take the whole app off sale\./);
      assert.deepEqual(calls(run), ['POST /seller/contentStatusUpdate', 'GET /seller/contentInfo']);
      expectEvents(run, { created: 1, updated: 1, revoked: 1, refused: 0 });
    },
  },
  {
    name: 'review-status.yml',
    workflow: 'review-status.yml',
    event: 'schedule',
    expect: (run) => {
      expectSuccess(run);
      expectPostSteps(run, 1);
      assert.match(run.log, /Nothing is in review: the app is FOR_SALE\./);
      assert.deepEqual(calls(run), ['GET /seller/contentInfo']);
      expectEvents(run, { created: 1, revoked: 1, refused: 0 });
    },
  },
  {
    name: 'multi-job.yml',
    workflow: 'multi-job.yml',
    event: 'workflow_dispatch',
    variables: { GALAXY_STORE_CONTENT_IDS: JSON.stringify([CONTENT_ID, OTHER_CONTENT_ID]) },
    expect: (run) => {
      expectSuccess(run);
      expectPostSteps(run, 3);
      assert.deepEqual([...createdScopes(run)].sort(), ['gss', 'publishing', 'publishing']);
      expectEvents(run, { created: 3, used: 3, revoked: 3, refused: 0 });
    },
  },
  {
    name: 'revoke.yml',
    workflow: 'revoke.yml',
    event: 'workflow_dispatch',
    expect: (run) => {
      expectSuccess(run);
      expectPostSteps(run, 2);
      expectEvents(run, { created: 2, used: 2, revoked: 2 });
    },
  },
  {
    name: 'call-reusable-workflow.yml with reusable-workflow.yml',
    workflow: 'call-reusable-workflow.yml',
    event: 'workflow_dispatch',
    expect: (run) => {
      expectSuccess(run);
      expectPostSteps(run, 1);
      assert.match(run.log, /The app is FOR_SALE\./);
      expectEvents(run, { created: 1, used: 1, revoked: 1, refused: 0 });
    },
  },
  {
    name: 'composite.yml with composite/action.yml',
    workflow: 'composite.yml',
    event: 'workflow_dispatch',
    expect: (run) => {
      expectSuccess(run);
      expectPostSteps(run, 2, 'List the apps');
      assert.deepEqual(calls(run), ['GET /seller/contentList']);
      expectEvents(run, { created: 1, revoked: 1, refused: 0 });
    },
  },
  {
    name: 'gsc.yml',
    workflow: 'gsc.yml',
    event: 'workflow_dispatch',
    provide: provideGsc,
    expect: expectCheckedToken,
  },
  {
    name: 'mozapkpublisher 12.0.0, a client of others',
    workflow: 'mozapkpublisher.yml',
    event: 'workflow_dispatch',
    provide: async () => ({ env: { PYTHONPATH: dirname(await install(MOZAPKPUBLISHER)) } }),
    expect: (run) => {
      expectCheckedToken(run);
      assert.match(run.log, /checked: \{'ok': True\}/);
      assert.ok(
        run.events.some(({ detail }) => detail.endsWith('rollout to 25 %')),
        'no rollout',
      );
      assert.deepEqual(
        calls(run).filter((call) => !call.startsWith('GET')),
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
  {
    name: 'fastlane.yml',
    workflow: 'fastlane.yml',
    event: 'release',
    provide: () => ({
      path: [toolStandIn('fastlane')],
      notExecuted: 'fastlane and its plugin are not installed by these checks',
    }),
    expect: expectCheckedToken,
  },
];

function expectPublished(expected: readonly string[]): (run: Run) => void {
  return (run) => {
    expectSuccess(run);
    expectPostSteps(run, 1);
    assert.deepEqual(calls(run), expected);
    expectEvents(run, { created: 1, uploaded: 1, submitted: 1, revoked: 1, refused: 0 });
  };
}

/** A tool, or its stand-in, found the token and the account in its environment and had them checked. */
function expectCheckedToken(run: Run): void {
  expectSuccess(run);
  expectPostSteps(run, 1);
  expectEvents(run, { created: 1, revoked: 1, refused: 0 });
  const checked = run.events.filter(({ kind }) => kind === 'checked');
  assert.ok(checked.length > 0, 'nobody checked the token');
}

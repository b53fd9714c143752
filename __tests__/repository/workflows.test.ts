import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

import { PINNED_ACTIONS } from './pinned-actions.ts';
import { DOCUMENTS, FILES, read } from './texts.ts';

interface Step {
  readonly uses?: string;
  readonly with?: unknown;
  readonly run?: string;
}

interface Workflow {
  readonly on: unknown;
  readonly permissions?: unknown;
  readonly concurrency?: unknown;
  readonly jobs: Record<string, { readonly permissions?: unknown; readonly steps?: Step[] }>;
}

const YAML = FILES.filter((path) => /\.ya?ml$/.test(path));
const WORKFLOWS = YAML.filter((path) =>
  /^(\.github\/workflows|examples|scripts\/e2e\/workflows)\/[^/]+$/.test(path),
);

const steps = (workflow: Workflow): readonly Step[] =>
  Object.values(workflow.jobs).flatMap((job) => job.steps ?? []);

test.each([...YAML, ...DOCUMENTS])('every action of others is pinned as listed: %s', (path) => {
  const uses = [...read(path).matchAll(/^\s*(?:- )?uses: *(\S+)@(.+)$/gm)];
  const others = uses.filter(([, name = '']) => !name.endsWith('/galaxy-store-access-token'));

  for (const [, name = '', pin] of others)
    expect([name, pin]).toEqual([name, PINNED_ACTIONS[name]]);
});

describe.each(WORKFLOWS)('%s', (path) => {
  const workflow = parse(read(path)) as Workflow;

  test('grants nothing at the top; each job asks for what it needs', () => {
    expect(workflow.permissions).toEqual({});
    for (const job of Object.values(workflow.jobs)) expect(job.permissions).toBeDefined();
  });

  test('leaves no credential behind in a checkout', () => {
    const checkouts = steps(workflow).filter(({ uses }) => uses?.startsWith('actions/checkout@'));

    for (const checkout of checkouts) {
      expect(checkout.with).toMatchObject({ 'persist-credentials': false });
    }
  });

  test('does not run the code of strangers with the rights of this repository', () => {
    expect(JSON.stringify(workflow.on)).not.toMatch(/pull_request_target|workflow_run/);
  });

  test('has no expression in a script, where its value would be code', () => {
    expect(steps(workflow).filter(({ run }) => run?.includes('${{'))).toEqual([]);
  });

  test('says what happens when it is started twice', () => {
    const isCalled = JSON.stringify(workflow.on).includes('workflow_call');

    expect(isCalled || workflow.concurrency !== undefined).toBe(true);
  });
});

test('the workflows of this repository need no secret but the token that GitHub gives', () => {
  const own = WORKFLOWS.filter((path) => path.startsWith('.github/'));

  expect(own.length).toBeGreaterThan(7);
  expect(own.filter((path) => /\bsecrets\b/.test(read(path)))).toEqual([]);
});

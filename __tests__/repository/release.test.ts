import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

import { read } from './texts.ts';

const { jobs } = parse(read('.github/workflows/release.yml')) as {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
};
const describeWithBash = process.platform === 'win32' ? describe.skip : describe;

/** In the place of GitHub's command line tool: writes each call down, and answers or fails as told. */
const GH = `#!${process.execPath}
const call = process.argv.slice(2).join(' ');
require('node:fs').appendFileSync(process.env.CALLS, call + '\\n');
const answers = Object.entries(JSON.parse(process.env.ANSWERS));
const [, answer] = answers.find(([start]) => call.startsWith(start)) ?? [];
if (answer === undefined) process.exitCode = 1;
else process.stdout.write(answer);
`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'release-'));
  writeFileSync(join(folder, 'gh'), GH);
  chmodSync(join(folder, 'gh'), 0o755);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Plays the last step of a job for the tag v1.10.0. A call of gh that has no answer fails. */
function play(
  job: string,
  answers: Readonly<Record<string, string>>,
): { readonly status: number | null; readonly stdout: string; readonly calls: readonly string[] } {
  const env = {
    PATH: [folder, process.env['PATH']].join(delimiter),
    CALLS: join(folder, 'calls'),
    ANSWERS: JSON.stringify(answers),
    GITHUB_REF_NAME: 'v1.10.0',
    GH_REPO: 'o/r',
    RUNNER_TEMP: folder,
  };
  const script = jobs[job]?.steps.at(-1)?.run ?? '';
  const { status, stdout } = spawnSync('bash', ['-c', script], { env, encoding: 'utf8' });
  return { status, stdout, calls: readFileSync(env.CALLS, 'utf8').trim().split('\n') };
}

describeWithBash('the release workflow can be run again', () => {
  const complete = { 'release upload': '', 'release edit': '' };

  test.each([
    ['there is no release', { 'release create': '', ...complete }, ['create', 'upload', 'edit']],
    ['a draft was left behind', { 'release view': 'true', ...complete }, ['upload', 'edit']],
    ['it is published', { 'release view': 'false' }, []],
  ])('publishes once: %s', (_state, answers, expected) => {
    const { status, calls } = play('publish', answers);

    expect(status).toBe(0);
    expect(calls.map((call) => call.split(' ')[1])).toEqual(['view', ...expected]);
  });

  const released = {
    'release list': 'v1.9.3\nv1.11.0\nv2.0.0\nv1.10.0',
    'api repos/o/r/commits/v1.11.0': 'abc',
  };

  test.each([
    [
      'moves',
      { 'api repos/o/r/git/ref/tags/v1': '' },
      'PATCH repos/o/r/git/refs/tags/v1 --field force=true',
    ],
    ['creates', {}, 'POST repos/o/r/git/refs --raw-field ref=refs/tags/v1'],
  ])('%s the major tag, always to the newest release', (_what, known, request) => {
    const { status, stdout, calls } = play('major-tag', {
      ...released,
      ...known,
      'api --method': '',
    });

    expect([status, stdout]).toEqual([0, 'v1 is v1.11.0 now.\n']);
    expect(calls.at(-1)).toBe(`api --method ${request} --raw-field sha=abc --silent`);
  });

  test('says what to do where GitHub refuses to move the major tag', () => {
    const { status, stdout } = play('major-tag', released);
    const heading = /under '(.+)'/.exec(stdout)?.[1] ?? 'none';

    expect(status).toBe(1);
    expect(read('docs/releasing.md')).toContain(`## ${heading}\n`);
  });
});

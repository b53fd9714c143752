import { spawnSync } from 'node:child_process';

import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

import { read } from './texts.ts';

const { jobs } = parse(read('.github/workflows/release.yml')) as {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
};

/**
 * Plays the last step of a job for the tag v1.10.0, with a function in the place of `gh`.
 *
 * @param answers - what gh prints, by the start of its arguments; any other call fails
 */
function play(job: string, answers: Readonly<Record<string, string>>) {
  const cases = Object.entries(answers).map(([start, answer]) => `"${start}"*) echo '${answer}';;`);
  const gh = `gh() { echo "$*" >&2; case "$*" in ${cases.join(' ')} *) return 1;; esac; }`;
  const script = `${gh}\n${jobs[job]?.steps.at(-1)?.run ?? ''}`;
  const env = { ...process.env, GITHUB_REF_NAME: 'v1.10.0', GH_REPO: 'o/r', RUNNER_TEMP: '/tmp' };
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { env, encoding: 'utf8' });
  return { status, printed: stdout.trim(), calls: stderr.trim().split('\n') };
}

(process.platform === 'win32' ? describe.skip : describe)('the release workflow', () => {
  const complete = { 'release upload': '', 'release edit': '' };

  test.each([
    ['there is no release', { 'release create': '', ...complete }, ['create', 'upload', 'edit']],
    ['a draft was left behind', { 'release view': 'true', ...complete }, ['upload', 'edit']],
    ['it is published', { 'release view': 'false' }, []],
  ])('can be run again when %s', (_state, answers, expected) => {
    const { status, calls } = play('publish', answers);

    expect(status).toBe(0);
    expect(calls.map((call) => call.split(' ')[1])).toEqual(['view', ...expected]);
  });

  const releases = {
    'release list': 'v1.9.3\nv1.11.0\nv2.0.0\nv1.10.0',
    'api repos/o/r/commits/v1.11.0': 'abc',
  };
  const exists = { 'api repos/o/r/git/ref/tags/v1 ': '' };
  const takes = { 'api --method': '' };

  test.each([
    ['PATCH repos/o/r/git/refs/tags/v1 --field force=true', exists],
    ['POST repos/o/r/git/refs --raw-field ref=refs/tags/v1', {}],
  ])('points the major tag to the newest release: %s', (request, known) => {
    const { status, printed, calls } = play('major-tag', { ...releases, ...known, ...takes });

    expect([status, printed]).toEqual([0, expect.stringMatching(/^v1 is v1\.11\.0 now\.$/m)]);
    expect(calls.at(-1)).toBe(`api --method ${request} --raw-field sha=abc --silent`);
  });

  test('names the way out where GitHub refuses to move the major tag', () => {
    const { status, printed } = play('major-tag', releases);
    const heading = /under '(.+)'/.exec(printed)?.[1] ?? 'none';

    expect(status).toBe(1);
    expect(read('docs/releasing.md')).toContain(`## ${heading}\n`);
  });
});

// Lints the workflows of this repository, action.yml and the examples: actionlint (with ShellCheck for
// the scripts in them) and zizmor, both pinned and offline. The examples are laid out first as in the
// repository of somebody who copied them, since they name each other by those paths.
import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ACTION_STAND_INS, STAND_INS_DIR, layOutWorkflows } from './e2e/repository.ts';
import { ACTIONLINT, ToolError, ZIZMOR_AND_SHELLCHECK, install } from './tools.ts';
import { PROJECT_DIR } from '../runner/project.ts';

async function lint(): Promise<boolean> {
  const bins = [await install(ACTIONLINT), await install(ZIZMOR_AND_SHELLCHECK)];
  const path = [...bins, process.env['PATH']].join(delimiter);
  const folder = await mkdtemp(join(tmpdir(), 'lint-workflows-'));
  try {
    const ours = join(folder, 'this-repository');
    const users = join(folder, 'repository-with-the-examples');
    await layOutProject(ours);
    await layOutWorkflows(users);
    for (const action of ACTION_STAND_INS) {
      const target = join(users, '.github/actions', action);
      await cp(join(STAND_INS_DIR, action), target, { recursive: true });
    }
    const results = [ours, users].map((repository) => lintRepository(repository, path));
    return results.every((clean) => clean);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A copy, because zizmor would otherwise also collect what lies in folders that git ignores. */
async function layOutProject(repository: string): Promise<void> {
  // actionlint looks whether the files in dist/ that action.yml names are there.
  for (const part of ['.github', 'action.yml', 'dist']) {
    await cp(join(PROJECT_DIR, part), join(repository, part), { recursive: true });
  }
}

function lintRepository(repository: string, path: string): boolean {
  const run = (command: string, ...args: readonly string[]): boolean => {
    const env = { ...process.env, PATH: path };
    return spawnSync(command, args, { cwd: repository, env, stdio: 'inherit' }).status === 0;
  };
  run('git', 'init', '--quiet');
  const actionlint = run('actionlint');
  const config = `--config=${join(PROJECT_DIR, '.github/zizmor.yml')}`;
  const strict = ['--offline', '--persona=pedantic', '--strict-collection'];
  const zizmor = run('zizmor', '--quiet', ...strict, config, '.');
  return actionlint && zizmor;
}

try {
  const clean = await lint();
  console.log(clean ? 'Workflows: no findings.' : 'Workflows: see the findings above.');
  process.exitCode = clean ? 0 : 1;
} catch (error) {
  if (!(error instanceof ToolError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

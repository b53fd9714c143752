// Lints the workflows of this repository, action.yml and the examples: actionlint (with ShellCheck for
// the scripts in them) and zizmor, both pinned and offline. The examples are laid out first as in the
// repository of somebody who copied them, since they name each other by those paths.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ACTION_STAND_INS, STAND_INS_DIR, layOutWorkflows } from './e2e/repository.ts';
import { ACTIONLINT, ToolError, ZIZMOR_AND_SHELLCHECK, install } from './tools/install.ts';
import { PROJECT_DIR } from '../runner/project.ts';

const ZIZMOR_CONFIG = join(PROJECT_DIR, '.github/zizmor.yml');

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
  await mkdir(join(repository, '.github/workflows'), { recursive: true });
  await cp(join(PROJECT_DIR, 'action.yml'), join(repository, 'action.yml'));
  // actionlint looks whether the files that action.yml names are there.
  await cp(join(PROJECT_DIR, 'dist'), join(repository, 'dist'), { recursive: true });
  const own = join(PROJECT_DIR, '.github');
  if (existsSync(own)) await cp(own, join(repository, '.github'), { recursive: true });
}

function lintRepository(repository: string, path: string): boolean {
  const run = (command: string, args: readonly string[]): boolean =>
    spawnSync(command, args, {
      cwd: repository,
      env: { ...process.env, PATH: path },
      stdio: 'inherit',
    }).status === 0;
  spawnSync('git', ['init', '--quiet'], { cwd: repository });
  // actionlint takes a repository without any workflow for a mistake.
  const actionlint = !hasWorkflows(repository) || run('actionlint', []);
  const zizmor = run('zizmor', [
    '--quiet',
    '--offline',
    '--persona=pedantic',
    '--strict-collection',
    `--config=${ZIZMOR_CONFIG}`,
    '.',
  ]);
  return actionlint && zizmor;
}

function hasWorkflows(repository: string): boolean {
  return readdirSync(join(repository, '.github/workflows')).some((file) => /\.ya?ml$/.test(file));
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

import { spawnSync } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT_DIR } from '../../runner/project.ts';
import { layOutExamples } from './examples.ts';

const HERE = join(PROJECT_DIR, 'scripts/e2e');

/** The repository of an app, with the examples and the test workflows in it, committed. */
export async function layOutRepository(repository: string, home: string): Promise<void> {
  await layOutExamples(repository);
  await cp(join(HERE, 'workflows'), join(repository, '.github/workflows'), { recursive: true });
  await cp(join(HERE, 'app'), repository, { recursive: true });
  const git = (...args: readonly string[]): void => {
    const identity = ['-c', 'user.name=e2e', '-c', 'user.email=e2e@example.com'];
    const env = { PATH: process.env['PATH'], HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
    const { status, stderr } = spawnSync('git', [...identity, ...args], {
      cwd: repository,
      env,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`git ${args.join(' ')} failed: ${stderr}`);
  };
  // act derives the name of the repository from the remote; nothing contacts it.
  git('init', '--quiet', '--initial-branch=main');
  git('remote', 'add', 'origin', 'https://github.com/example/app');
  git('add', '--all');
  git('commit', '--quiet', '--message=App');
}

/** What a runner uses of this checkout: the file that describes the action, and the bundles. */
export async function layOutAction(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await cp(join(PROJECT_DIR, 'action.yml'), join(folder, 'action.yml'));
  await cp(join(PROJECT_DIR, 'dist'), join(folder, 'dist'), { recursive: true });
}

import { spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT_DIR } from '../../runner/project.ts';

const EXAMPLES_DIR = join(PROJECT_DIR, 'examples');
export const STAND_INS_DIR = join(import.meta.dirname, 'stand-ins');

/** GitHub's actions for which there is a stand-in. act does the work of actions/checkout by itself. */
export const ACTION_STAND_INS = ['upload-artifact', 'download-artifact'];

/** Puts the examples where somebody who copies them puts them, each file as it is, and our own workflow. */
export async function layOutWorkflows(repository: string): Promise<void> {
  const workflows = join(repository, '.github/workflows');
  await cp(join(import.meta.dirname, 'workflows'), workflows, { recursive: true });
  for (const file of await exampleWorkflows()) {
    await cp(join(EXAMPLES_DIR, file), join(workflows, file));
  }
  const composite = join(repository, '.github/actions/galaxy-store-apps');
  await cp(join(EXAMPLES_DIR, 'composite'), composite, { recursive: true });
}

/** Names of the workflow files in examples/, sorted. */
export async function exampleWorkflows(): Promise<readonly string[]> {
  const files = await readdir(EXAMPLES_DIR);
  return files.filter((file) => file.endsWith('.yml')).sort();
}

/** The repository of an app, with the workflows in it, committed. */
export async function layOutRepository(repository: string, home: string): Promise<void> {
  await layOutWorkflows(repository);
  await cp(join(import.meta.dirname, 'app'), repository, { recursive: true });
  const env = { PATH: process.env['PATH'], HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
  for (const command of [
    'init --quiet --initial-branch=main',
    // act derives the name of the repository from the remote; nothing contacts it.
    'remote add origin https://github.com/example/app',
    'add --all',
    '-c user.name=e2e -c user.email=e2e@example.com commit --quiet --message=App',
  ]) {
    const options = { cwd: repository, env, encoding: 'utf8' } as const;
    const { status, stderr } = spawnSync('git', command.split(' '), options);
    if (status !== 0) throw new Error(`git ${command} failed: ${stderr}`);
  }
}

/** What a runner uses of this checkout: the file that describes the action, and the bundles. */
export async function layOutAction(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const part of ['action.yml', 'dist']) {
    await cp(join(PROJECT_DIR, part), join(folder, part), { recursive: true });
  }
}

/**
 * What the `uses:` lines of a repository's workflows and actions resolve to, as arguments of act's
 * `--local-repository`: our own action to the given folder, GitHub's to a stand-in. The versions are
 * those that the files name, whichever they are.
 */
export async function localRepositories(
  repository: string,
  ownAction: string,
): Promise<readonly string[]> {
  const folder = join(repository, '.github');
  const files = (await readdir(folder, { recursive: true })).filter((file) =>
    file.endsWith('.yml'),
  );
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const used = texts.flatMap((text) => [...text.matchAll(/uses: ([\w.-]+\/([\w.-]+)@[\w.-]+)/g)]);
  const mappings = used.flatMap(([, action = '', name = '']) => {
    if (name === 'galaxy-store-access-token') return [`${action}=${ownAction}`];
    return ACTION_STAND_INS.includes(name) ? [`${action}=${join(STAND_INS_DIR, name)}`] : [];
  });
  return [...new Set(mappings)];
}

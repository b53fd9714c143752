import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { PROJECT_DIR } from '../runner/project.ts';

const OPTIONS = { cwd: PROJECT_DIR, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;

/**
 * Runs git in the checkout.
 *
 * @returns what it prints, without the last line break
 * @throws Error with the message of git
 */
export function git(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('git', args, OPTIONS);
  if (status !== 0) throw new Error(`git ${args.join(' ')} failed: ${stderr.trimEnd()}`);
  return stdout.trimEnd();
}

/**
 * Paths of the files that belong to the repository, also of new ones that are not committed yet.
 * Slashes on every system.
 */
export function repositoryFiles(): readonly string[] {
  const listing = git('ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate');
  return listing.split('\n').filter((path) => existsSync(join(PROJECT_DIR, path)));
}

/**
 * Runs a command of the project.
 *
 * @throws Error with what it prints
 */
export function npmRun(script: string): void {
  const command = `npm run --silent ${script}`;
  // On Windows npm is a batch file, which only a shell can start.
  const { status, stdout, stderr } = spawnSync(command, { ...OPTIONS, shell: true });
  if (status !== 0) throw new Error(`${command} failed: ${stdout}${stderr.trimEnd()}`);
}

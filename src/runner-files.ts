import fs from 'node:fs';

import { attempt } from './attempt.ts';
import { messageOf } from './report.ts';
import { UserError } from './user-error.ts';

const CHECK_RUNNER = 'Check the runner and its disk, then run the job again.';

/**
 * Makes sure that the files of the runner can be written, before there is anything to write.
 *
 * @param withVariables - whether environment variables will be set, too
 * @throws {@link UserError} when one cannot be written
 */
export function requireRunnerFiles(withVariables: boolean): void {
  for (const [name, path] of runnerFiles(withVariables)) {
    try {
      fs.closeSync(fs.openSync(path, 'r+'));
    } catch (cause) {
      const problem = messageOf(cause);
      throw new UserError(
        'runner-file-not-writable',
        `The file of the runner in ${name} cannot be written: ${problem}. No access token was created. ` +
          (/^(EACCES|EPERM|EROFS)/.test(problem) ? otherUser() : CHECK_RUNNER),
        { cause },
      );
    }
  }
}

/**
 * Writes into files of the runner. When that fails, everything that was written is taken back, so that no
 * later step finds a part of it.
 *
 * @param withVariables - whether environment variables are among it
 * @throws {@link UserError} when it fails
 */
export function writeAllOrNothing(withVariables: boolean, write: () => void): void {
  const sizes = runnerFiles(withVariables).map(
    ([, path]) => [path, fs.statSync(path, { throwIfNoEntry: false })?.size] as const,
  );
  try {
    write();
  } catch (cause) {
    for (const [path, size] of sizes) {
      // A file that cannot be changed has nothing of it: it is a device, or it is gone.
      attempt(() => {
        fs.truncateSync(path, size);
      });
    }
    throw new UserError(
      'runner-file-not-writable',
      `The access token was created, but the runner did not take the outputs: ${messageOf(cause)}. No ` +
        `output is set, and the post step revokes the token. ${CHECK_RUNNER}`,
      { cause },
    );
  }
}

/** Names and paths. A runner that gives no path reads the log instead. */
function runnerFiles(withVariables: boolean): readonly (readonly [name: string, path: string])[] {
  return ['GITHUB_STATE', 'GITHUB_OUTPUT', ...(withVariables ? ['GITHUB_ENV'] : [])]
    .map((name) => [name, process.env[name] ?? ''] as const)
    .filter(([, path]) => path !== '');
}

/** What most often keeps a container job from the files: the image has a USER. */
function otherUser(): string {
  return (
    `This step runs as user ${process.getuid?.() ?? 'unknown'}, which is not the user of the runner. In a container job, ` +
    'add "options: --user root" below "container:", or the user of the runner, which is "--user 1001" on ' +
    'GitHub-hosted runners.'
  );
}

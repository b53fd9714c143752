import fs from 'node:fs';

import { messageOf } from './report.ts';
import { UserError } from './user-error.ts';

/**
 * Makes sure that the files of the runner can be written, before there is anything to write.
 *
 * @param withVariables - whether environment variables will be set, too
 * @throws {@link UserError} when one cannot be written
 */
export function requireRunnerFiles(withVariables: boolean): void {
  for (const { name, path } of runnerFiles(withVariables)) {
    try {
      fs.closeSync(fs.openSync(path, 'r+'));
    } catch (cause) {
      const remedy = isDenied(cause)
        ? containerRemedy(path)
        : 'Check the runner and its disk, then run the job again.';
      throw new UserError(
        'runner-file-not-writable',
        `The file of the runner in ${name} cannot be written: ${messageOf(cause)}. No access token was ` +
          `created. ${remedy}`,
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
  const files = runnerFiles(withVariables).map(({ path }) => ({
    path,
    size: fs.statSync(path, { throwIfNoEntry: false })?.size ?? 0,
  }));
  try {
    write();
  } catch (cause) {
    for (const { path, size } of files) takeBack(path, size);
    throw new UserError(
      'runner-file-not-writable',
      `The access token was created, but the runner did not take the outputs: ${messageOf(cause)}. No ` +
        'output is set, and the post step revokes the token. Check the runner and its disk, then run the ' +
        'job again.',
      { cause },
    );
  }
}

interface RunnerFile {
  readonly name: string;
  readonly path: string;
}

/** The files for outputs, state and variables. A runner that does not name one reads the log instead. */
function runnerFiles(withVariables: boolean): readonly RunnerFile[] {
  return ['GITHUB_STATE', 'GITHUB_OUTPUT', ...(withVariables ? ['GITHUB_ENV'] : [])]
    .map((name) => ({ name, path: process.env[name] ?? '' }))
    .filter(({ path }) => path !== '');
}

function takeBack(path: string, size: number): void {
  try {
    fs.truncateSync(path, size);
  } catch {
    // What cannot be written cannot be half written either: a file without room, a device.
  }
}

function isDenied(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && /^(EACCES|EPERM|EROFS)$/.test(String(error.code))
  );
}

/** The user of the image and the user of the runner differ: what most often keeps a container job from its files. */
function containerRemedy(path: string): string {
  const own = process.getuid?.();
  const owner = ownerOf(path);
  return (
    `This step runs as user ${own}, and the file belongs to ${owner === undefined ? 'another user' : `user ${owner}`}. In a container job, the image ` +
    'runs its steps as a user of its own: add "options: --user root" below "container:"' +
    (owner === undefined ? '.' : `, or "options: --user ${owner}", the user of the runner.`)
  );
}

function ownerOf(path: string): number | undefined {
  try {
    return fs.statSync(path).uid;
  } catch {
    return undefined;
  }
}

import fs, { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { requireRunnerFiles, writeAllOrNothing } from '../../src/runner-files.ts';
import { UserError } from '../../src/user-error.ts';
import { thrownBy } from '../helpers/thrown.ts';
import { recogniseErrorsOfNode } from './helpers/errors-of-node.ts';

recogniseErrorsOfNode();

const NAMES = ['GITHUB_STATE', 'GITHUB_OUTPUT', 'GITHUB_ENV'] as const;
let folder: string;
const pathOf = (name: string): string => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'runner-'));
  for (const name of NAMES) {
    writeFileSync(pathOf(name), 'before\n');
    process.env[name] = pathOf(name);
  }
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
  for (const name of NAMES) Reflect.deleteProperty(process.env, name);
});

/** What is said when opening a file fails so. */
function refusalOf(code: string): string {
  jest.spyOn(fs, 'openSync').mockImplementation(() => {
    throw Object.assign(new Error(`${code}: no`), { code });
  });
  const error = thrownBy(UserError, () => {
    requireRunnerFiles(false);
  });
  expect(error.topic).toBe('runner-file-not-writable');
  expect(error.cause).toMatchObject({ code });
  return error.message;
}

describe('the files of the runner', () => {
  test('are tried, and left as they are', () => {
    const close = jest.spyOn(fs, 'closeSync');
    requireRunnerFiles(true);

    expect(close).toHaveBeenCalledTimes(3);
    for (const name of NAMES) expect(readFileSync(pathOf(name), 'utf8')).toBe('before\n');
  });

  test.each(NAMES)('are all needed for variables, and %s is missing', (name) => {
    rmSync(pathOf(name));

    expect(
      thrownBy(UserError, () => {
        requireRunnerFiles(true);
      }).message,
    ).toMatch(`The file of the runner in ${name} cannot be written: ENOENT`);
    expect(fs.existsSync(pathOf(name))).toBe(false);
  });

  test('need not be there where they are not used', () => {
    process.env['GITHUB_STATE'] = '';
    Reflect.deleteProperty(process.env, 'GITHUB_OUTPUT');
    rmSync(pathOf('GITHUB_ENV'));
    requireRunnerFiles(false);
  });

  test.each(['EACCES', 'EPERM', 'EROFS'])('may belong to another user: %s', (code) => {
    jest.spyOn(process, 'getuid').mockReturnValue(1000);

    expect(refusalOf(code)).toBe(
      `The file of the runner in GITHUB_STATE cannot be written: ${code}: no. No access token was ` +
        'created. This step runs as user 1000, which is not the user of the runner. In a container job, ' +
        'add "options: --user root" below "container:", or the user of the runner, which is ' +
        '"--user 1001" on GitHub-hosted runners.',
    );
  });

  test('may belong to another user on a platform without user IDs', () => {
    const { getuid } = process;
    Reflect.deleteProperty(process, 'getuid');
    try {
      expect(refusalOf('EPERM')).toContain('This step runs as user unknown, which');
    } finally {
      Object.assign(process, { getuid });
    }
  });

  test.each(['ENOENT', 'XEACCES'])('may fail for another reason: %s', (code) => {
    expect(refusalOf(code)).toMatch(
      /no\. No access token was created\. Check the runner and its disk, then run the job again\.$/,
    );
  });
});

describe('what is written to the files of the runner', () => {
  const write = (): void => {
    for (const name of NAMES) fs.appendFileSync(pathOf(name), 'after\n');
  };
  const writeAndFail = (): void => {
    write();
    throw new Error('the disk is full');
  };

  test('stays', () => {
    writeAllOrNothing(true, write);

    for (const name of NAMES) expect(readFileSync(pathOf(name), 'utf8')).toBe('before\nafter\n');
  });

  test('is taken back as a whole when a part of it fails', () => {
    const truncate = jest.spyOn(fs, 'truncateSync').mockImplementationOnce(() => {
      throw new Error('a device');
    });
    const error = thrownBy(UserError, () => {
      writeAllOrNothing(true, writeAndFail);
    });

    expect(error.topic).toBe('runner-file-not-writable');
    expect(error.message).toBe(
      'The access token was created, but the runner did not take the outputs: the disk is full. No ' +
        'output is set, and the post step revokes the token. Check the runner and its disk, then run ' +
        'the job again.',
    );
    expect(error.cause).toEqual(new Error('the disk is full'));
    expect(truncate).toHaveBeenCalledTimes(3);
    expect(readFileSync(pathOf('GITHUB_OUTPUT'), 'utf8')).toBe('before\n');
    expect(readFileSync(pathOf('GITHUB_ENV'), 'utf8')).toBe('before\n');
  });

  test('may lack the file by then', () => {
    rmSync(pathOf('GITHUB_OUTPUT'));
    const error = thrownBy(UserError, () => {
      writeAllOrNothing(false, writeAndFail);
    });

    expect(error.message).toContain('the disk is full');
    expect(readFileSync(pathOf('GITHUB_OUTPUT'), 'utf8')).toBe('');
  });
});

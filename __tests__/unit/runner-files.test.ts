import fs, { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { requireRunnerFiles, writeAllOrNothing } from '../../src/runner-files.ts';
import { UserError } from '../../src/user-error.ts';
import { thrownBy } from '../helpers/thrown.ts';

const NAMES = ['GITHUB_STATE', 'GITHUB_OUTPUT', 'GITHUB_ENV'] as const;
let folder: string;
const pathOf = (name: string): string => join(folder, name);
const contents = (): readonly string[] => NAMES.map((name) => readFileSync(pathOf(name), 'utf8'));

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

const refusal = (run: () => void): UserError => {
  const error = thrownBy(UserError, run);
  expect(error.topic).toBe('runner-file-not-writable');
  return error;
};

describe('the files of the runner', () => {
  const require = (withVariables: boolean) => (): void => {
    requireRunnerFiles(withVariables);
  };
  /** What is said when opening a file fails so. */
  const refusalOf = (code: string): string => {
    jest.spyOn(fs, 'openSync').mockImplementation(() => {
      throw Object.assign(new Error(`${code}: no`), { code });
    });
    const error = refusal(require(false));
    expect(error.cause).toMatchObject({ code });
    return error.message;
  };

  test('are tried, and left as they are', () => {
    const close = jest.spyOn(fs, 'closeSync');
    requireRunnerFiles(true);

    expect(close).toHaveBeenCalledTimes(3);
    expect(contents()).toEqual(['before\n', 'before\n', 'before\n']);
  });

  test.each(NAMES)('are all needed for variables, and %s is missing', (name) => {
    rmSync(pathOf(name));
    const problem = `The file of the runner in ${name} cannot be written: ENOENT`;

    expect(refusal(require(true)).message).toMatch(problem);
    expect(fs.existsSync(pathOf(name))).toBe(false);
  });

  test('need not be there where they are not used', () => {
    process.env['GITHUB_STATE'] = '';
    Reflect.deleteProperty(process.env, 'GITHUB_OUTPUT');
    rmSync(pathOf('GITHUB_ENV'));
    requireRunnerFiles(false);
  });

  test.each([
    ['EACCES', 1000],
    ['EPERM', 1000],
    ['EROFS', 1000],
    ['EPERM', undefined],
  ])('may belong to another user: %s, while the step runs as %s', (code, user) => {
    const { getuid } = process;
    Object.assign(process, { getuid: user === undefined ? undefined : () => user });
    try {
      expect(refusalOf(code)).toBe(
        `The file of the runner in GITHUB_STATE cannot be written: ${code}: no. No access token was ` +
          `created. This step runs as user ${user ?? 'unknown'}, which is not the user of the runner. In ` +
          'a container job, add "options: --user root" below "container:", or the user of the runner, ' +
          'which is "--user 1001" on GitHub-hosted runners.',
      );
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
  const failure = (withVariables: boolean): UserError =>
    refusal(() => {
      writeAllOrNothing(withVariables, () => {
        write();
        throw new Error('the disk is full');
      });
    });

  test('stays', () => {
    writeAllOrNothing(true, write);

    expect(contents()).toEqual(NAMES.map(() => 'before\nafter\n'));
  });

  test('is taken back as a whole when a part of it fails, as far as it goes', () => {
    jest.spyOn(fs, 'truncateSync').mockImplementationOnce(() => {
      throw new Error('a device');
    });
    const error = failure(true);

    expect(error.message).toBe(
      'The access token was created, but the runner did not take the outputs: the disk is full. No ' +
        'output is set, and the post step revokes the token. Check the runner and its disk, then run ' +
        'the job again.',
    );
    expect(error.cause).toEqual(new Error('the disk is full'));
    expect(contents()).toEqual(['before\nafter\n', 'before\n', 'before\n']);
  });

  test('may lack the file by then', () => {
    rmSync(pathOf('GITHUB_OUTPUT'));

    expect(failure(false).message).toContain('the disk is full');
    expect(contents()).toEqual(['before\n', '', 'before\nafter\n']);
  });
});

import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { endOf } from '../../runner/child.ts';
import type { Ended } from '../../runner/child.ts';

const LAUNCHER = resolve(import.meta.dirname, '../../scripts/run.js');

/** Windows has no signals that a process could handle, and no scripts that start by their first line. */
const testOnPosix = process.platform === 'win32' ? test.skip : test;

/** What to load before the launcher, so that it takes itself for this version of Node. */
function pretend(version: string): readonly string[] {
  const versions = `{value:{node:"${version}"}}`;
  return ['--import', `data:text/javascript,Object.defineProperty(process,"versions",${versions})`];
}

/** Where npm puts the Node of this system. */
const PACKAGE = `node_modules/node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'project-'));
  write('package-lock.json', '{}');
  write('show.mjs', 'console.log(process.argv.slice(2).join("|"), process.execArgv.join());');
});

afterEach(() => {
  rmSync(project, { recursive: true, force: true });
});

function write(path: string, content: string): string {
  const file = join(project, path);
  mkdirSync(resolve(file, '..'), { recursive: true });
  writeFileSync(file, content);
  return file;
}

/** Puts a program with this name first on the path: `npm` without the network. */
function standInForNpm(script: string): void {
  const file = write('bin/npm', `#!/usr/bin/env node\n${script}`);
  chmodSync(file, 0o755);
  write('bin/npm.cmd', `@node "%~dp0npm" %*\r\n`);
}

const INSTALLS = `
  const { mkdirSync, writeFileSync } = require('node:fs');
  console.log('npm', process.argv.slice(2).join(' '));
  mkdirSync('node_modules', { recursive: true });
  writeFileSync('node_modules/.package-lock.json', '{}');
`;

/** A command that cleans up for a moment when a signal comes. */
const WAITING = (signal: NodeJS.Signals): string => `
  const cleanUp = () => { console.log('clean'); process.exit(5); };
  process.once('${signal}', () => setTimeout(cleanUp, 50));
  setInterval(() => undefined, 1000);
  console.log('ready');
`;

/** Runs the launcher. `kill` is sent to the launcher alone as soon as the command prints something. */
async function run(
  args: readonly string[],
  options: {
    readonly node?: readonly string[];
    readonly kill?: NodeJS.Signals;
    /** Whether a shell stands before the launcher, and gets the signal. */
    readonly inShell?: boolean;
  } = {},
): Promise<Ended> {
  const command = [process.execPath, ...(options.node ?? []), LAUNCHER, ...args];
  const [file = '', ...rest] =
    options.inShell === true ? ['sh', '-c', '"$0" "$@"; exit', ...command] : command;
  const child = spawn(file, rest, {
    cwd: project,
    env: {
      ...process.env,
      npm_lifecycle_event: 'demo',
      PATH: [join(project, 'bin'), process.env['PATH']].join(delimiter),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.once('data', () => options.kill !== undefined && child.kill(options.kill));
  return endOf(child);
}

describe('The launcher of the npm scripts', () => {
  test('installs what is missing, and keeps what npm prints out of the output of the command', async () => {
    standInForNpm(INSTALLS);
    const { exitCode, stdout, stderr } = await run(['show.mjs']);

    expect(stdout).toBe(' \n');
    expect(stderr).toBe('Installing the dependencies (npm ci) …\nnpm ci --no-audit --no-fund\n');
    expect(exitCode).toBe(0);
  });

  test('says nothing of npm where it is told to be quiet, and installs nothing twice', async () => {
    standInForNpm(INSTALLS);
    const first = await run(['--quiet', 'show.mjs']);
    const second = await run(['show.mjs']);

    expect(first).toMatchObject({
      stdout: ' \n',
      stderr: 'Installing the dependencies (npm ci) …\n',
    });
    expect(second).toMatchObject({ stdout: ' \n', stderr: '' });
  });

  test('runs nothing when npm fails, and says what to do', async () => {
    standInForNpm('console.error("E404"); process.exit(3);');
    const { exitCode, stdout, stderr } = await run(['--quiet', 'show.mjs']);

    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/E404\nnpm ci failed\. .* then run the command again\.\n$/);
  });

  describe('with everything installed', () => {
    beforeEach(() => {
      write('node_modules/.package-lock.json', '{}');
    });

    test('hands every argument to the command as it is, and options before the script to Node', async () => {
      const args = ['--check', 'two words', '*', '$HOME', '"', '--quiet'];
      const { stdout } = await run(['--no-warnings', 'show.mjs', ...args]);

      expect(stdout).toBe(`${args.join('|')} --no-warnings\n`);
    });

    test('ends with the exit code of the command', async () => {
      write('fail.mjs', 'process.exitCode = 7;');

      expect(await run(['fail.mjs'])).toMatchObject({ exitCode: 7, stdout: '', stderr: '' });
    });

    testOnPosix.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
      'passes %s to the command, and waits until it has cleaned up',
      async (kill) => {
        write('wait.mjs', WAITING(kill));

        expect(await run(['wait.mjs'], { kill })).toMatchObject({
          exitCode: 5,
          stdout: 'ready\nclean\n',
        });
      },
    );

    testOnPosix('ends the command when npm was ended, and did not pass the signal on', async () => {
      write('wait.mjs', WAITING('SIGTERM'));

      const { stdout } = await run(['wait.mjs'], { kill: 'SIGTERM', inShell: true });
      expect(stdout).toBe('ready\nclean\n');
    });

    testOnPosix('ends by the signal by which the command ended', async () => {
      write('wait.mjs', 'setInterval(() => undefined, 1000); console.log("ready");');

      expect(await run(['wait.mjs'], { kill: 'SIGTERM' })).toMatchObject({ signal: 'SIGTERM' });
    });

    test.each(['20.0.0', '24.1.0'])('says what to do where there is only %s', async (version) => {
      const { exitCode, stdout, stderr } = await run(['show.mjs'], { node: pretend(version) });

      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr).toContain('This command needs Node 24');
      expect(stderr).toContain('Install Node 24 from https://nodejs.org');
    });

    test.each(['24.2.0', '25.0.0'])('takes itself where it is %s', async (version) => {
      expect(await run(['show.mjs'], { node: pretend(version) })).toMatchObject({ exitCode: 0 });
    });

    testOnPosix('takes Node 24 from the package, whatever runs the launcher', async () => {
      chmodSync(write(`${PACKAGE}/bin/node`, '#!/bin/sh\necho packaged "$@"\n'), 0o755);

      expect(await run(['show.mjs', 'x'], { node: pretend('20.0.0') })).toMatchObject({
        exitCode: 0,
        stdout: 'packaged show.mjs x\n',
      });
    });

    test('says what to do where the Node of the package does not start', async () => {
      for (const name of ['node', 'node.exe']) write(`${PACKAGE}/bin/${name}`, 'nothing');
      const { exitCode, stderr } = await run(['show.mjs']);

      expect(exitCode).toBe(1);
      expect(stderr).toMatch(
        /^Node 24 cannot be started: .*\. Delete node_modules, then try again\.\n/,
      );
    });
  });
});

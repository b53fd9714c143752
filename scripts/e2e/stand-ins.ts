import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT_DIR } from '../tools/project.ts';

const STAND_INS_DIR = join(PROJECT_DIR, 'scripts/e2e/stand-ins');
const STAND_INS = ['upload-artifact', 'download-artifact'];

/**
 * The actions of GitHub that the workflows use and the network would be needed for, as arguments of
 * act's `--local-repository`. The commits are those of the workflows themselves.
 */
export async function standIns(repository: string): Promise<readonly string[]> {
  const workflows = join(repository, '.github/workflows');
  const files = await readdir(workflows);
  const texts = await Promise.all(files.map((file) => readFile(join(workflows, file), 'utf8')));
  const used = texts.flatMap((text) => text.match(/actions\/[\w-]+@[0-9a-f]{40}/g) ?? []);
  return [...new Set(used)].flatMap((action) => {
    const name = /\/([\w-]+)@/.exec(action)?.[1] ?? '';
    return STAND_INS.includes(name) ? [`${action}=${join(STAND_INS_DIR, name)}`] : [];
  });
}

/** A folder of commands that stand in for tools. */
export function toolStandIn(name: 'fastlane' | 'gsc'): string {
  return join(STAND_INS_DIR, name);
}

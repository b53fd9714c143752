import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A Node of this machine. */
export interface InstalledNode {
  readonly path: string;
  /** Such as `v24.11.1`. */
  readonly version: string;
}

const NAMES = ['node', 'node20', 'node22', 'node24', 'node.exe'];

/** The oldest that `engines` in package.json allows. */
const OLDEST = 20;

/** The Node that runs the tests, and the others of the path that the action allows, one of each version. */
export function findNodes(): readonly InstalledNode[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const paths = folders
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .filter((path) => existsSync(path));
  const found = new Map<string, InstalledNode>();
  for (const path of [process.execPath, ...paths]) {
    const version = versionOf(path);
    const major = Number(/^v(\d+)\./.exec(version)?.[1] ?? 0);
    if (major >= OLDEST && !found.has(version)) found.set(version, { path, version });
  }
  return [...found.values()];
}

function versionOf(path: string): string {
  try {
    return execFileSync(path, ['--version'], { encoding: 'utf8', timeout: 10_000 }).trim();
  } catch {
    // What does not run at all, such as a broken link, is no Node to test with.
    return '';
  }
}

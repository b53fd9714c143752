import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import ncc from '@vercel/ncc';

import { PROJECT_DIR } from '../runner/project.ts';

/** Where the bundle stands in the repository. */
export const DIST = join(PROJECT_DIR, 'dist');

/**
 * Bundles the two entry points. The same sources give the same bytes.
 *
 * @returns the path of each file below dist/, and its content
 */
export async function bundle(): Promise<ReadonlyMap<string, string>> {
  // ncc reads the replacements for unneeded modules from the tsconfig.json of the working directory.
  process.chdir(join(PROJECT_DIR, 'bundle'));
  const files = new Map<string, string>();
  for (const entry of ['main', 'post']) {
    const { code, assets } = await ncc(join(PROJECT_DIR, 'src', `${entry}.ts`), {
      cache: false,
      // CommonJS starts measurably faster than an ES module.
      esm: false,
      license: 'LICENSES.txt',
      // The types are the business of `npm run check`.
      transpileOnly: true,
      quiet: true,
    });
    files.set(`${entry}/index.js`, code);
    files.set(`${entry}/LICENSES.txt`, String(assets['LICENSES.txt']?.source ?? ''));
  }
  // The package.json above says that .js files are ES modules.
  files.set('package.json', '{ "type": "commonjs" }\n');
  return files;
}

/** Writes a bundle into a folder. */
export async function writeBundle(
  files: ReadonlyMap<string, string>,
  folder: string,
): Promise<void> {
  for (const [path, content] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

/** The paths below dist/ whose committed content is not what the sources give. */
export async function differencesFrom(files: ReadonlyMap<string, string>): Promise<string[]> {
  const committed = await readdir(DIST, { recursive: true, withFileTypes: true });
  const paths = committed
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(DIST.length + 1)
        .replaceAll('\\', '/'),
    );
  const differences: string[] = [];
  for (const path of new Set([...paths, ...files.keys()])) {
    const expected = files.get(path);
    const found = paths.includes(path) ? await readFile(join(DIST, path), 'utf8') : undefined;
    if (found !== expected) differences.push(path);
  }
  return differences;
}

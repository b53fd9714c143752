// Writes dist/: npm run build
import { globSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { PROJECT_DIR } from '../runner/project.ts';

const DIST = join(PROJECT_DIR, 'dist');

/** The part of ncc's programming interface that is used here; the package has no types. */
type Ncc = (
  entry: string,
  options: object,
) => Promise<{
  readonly code: string;
  readonly assets: Readonly<Record<string, { readonly source: Buffer | string } | undefined>>;
}>;
const ncc = createRequire(import.meta.url)('@vercel/ncc') as Ncc;

/**
 * Bundles the two entry points. The same sources give the same bytes.
 *
 * @returns the path of each file below dist/, and its content
 */
async function bundle(): Promise<ReadonlyMap<string, string>> {
  // ncc reads the replacements for unneeded modules from the tsconfig.json of the working directory.
  process.chdir(join(PROJECT_DIR, 'bundle'));
  const files = new Map<string, string>();
  for (const entry of ['main', 'post']) {
    const { code, assets } = await ncc(join(PROJECT_DIR, 'src', `${entry}.ts`), {
      cache: false,
      // CommonJS starts measurably faster than an ES module.
      esm: false,
      // Each file has licences of its own; the name of the first is `main`.
      license: '[name].LICENSES.txt',
      // The types are the business of `npm run check`.
      transpileOnly: true,
      quiet: true,
    });
    files.set(`${entry}/index.js`, code);
    for (const [name, asset] of Object.entries(assets)) {
      files.set(`${entry}/${name.replace(/^main\./, '')}`, String(asset?.source));
    }
  }
  // The package.json above says that .js files are ES modules.
  files.set('package.json', '{ "type": "commonjs" }\n');
  return files;
}

/** The paths below dist/ whose content is not what the sources give. */
export async function differencesFromSources(): Promise<readonly string[]> {
  const files = await bundle();
  const found = globSync('**/*.*', { cwd: DIST }).map((path) => path.replaceAll('\\', '/'));
  const differences: string[] = [];
  for (const path of new Set([...found, ...files.keys()])) {
    const content = found.includes(path) ? await readFile(join(DIST, path), 'utf8') : undefined;
    if (content !== files.get(path)) differences.push(path);
  }
  return differences;
}

if (import.meta.main) {
  try {
    const files = await bundle();
    await rm(DIST, { recursive: true, force: true });
    for (const [path, content] of files) {
      await mkdir(dirname(join(DIST, path)), { recursive: true });
      await writeFile(join(DIST, path), content);
      console.log(`dist/${path}  ${Buffer.byteLength(content)} bytes`);
    }
  } catch (error) {
    // The stack of ncc holds whole lines of its own minified bundle, which would bury the message.
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { STAND_INS_DIR } from './stand-ins.ts';

/** GitHub's actions for which there is a stand-in. act does the work of actions/checkout by itself. */
const STAND_INS = ['upload-artifact', 'download-artifact'];

/**
 * What the `uses:` lines of a repository's workflows and actions resolve to, as arguments of act's
 * `--local-repository`: our own action to the given folder, GitHub's to a stand-in. The versions are
 * those that the files name, whichever they are.
 */
export async function localRepositories(
  repository: string,
  ownAction: string,
): Promise<readonly string[]> {
  const folder = join(repository, '.github');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.yml'));
  const texts = await Promise.all(
    files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')),
  );
  const used = texts.flatMap((text) => [...text.matchAll(/uses: ([\w.-]+\/([\w.-]+)@[\w.-]+)/g)]);
  const mappings = used.flatMap(([, action = '', name = '']) => {
    if (name === 'galaxy-store-access-token') return [`${action}=${ownAction}`];
    return STAND_INS.includes(name) ? [`${action}=${join(STAND_INS_DIR, name)}`] : [];
  });
  return [...new Set(mappings)];
}

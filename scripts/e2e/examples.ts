import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT_DIR } from '../../runner/project.ts';

const EXAMPLES_DIR = join(PROJECT_DIR, 'examples');

/** Puts the examples where somebody who copies them puts them, each file as it is. */
export async function layOutExamples(repository: string): Promise<void> {
  const workflows = join(repository, '.github/workflows');
  await mkdir(workflows, { recursive: true });
  for (const file of await exampleWorkflows()) {
    await cp(join(EXAMPLES_DIR, file), join(workflows, file));
  }
  const composite = join(repository, '.github/actions/galaxy-store-apps');
  await cp(join(EXAMPLES_DIR, 'composite'), composite, { recursive: true });
}

/** Names of the workflow files in examples/, sorted. */
export async function exampleWorkflows(): Promise<readonly string[]> {
  const files = await readdir(EXAMPLES_DIR);
  return files.filter((file) => file.endsWith('.yml')).sort();
}

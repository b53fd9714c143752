import { rm } from 'node:fs/promises';

import { DIST, bundle, writeBundle } from './bundle.ts';

try {
  const files = await bundle();
  await rm(DIST, { recursive: true, force: true });
  await writeBundle(files, DIST);
  for (const [path, content] of files) {
    console.log(`dist/${path}  ${Buffer.byteLength(content)} bytes`);
  }
} catch (error) {
  // The stack of ncc holds whole lines of its own minified bundle, which would bury the message.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

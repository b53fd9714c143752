import { rm } from 'node:fs/promises';

import { DIST, bundle, writeBundle } from './bundle.ts';

const files = await bundle();
await rm(DIST, { recursive: true, force: true });
await writeBundle(files, DIST);
for (const [path, content] of files) {
  console.log(`dist/${path}  ${Buffer.byteLength(content)} bytes`);
}

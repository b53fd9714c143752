import { listArchive, makeArchive, measureSizes } from './bench/sizes.ts';
import type { Sizes } from './bench/sizes.ts';

/** The most that a runner may have to download or load, in bytes. */
const LIMITS: Sizes = { main: 350_000, post: 250_000, archive: 150_000 };

const NAMES: Readonly<Record<keyof Sizes, string>> = {
  main: 'dist/main/index.js',
  post: 'dist/post/index.js',
  archive: 'The archive',
};

/** What a runner needs, and what a licence asks to come along. Everything else stays out. */
const CONTENT: readonly string[] = [
  'LICENSE',
  'README.md',
  'action.yml',
  'dist/main/LICENSES.txt',
  'dist/main/index.js',
  'dist/package.json',
  'dist/post/LICENSES.txt',
  'dist/post/index.js',
];

const archive = makeArchive();
const sizes = measureSizes(archive);
const content = listArchive(archive);

const problems = [
  ...(['main', 'post', 'archive'] as const)
    .filter((part) => sizes[part] > LIMITS[part])
    .map((part) => `${NAMES[part]} has ${sizes[part]} bytes, more than ${LIMITS[part]}.`),
  ...content
    .filter((path) => !CONTENT.includes(path))
    .map((path) => `The archive holds ${path}, which no runner needs. See .gitattributes.`),
  ...CONTENT.filter((path) => !content.includes(path)).map(
    (path) => `The archive lacks ${path}. Commit it, and see .gitattributes.`,
  ),
];

console.log(
  `main ${sizes.main} bytes, post ${sizes.post} bytes, archive ${sizes.archive} bytes, ` +
    `${content.length} files in the archive`,
);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

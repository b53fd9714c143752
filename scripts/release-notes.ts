// Prints the notes of a version from CHANGELOG.md, for the page of the release: the version is the only
// argument, with or without a v in front. It needs no package, so that the job which may write to the
// repository installs none.
import { readFileSync } from 'node:fs';

import { readChangelog } from './repository/changelog.ts';

const version = (process.argv[2] ?? '').replace(/^v/, '');
const changelog = readFileSync(new URL('../CHANGELOG.md', import.meta.url), 'utf8');
const release = readChangelog(changelog).find((each) => each.version === version);
if (release === undefined || release.notes === '') {
  console.error(`CHANGELOG.md has no notes for the version "${version}".`);
  process.exitCode = 1;
} else {
  console.log(release.notes);
}

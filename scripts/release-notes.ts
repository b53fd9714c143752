// Prints the notes of a version from CHANGELOG.md, for the page of the release: the version is the only
// argument, with or without a v in front. It needs no package, so that the job which may write to the
// repository installs none.
import { readFileSync } from 'node:fs';

/** A section of CHANGELOG.md. */
export interface Release {
  readonly version: string;
  /** `yyyy-mm-dd`; not there for what is unreleased. */
  readonly date?: string;
  readonly notes: string;
}

/** Reads a change log in the form of https://keepachangelog.com/en/1.1.0/, newest section first. */
export function readChangelog(markdown: string): readonly Release[] {
  const sections = markdown.replaceAll(/^\[[^\]]+\]:.*$/gm, '').split(/^## /m);
  return sections.slice(1).map((section) => {
    const [heading = '', ...lines] = section.split('\n');
    const match = /^\[(?<version>[^\]]+)\](?: - (?<date>\d{4}-\d\d-\d\d))?$/.exec(heading);
    const { version = heading, date } = match?.groups ?? {};
    const notes = lines.join('\n').trim();
    return date === undefined ? { version, notes } : { version, date, notes };
  });
}

/** What is wrong with the change log for a release of this version, a sentence each. */
export function problemsOfChangelog(
  releases: readonly Release[],
  version: string,
): readonly string[] {
  const released = releases.filter((release) => release.version !== 'Unreleased');
  const [newest] = released;
  const unreleased = releases.find((release) => release.version === 'Unreleased');
  const problems: string[] = [];
  if (newest?.version !== version) {
    problems.push(`CHANGELOG.md has no section "## [${version}] - yyyy-mm-dd" on top.`);
  } else {
    if (newest.date === undefined) problems.push(`Version ${version} has no date in CHANGELOG.md.`);
    if (newest.notes === '') problems.push(`Version ${version} has no notes in CHANGELOG.md.`);
  }
  if (unreleased !== undefined && unreleased.notes !== '') {
    problems.push(`CHANGELOG.md still has notes under Unreleased: move them below ${version}.`);
  }
  return problems;
}

if (import.meta.main) {
  const version = (process.argv[2] ?? '').replace(/^v/, '');
  const changelog = readFileSync(new URL('../CHANGELOG.md', import.meta.url), 'utf8');
  const release = readChangelog(changelog).find((each) => each.version === version);
  if (release === undefined || release.notes === '') {
    console.error(`CHANGELOG.md has no notes for the version "${version}".`);
    process.exitCode = 1;
  } else {
    console.log(release.notes);
  }
}

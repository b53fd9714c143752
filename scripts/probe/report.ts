import type { KeyObject } from 'node:crypto';

import { VERSION } from '../../src/project.ts';
import type { ProbeApi } from './api.ts';
import { QUESTIONS } from './ask.ts';

/** What was found out, and how far the probe came. */
export interface ProbeResult {
  readonly api: ProbeApi;
  /** For each question that was asked: the verdict and what came back, in Markdown. */
  readonly findings: ReadonlyMap<string, readonly string[]>;
  /** Why the probe ended early. */
  readonly stopped: string | undefined;
}

/** The findings as Markdown, ready to be pasted into a bug report. */
export function describeProbe({ api, findings, stopped }: ProbeResult, apiUrl: string): string {
  // The header Date has whole seconds, and the answer needed a while.
  const clock =
    api.clockSkewMs === undefined
      ? 'No answer had the time of the server.'
      : `The clock of the server minus ours: ${Math.round(api.clockSkewMs / 1000)} s.`;
  const sections = Object.entries(QUESTIONS).map(
    ([id, question]) => `### ${question}\n\n${(findings.get(id) ?? ['Not asked.']).join('\n')}`,
  );
  return [
    `## Galaxy Store Developer API: answers seen on ${new Date().toISOString().slice(0, 10)}`,
    `Asked of ${new URL(apiUrl).origin} in ${api.requests} requests, by galaxy-store-access-token ` +
      `${VERSION} on Node ${process.version}. ${clock} Tokens, assertions, the key and the ID of the ` +
      'service account are removed.',
    ...(stopped === undefined ? [] : [`**Ended early**, because ${stopped}.`]),
    ...sections,
  ].join('\n\n');
}

/** How the key was pasted, without a piece of it: BEGIN line, lines and size. */
export function describeKeyShape(text: string, key: KeyObject): string {
  const pasted = text.trim();
  const lines = pasted.split(/\r\n|\r|\n/);
  const longest = Math.max(...lines.map(({ length }) => length));
  const label = /-----BEGIN ([A-Z ]+)-----/.exec(pasted)?.[1];
  const end = Object.entries({ 'CR LF': '\r\n', LF: '\n', 'a "\\n" in letters': '\\n' }).find(
    ([, sign]) => pasted.includes(sign),
  );
  return (
    `${label === undefined ? 'No BEGIN line' : `"BEGIN ${label}"`}, ` +
    `${key.asymmetricKeyDetails?.modulusLength ?? 0} bits; lines: ${lines.length}, of at most ${longest} ` +
    `characters${end === undefined ? '' : `, ended by ${end[0]}`}. This is how it stands in the ` +
    'variable; please add the name of the file as it was downloaded.'
  );
}

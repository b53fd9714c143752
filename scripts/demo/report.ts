import { VERSION } from '../../src/project.ts';
import { QUESTIONS } from './questions.ts';
import type { Finding } from './questions.ts';
import type { RawApi } from './raw-api.ts';

/** What the probe found out, and how far it came. */
export interface ProbeResult {
  readonly apiUrl: string;
  readonly api: Pick<RawApi, 'requests' | 'clockSkewMs'>;
  readonly findings: readonly Finding[];
  /** Why the probe ended early. */
  readonly stopped: string | undefined;
}

/** The findings as Markdown, ready to be pasted into a bug report. */
export function describeProbe(result: ProbeResult, now: Date): string {
  const { apiUrl, api, findings, stopped } = result;
  return [
    `## Galaxy Store Developer API: answers seen on ${now.toISOString().slice(0, 10)}`,
    '',
    `Asked of ${new URL(apiUrl).origin} in ${api.requests} requests, by galaxy-store-access-token ` +
      `${VERSION} on Node ${process.version}. ${describeClock(api.clockSkewMs)} Tokens, assertions, the ` +
      'key and the ID of the service account are removed.',
    ...(stopped === undefined ? [] : ['', `**Ended early**, because ${stopped}.`]),
    ...Object.entries(QUESTIONS).flatMap(([id, question]) => [
      '',
      `### ${question}`,
      ...describeFindings(findings.filter((finding) => finding.question === id)),
    ]),
  ].join('\n');
}

function describeFindings(findings: readonly Finding[]): readonly string[] {
  if (findings.length === 0) return ['', 'Not asked.'];
  return findings.flatMap(({ verdict, seen }) => [
    '',
    verdict,
    ...(seen.length === 0 ? [] : ['']),
    ...seen.map(({ what, answer }) => `- ${what}: \`${answer.replaceAll('`', "'")}\``),
  ]);
}

function describeClock(skewMs: number | undefined): string {
  if (skewMs === undefined) return 'No answer told the time of the server.';
  // The header has whole seconds, and the answer needed a while.
  return `The clock of the server minus ours: ${Math.round(skewMs / 1000)} s.`;
}

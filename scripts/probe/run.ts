import { VERSION } from '../../src/project.ts';
import { JOB_REQUESTS, playJob, type Service } from '../demo/job.ts';
import type { Printer } from '../demo/terminal.ts';
import { ProbeApi, Stopped, type Timing } from './api.ts';
import { QUESTIONS, WRONG_COUNT, type Signer } from './questions.ts';

/** The service account that is tried, and where. */
export interface ProbeOptions extends Service, Signer {
  /** What gives the key away. */
  readonly secrets: readonly string[];
}

/** How many requests carry good assertions and tokens, and clean up, where every answer is as expected. */
const GOOD_REQUESTS = 13;

const REVOCATION_ATTEMPTS = 3;

/** What is sent where no answer surprises. */
const ANNOUNCEMENT = `It sends about ${JOB_REQUESTS + GOOD_REQUESTS + WRONG_COUNT} requests.
${WRONG_COUNT} of them carry a wrong assertion on purpose, to see how each is refused.
A few tokens are created, and every one of them is revoked. Ctrl+C ends it early.`;

/**
 * Shows the action at work against the API itself, then asks what its documentation leaves open. Everything
 * that was created is revoked, also when something fails or the probe is interrupted.
 *
 * @returns whether the action did its work and no token is left
 */
export async function runProbe(
  options: ProbeOptions,
  print: Printer,
  timing: Timing,
  interrupted: AbortSignal,
): Promise<boolean> {
  const { apiUrl, serviceAccountId, secrets } = options;
  print.hide(...secrets);
  print.title('The action with your account, and what the documentation leaves open');
  print.verbatim(
    `Against ${apiUrl}, with the service account ${serviceAccountId}.\n${ANNOUNCEMENT}`,
  );

  const job = await playJob(options, print);
  print.section('So it is true that');
  const isGood = print.checks(job.checks);

  const api = new ProbeApi(options, timing, interrupted);
  // Should the post step have failed, the token gets a second chance to end here.
  if (job.token !== undefined && !job.isRefusedNow) api.adopt(job.token);
  print.section('What the documentation leaves open');
  /** For each question that was asked: the verdict and what came back, in Markdown. */
  const findings = new Map<string, string>();
  const stopped = await askAll(api, options, print, findings);
  print.section('Every token that was created is revoked');
  const isClean = await cleanUp(api, print);
  print.section('The report, ready to be pasted into an issue');
  print.verbatim(`\n${describe(api, findings, stopped, apiUrl)}`);
  return isGood && isClean && stopped === undefined;
}

/**
 * Asks the questions and prints each finding as it comes. Nothing it throws can get past the clean-up.
 *
 * @returns why it ended early
 */
async function askAll(
  api: ProbeApi,
  signer: Signer,
  print: Printer,
  findings: Map<string, string>,
): Promise<string | undefined> {
  const probe = { api, signer, first: '', second: '' };
  try {
    for (const [question, ask] of Object.entries(QUESTIONS)) {
      const verdict = await ask(probe);
      const seen = api.seen.splice(0);
      findings.set(question, [verdict, ...(seen.length === 0 ? [] : ['', ...seen])].join('\n'));
      print.text(`${question}\n  ${verdict}`);
    }
    return undefined;
  } catch (error) {
    const stopped = error instanceof Error ? error.message : String(error);
    print.text(`Ended early, because ${stopped}.`);
    return stopped;
  }
}

/** Revokes what is left. Nothing interrupts that. @returns whether every token is refused */
async function cleanUp(api: ProbeApi, print: Printer): Promise<boolean> {
  const { tokens, unknownTokens } = api;
  api.ignoreInterruption();
  print.hide(...tokens);
  const problems: string[] = [];
  for (const [index, token] of [...tokens].entries()) {
    const reason = await revoke(api, token);
    if (reason !== undefined) problems.push(`Token ${index + 1} of ${tokens.size} ${reason}.`);
  }
  if (unknownTokens > 0) {
    problems.push(
      `Create requests without an answer that could be read: ${unknownTokens}. Each may have created a ` +
        'token that is not known here.',
    );
  }
  for (const problem of problems) print.text(problem);
  print.text(
    problems.length === 0
      ? `Refused now: ${tokens.size} of ${tokens.size}.`
      : 'To end what may be left, delete the service account in Seller Portal (Assistance → API ' +
          'Service) and create a new one.',
  );
  return problems.length === 0;
}

/**
 * Revokes a token until the API refuses it.
 *
 * @returns why the token may still be alive; undefined when it is refused
 */
async function revoke(api: ProbeApi, token: string): Promise<string | undefined> {
  let reason: string | undefined;
  try {
    for (let attempt = 0; attempt < REVOCATION_ATTEMPTS; attempt += 1) {
      const { text } = await api.revoke('revoke', token);
      const standing = await api.watch('check', token, 'is refused');
      if (standing.startsWith('is refused')) return undefined;
      reason = `${standing} although it was to be revoked: ${text}`;
    }
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return `could not be revoked: ${error.message}`;
  }
  return reason;
}

/** The findings as Markdown, ready to be pasted into a bug report. */
function describe(
  { answers }: ProbeApi,
  findings: ReadonlyMap<string, string>,
  stopped: string | undefined,
  apiUrl: string,
): string {
  const skewsMs = answers.map(({ headers, atMs }) => Date.parse(headers.get('date') ?? '') - atMs);
  const skewMs = skewsMs.findLast((ms) => !Number.isNaN(ms));
  // The header Date has whole seconds, and the answer needed a while.
  const clock =
    skewMs === undefined
      ? 'No answer had the time of the server.'
      : `The clock of the server minus ours: ${Math.round(skewMs / 1000)} s.`;
  return [
    `## Galaxy Store Developer API: answers seen on ${new Date().toISOString().slice(0, 10)}`,
    `Asked of ${new URL(apiUrl).origin} in ${answers.length} requests, by galaxy-store-access-token ` +
      `${VERSION} on Node ${process.version}. ${clock} Tokens, assertions, the key and the ID of the ` +
      'service account are removed.',
    ...(stopped === undefined ? [] : [`**Ended early**, because ${stopped}.`]),
    ...Object.keys(QUESTIONS).map((each) => `### ${each}\n\n${findings.get(each) ?? 'Not asked.'}`),
  ].join('\n\n');
}

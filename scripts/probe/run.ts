import type { KeyObject } from 'node:crypto';

import type { Printer } from '../demo/terminal.ts';
import { JOB_REQUESTS, playJob } from '../demo/job.ts';
import type { Service } from '../demo/job.ts';
import { ProbeApi, Stopped } from './api.ts';
import type { ApiOptions, Timing } from './api.ts';
import { GOOD_REQUESTS, QUESTIONS, ask } from './ask.ts';
import type { QuestionId } from './ask.ts';
import { WRONG_COUNT } from './assertions.ts';
import { describeKeyShape, describeProbe } from './report.ts';
import type { ProbeResult } from './report.ts';

/** The service account that is tried, and where. */
export interface ProbeOptions extends Service {
  readonly key: KeyObject;
  /** What gives the key away. */
  readonly secrets: readonly string[];
}

/** Two tokens are left in the end, where a second one does not end the first: each is revoked and checked. */
const CLEAN_UP_REQUESTS = 4;

const REVOCATION_ATTEMPTS = 3;

/** What is sent where no answer surprises. */
const ANNOUNCEMENT = `It sends about ${JOB_REQUESTS + GOOD_REQUESTS + WRONG_COUNT + CLEAN_UP_REQUESTS} requests.
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

  const raw = { apiUrl, serviceAccountId, secrets, timing };
  const api = new ProbeApi({ ...raw, cancelled: interrupted });
  // Should the post step have failed, the token gets a second chance to end here.
  if (job.token !== undefined && !job.isRefusedNow) api.adopt(job.token);
  const result = await askAll(options, print, api);
  const problems = await cleanUp(api, raw, print);
  print.section('The report, ready to be pasted into an issue');
  print.verbatim(`\n${describeProbe(result, apiUrl)}`);
  return isGood && problems.length === 0 && result.stopped === undefined;
}

/** Asks the questions and prints each finding as it comes. Nothing it throws can get past the clean-up. */
async function askAll(options: ProbeOptions, print: Printer, api: ProbeApi): Promise<ProbeResult> {
  print.section('What the documentation leaves open');
  const findings = new Map<string, readonly string[]>();
  const add = (question: QuestionId, verdict: string): void => {
    const seen = api.takeSeen();
    findings.set(question, seen.length === 0 ? [verdict] : [verdict, '', ...seen]);
    print.text(`${QUESTIONS[question]}\n  ${verdict}`);
  };
  let stopped: string | undefined;
  try {
    await ask(api, options, add);
  } catch (error) {
    stopped = error instanceof Error ? error.message : String(error);
    print.text(`Ended early, because ${stopped}.`);
    api.takeSeen();
  }
  add('key', describeKeyShape(options.privateKey, options.key));
  return { api, findings, stopped };
}

/** Revokes what is left. @returns what was not possible */
async function cleanUp(
  { tokens, unknownTokens }: ProbeApi,
  options: Omit<ApiOptions, 'cancelled'>,
  print: Printer,
): Promise<readonly string[]> {
  print.section('Every token that was created is revoked');
  print.hide(...tokens);
  const problems: string[] = [];
  for (const [index, token] of [...tokens].entries()) {
    const reason = await revoke(token, options);
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
  return problems;
}

/**
 * Revokes a token until the API refuses it. Nothing interrupts that.
 *
 * @returns why the token may still be alive; undefined when it is refused
 */
async function revoke(
  token: string,
  options: Omit<ApiOptions, 'cancelled'>,
): Promise<string | undefined> {
  const api = new ProbeApi({ ...options, cancelled: new AbortController().signal });
  api.adopt(token);
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

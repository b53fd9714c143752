import { printChecks } from './checks.ts';
import { revokeAll } from './clean-up.ts';
import { describeKeyShape } from './key-shape.ts';
import type { LiveOptions } from './options.ts';
import type { Printer } from './print.ts';
import { probe } from './probe.ts';
import { QUESTIONS } from './questions.ts';
import type { Finding } from './questions.ts';
import { RawApi } from './raw-api.ts';
import type { RawApiOptions } from './raw-api.ts';
import { describeProbe } from './report.ts';
import type { ProbeResult } from './report.ts';
import { tellStory } from './story.ts';
import type { Timing } from './timing.ts';

/**
 * Shows the action against the API itself, then asks what its documentation leaves open. Everything that was
 * created is revoked, also when something fails or the demo is interrupted.
 *
 * @returns whether the action did its work and no token is left
 */
export async function demonstrateLive(
  options: LiveOptions,
  print: Printer,
  timing: Timing,
  interrupted: AbortSignal,
): Promise<boolean> {
  const { apiUrl, serviceAccountId, keySecrets } = options;
  print.title('A Galaxy Store access token that lives exactly as long as the job');
  print.verbatim(`Against ${apiUrl}, with the service account ${serviceAccountId}.`);

  const told = await tellStory(options, print, timing);
  print.section('So it is true that');
  const isGood = printChecks(print, told.checks);

  const raw = { apiUrl, serviceAccountId, secrets: keySecrets, timing };
  const api = new RawApi({ ...raw, cancelled: interrupted });
  // Should the post step have failed, the token gets a second chance to end here.
  if (told.token !== undefined && !told.isRefusedNow) api.adopt(told.token, 0);
  const result = await ask(options, print, api, timing);
  const isClean = await cleanUp(api, raw, print);
  print.section('The report, ready to be pasted into an issue');
  print.verbatim(`\n${describeProbe(result, new Date())}`);
  return isGood && isClean && result.stopped === undefined;
}

/** Asks the questions and tells each finding as it comes. Nothing it throws can get past the clean-up. */
async function ask(
  options: LiveOptions,
  print: Printer,
  api: RawApi,
  timing: Timing,
): Promise<ProbeResult> {
  print.section('What the documentation leaves open');
  const findings: Finding[] = [];
  const tell = (finding: Finding): void => {
    findings.push(finding);
    print.text(`${QUESTIONS[finding.question]}\n  ${finding.verdict}`);
  };
  let stopped: string | undefined;
  try {
    for await (const finding of probe({ api, signer: options, timing })) tell(finding);
  } catch (error) {
    stopped = error instanceof Error ? error.message : String(error);
    print.text(`Ended early, because ${stopped}.`);
  }
  tell(describeKeyShape(options.privateKey, options.key));
  return { apiUrl: options.apiUrl, api, findings, stopped };
}

/** Revokes what is left, and says honestly when that was not possible. */
async function cleanUp(
  api: RawApi,
  options: Omit<RawApiOptions, 'cancelled'>,
  print: Printer,
): Promise<boolean> {
  print.section('Every token that was created is revoked');
  const { tokens, unknownTokens } = api;
  print.hide(...tokens.map(({ value }) => value));
  const problems = await revokeAll(tokens, options, (message) => {
    print.text(message);
  });
  for (const problem of problems) print.text(problem);
  if (unknownTokens > 0) {
    print.text(
      `The answers to ${unknownTokens} create ${unknownTokens === 1 ? 'request' : 'requests'} could not be ` +
        'read. Each may have created a token that nobody knows.',
    );
  }
  const isClean = problems.length === 0 && unknownTokens === 0;
  const done =
    tokens.length === 0
      ? 'There is none left to revoke.'
      : `Refused now: ${tokens.length} of ${tokens.length}.`;
  print.text(
    isClean
      ? done
      : 'To end what may be left, delete the service account in Seller Portal (Assistance → API Service) ' +
          'and create a new one.',
  );
  return isClean;
}

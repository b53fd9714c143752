import type * as actionsCore from '@actions/core';

import { listenForCancellation, type Cancellation } from './cancellation.ts';
import { explainFailure, type FailedCall } from './explain-failure.ts';
import { GalaxyStoreClient } from './galaxy-store/client.ts';
import { GalaxyStoreError } from './galaxy-store/errors.ts';
import { readInputs, type InputReader, type Inputs } from './inputs.ts';
import { signAssertion } from './jwt.ts';
import { clearSavedToken, saveToken, type SavedToken } from './saved-token.ts';
import { maskProxyCredentials } from './mask.ts';
import { requireRunnerFiles, writeAllOrNothing } from './runner-files.ts';
import { debugStack, messageOf, reportFailure, runnerLog, type Logger } from './report.ts';
import type { System } from './system.ts';
import { TOKEN_REMAINS, UserError } from './user-error.ts';
import { USER_AGENT } from './project.ts';

/** The parts of `@actions/core` that the main job uses. */
export type MainCore = Logger &
  InputReader &
  Pick<typeof actionsCore, 'exportVariable' | 'saveState' | 'setFailed' | 'setOutput'>;

/** What the parts of the main job share. */
interface Job {
  readonly core: MainCore;
  readonly system: System;
  readonly inputs: Inputs;
  readonly client: GalaxyStoreClient;
  readonly cancellation: Cancellation;
}

/**
 * The main job: creates an access token and gives it to the later steps. It throws nothing; what goes
 * wrong is reported to the runner.
 *
 * @returns whether the outputs are set
 */
export async function createToken(core: MainCore, system: System): Promise<boolean> {
  const cancellation = listenForCancellation(system);
  try {
    const inputs = await readInputs(core);
    const { apiUrl, exportEnvironmentVariables } = inputs;
    requireRunnerFiles(exportEnvironmentVariables);
    maskProxyCredentials(core, apiUrl);
    const log = runnerLog(core);
    const client = new GalaxyStoreClient({ ...system, apiUrl, userAgent: USER_AGENT, log });
    const job: Job = { core, system, inputs, client, cancellation };
    const token = await create(job);
    await save(job, token);
    const refusal = inputs.verify ? await check(job, token) : undefined;
    if (cancellation.signal.aborted) throw await revokeAtOnce(job, token, refusal);
    if (refusal !== undefined) throw refusal;
    setOutputs(job, token);
    return true;
  } catch (error) {
    reportFailure(core, error);
    return false;
  }
}

/** Creates the token. Neither it nor an assertion can be printed before it is masked. */
async function create({ core, system, inputs, client, cancellation }: Job): Promise<SavedToken> {
  const { serviceAccountId, scopes, privateKey, apiUrl } = inputs;
  const sign = (nowMs: number): string => {
    const assertion = signAssertion(serviceAccountId, scopes, privateKey, nowMs);
    core.setSecret(assertion);
    return assertion;
  };
  try {
    const value = await client.createAccessToken(sign, cancellation.signal);
    core.setSecret(value);
    return { value, serviceAccountId, apiUrl, createdAtMs: system.nowMs() };
  } catch (error) {
    throw explain(error, 'create', inputs);
  }
}

/**
 * Saves the token for the post step. Without saved state the post step knows nothing of the token, so
 * it is revoked here.
 */
async function save({ core, client, cancellation }: Job, token: SavedToken): Promise<void> {
  try {
    saveToken(core, token);
  } catch (cause) {
    const problem =
      'The access token was created, but the runner did not take it for the post step: ' +
      `${messageOf(cause)}.`;
    const bounds = cancellation.signal.aborted ? { deadlineMs: cancellation.remainingMs() } : {};
    const outcome = await client.revokeAccessToken(token, bounds).then(
      () => 'The token is revoked again. Check the runner and its disk, then run the job again.',
      (error: unknown) => `It could not be revoked either: ${messageOf(error)}. ${TOKEN_REMAINS}`,
    );
    throw new UserError('runner-file-not-writable', `${problem} ${outcome}`, { cause });
  }
}

/** Asks the API whether the token works, and gives the reason if it does not. */
async function check(
  { inputs, client, cancellation }: Job,
  token: SavedToken,
): Promise<UserError | undefined> {
  try {
    await client.checkAccessToken(token, cancellation.signal);
    return undefined;
  } catch (error) {
    return explain(error, 'check', inputs);
  }
}

/**
 * Revokes the token of a cancelled job while there is time, because a runner that shuts down skips the
 * post steps.
 *
 * @returns the error to end the step with
 */
async function revokeAtOnce(
  { core, client, cancellation }: Job,
  token: SavedToken,
  cause: unknown,
): Promise<UserError> {
  try {
    const deadlineMs = cancellation.remainingMs();
    await client.revokeAccessToken(token, { onlyOnce: true, deadlineMs });
  } catch (error) {
    return new UserError(
      'job-cancelled',
      'The job was cancelled after the access token had been created, and the token could not be ' +
        'revoked at once. The post step of this action tries again.',
      { cause: error },
    );
  }
  try {
    clearSavedToken(core);
  } catch (error) {
    // The post step will find the token invalid, which is as good.
    debugStack(core, error);
  }
  return new UserError(
    'job-cancelled',
    'The job was cancelled. The access token that had been created is revoked; nothing is left to do.',
    { cause },
  );
}

function setOutputs({ core, inputs }: Job, { value, serviceAccountId }: SavedToken): void {
  writeAllOrNothing(inputs.exportEnvironmentVariables, () => {
    core.setOutput('access-token', value);
    core.setOutput('service-account-id', serviceAccountId);
    if (inputs.exportEnvironmentVariables) {
      core.exportVariable('GALAXY_STORE_ACCESS_TOKEN', value);
      core.exportVariable('GALAXY_STORE_SERVICE_ACCOUNT_ID', serviceAccountId);
    }
    if (!inputs.revoke) clearSavedToken(core);
  });
  runnerLog(core).info(
    `Created an access token for the service account ${serviceAccountId} ` +
      `(${inputs.scopes.join(', ')}${inputs.verify ? '; verified' : ''}). ` +
      (inputs.revoke
        ? 'It will be revoked when the job ends.'
        : 'It is not revoked when the job ends (revoke: false): it stays valid until you revoke it by hand.'),
  );
}

/** @throws what is no failure of the API, as it is */
function explain(error: unknown, operation: FailedCall['operation'], inputs: Inputs): UserError {
  if (!(error instanceof GalaxyStoreError)) throw error;
  return explainFailure(error, { operation, ...inputs });
}

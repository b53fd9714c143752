import type { exportVariable, saveState, setFailed, setOutput } from '@actions/core';

import { listenForCancellation } from './cancellation.ts';
import type { Cancellation } from './cancellation.ts';
import { explainFailure } from './explain-failure.ts';
import type { FailedCall } from './explain-failure.ts';
import { GalaxyStoreClient } from './galaxy-store/client.ts';
import { GalaxyStoreError } from './galaxy-store/errors.ts';
import { readInputs } from './inputs.ts';
import type { InputReader, Inputs } from './inputs.ts';
import { signAssertion } from './jwt.ts';
import { TOKEN_REMAINS, clearSavedToken, saveToken } from './saved-token.ts';
import type { SavedToken } from './saved-token.ts';
import { maskProxyCredentials } from './mask.ts';
import { requireRunnerFiles, writeAllOrNothing } from './runner-files.ts';
import { debugStack, messageOf, reportFailure, runnerLog } from './report.ts';
import type { Logger } from './report.ts';
import type { System } from './system.ts';
import { UserError } from './user-error.ts';
import { USER_AGENT } from './project.ts';

/** The parts of `@actions/core` that the main job uses. */
export interface MainCore extends Logger, InputReader {
  readonly exportVariable: typeof exportVariable;
  readonly saveState: typeof saveState;
  readonly setFailed: typeof setFailed;
  readonly setOutput: typeof setOutput;
}

/** A revocation is not cut short because the job is cancelled: it is what is left to do. */
const NEVER = new AbortController().signal;

/**
 * The main job: creates an access token and hands it to the later steps. It throws nothing; what
 * goes wrong is reported to the runner.
 *
 * @returns whether the token was handed on
 */
export async function createToken(core: MainCore, system: System): Promise<boolean> {
  const cancellation = listenForCancellation(system);
  try {
    const inputs = readInputs(core);
    requireRunnerFiles(inputs.exportEnvironmentVariables);
    maskProxyCredentials(core, inputs.apiUrl);
    const token = await create(core, system, inputs, cancellation);
    await verify(core, system, inputs, token, cancellation);
    setOutputs(core, inputs, token);
    return true;
  } catch (error) {
    reportFailure(core, error);
    return false;
  }
}

/** Creates the token. It is masked before anything can print it, and saved before anything can fail. */
async function create(
  core: MainCore,
  system: System,
  inputs: Inputs,
  cancellation: Cancellation,
): Promise<SavedToken> {
  const { serviceAccountId, scopes, privateKey, apiUrl } = inputs;
  const client = clientFor(core, system, inputs, cancellation.signal);
  const sign = (nowMs: number): string => {
    const assertion = signAssertion(serviceAccountId, scopes, privateKey, nowMs);
    core.setSecret(assertion);
    return assertion;
  };
  const value = await withExplanation('create', inputs, () => client.createAccessToken(sign));
  core.setSecret(value);
  const token = { value, serviceAccountId, apiUrl, createdAtMs: system.nowMs() };
  try {
    saveToken(core, token);
  } catch (error) {
    const bounds = cancellation.signal.aborted ? { deadlineMs: cancellation.remainingMs() } : {};
    const revoke = (): Promise<unknown> =>
      clientFor(core, system, inputs, NEVER).revokeAccessToken(token, bounds);
    throw await revokeUnsaved(revoke, error);
  }
  return token;
}

/** Without saved state the post step knows nothing of the token. Gives the error to end the step with. */
async function revokeUnsaved(revoke: () => Promise<unknown>, cause: unknown): Promise<UserError> {
  const problem =
    'The access token was created, but the runner did not take it for the post step: ' +
    `${messageOf(cause)}.`;
  try {
    await revoke();
  } catch (error) {
    const message = `${problem} It could not be revoked either: ${messageOf(error)}. ${TOKEN_REMAINS}`;
    return new UserError('runner-file-not-writable', message, { cause });
  }
  const remedy =
    'The token is revoked again. Check the runner and its disk, then run the job again.';
  return new UserError('runner-file-not-writable', `${problem} ${remedy}`, { cause });
}

/** Asks the API whether the token works, if the user wants to know, and stops a cancelled job. */
async function verify(
  core: MainCore,
  system: System,
  inputs: Inputs,
  token: SavedToken,
  cancellation: Cancellation,
): Promise<void> {
  try {
    const client = clientFor(core, system, inputs, cancellation.signal);
    if (inputs.verify) await withExplanation('check', inputs, () => client.checkAccessToken(token));
  } catch (error) {
    if (!cancellation.signal.aborted) throw error;
  }
  if (cancellation.signal.aborted) {
    const client = clientFor(core, system, inputs, NEVER);
    throw await revokeAtOnce(core, client, token, cancellation.remainingMs());
  }
}

/**
 * Revokes the token of a cancelled job while there is time, because a runner that shuts down skips the
 * post steps. Gives the error to end the step with.
 */
async function revokeAtOnce(
  core: MainCore,
  client: GalaxyStoreClient,
  token: SavedToken,
  deadlineMs: number,
): Promise<UserError> {
  try {
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
  );
}

function setOutputs(core: MainCore, inputs: Inputs, token: SavedToken): void {
  const { value, serviceAccountId } = token;
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

function clientFor(
  core: MainCore,
  system: System,
  { apiUrl }: Inputs,
  cancelled: AbortSignal,
): GalaxyStoreClient {
  return new GalaxyStoreClient({
    ...system,
    apiUrl,
    cancelled,
    userAgent: USER_AGENT,
    log: runnerLog(core),
  });
}

async function withExplanation<T>(
  operation: FailedCall['operation'],
  inputs: Inputs,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof GalaxyStoreError
      ? explainFailure(error, { operation, ...inputs })
      : error;
  }
}

import type * as actionsCore from '@actions/core';

import { listenForCancellation } from './cancellation.ts';
import { GalaxyStoreClient } from './galaxy-store/client.ts';
import { GalaxyStoreError } from './galaxy-store/errors.ts';
import { maskProxyCredentials } from './mask.ts';
import { loadToken, type SavedToken } from './saved-token.ts';
import { debugStack, describeFailure, runnerLog, type Logger } from './report.ts';
import type { System } from './system.ts';
import { TOKEN_REMAINS, UserError, helpUrl } from './user-error.ts';
import { USER_AGENT } from './project.ts';

/** The parts of `@actions/core` that the post job uses. */
export type PostCore = Logger &
  Pick<typeof actionsCore, 'error' | 'getState' | 'setSecret' | 'summary'>;

/**
 * The post job: revokes the access token. It works from the saved state alone, because a composite
 * action may give its post steps the wrong inputs. It throws nothing, and a revocation that fails is
 * loud but does not fail the job, whose work is done by then.
 */
export async function revokeToken(core: PostCore, system: System): Promise<void> {
  try {
    const token = loadToken(core);
    if (token === undefined) {
      core.info('There is no access token to revoke.');
      return;
    }
    core.setSecret(token.value);
    maskProxyCredentials(core, token.apiUrl);
    warnOnCancel(core, system, token);
    await revoke(core, system, token);
  } catch (error) {
    await reportLoudly(core, error);
  }
}

/** A runner that ends the step before the revocation is done leaves no time for a message. */
function warnOnCancel(core: PostCore, system: System, { serviceAccountId }: SavedToken): void {
  listenForCancellation(system).signal.addEventListener('abort', () => {
    core.warning(
      'The job is being cancelled. The access token is still being revoked, as long as the runner lets this step run. If no line after this one says that ' +
        `it is revoked, it stays valid until the service account ${serviceAccountId} is deleted in Seller ` +
        'Portal (Assistance → API Service).',
    );
  });
}

async function revoke(core: PostCore, system: System, token: SavedToken): Promise<void> {
  const { apiUrl, serviceAccountId } = token;
  const log = runnerLog(core);
  const client = new GalaxyStoreClient({ ...system, apiUrl, userAgent: USER_AGENT, log });
  try {
    const revocation = await client.revokeAccessToken(token);
    log.info(
      revocation === 'revoked'
        ? `Revoked the access token of the service account ${serviceAccountId}.`
        : `The access token of the service account ${serviceAccountId} was already invalid.`,
    );
  } catch (error) {
    if (!(error instanceof GalaxyStoreError)) throw error;
    throw new UserError(
      'revocation-failed',
      `The access token of the service account ${serviceAccountId} could not be revoked: ` +
        `${error.reason}. ${TOKEN_REMAINS}`,
      { cause: error },
    );
  }
}

async function reportLoudly(core: PostCore, error: unknown): Promise<void> {
  const title = 'An access token of the Galaxy Store is still valid';
  core.error(describeFailure(error), { title });
  debugStack(core, error);
  try {
    await core.summary
      .addHeading(title, 2)
      .addRaw(escapeHtml(error instanceof UserError ? error.message : describeFailure(error)), true)
      .addLink('What this means and what to do', helpUrl('revocation-failed'))
      .write();
  } catch (summaryError) {
    // The annotation is there already; a missing summary file must not hide it.
    debugStack(core, summaryError);
  }
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}

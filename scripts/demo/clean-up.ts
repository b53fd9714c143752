import { GalaxyStoreClient } from '../../src/galaxy-store/client.ts';
import { GalaxyStoreError } from '../../src/galaxy-store/errors.ts';
import { system } from '../../src/system.ts';
import { USER_AGENT } from '../../src/project.ts';
import { RawApi, Stopped } from './raw-api.ts';
import type { KnownToken, RawApiOptions } from './raw-api.ts';
import { watch } from './standing.ts';

/**
 * Revokes tokens and asks for each whether it is refused now. Nothing interrupts it, and one token that
 * cannot be revoked does not keep the others alive.
 *
 * @returns one sentence for each token that may still be alive, without the token
 */
export async function revokeAll(
  tokens: readonly KnownToken[],
  options: Omit<RawApiOptions, 'cancelled'>,
  log: (message: string) => void,
): Promise<readonly string[]> {
  const cancelled = new AbortController().signal;
  const problems: string[] = [];
  for (const [index, token] of tokens.entries()) {
    const reason = await revoke(token, { ...options, cancelled }, log);
    if (reason !== undefined) problems.push(`Token ${index + 1} of ${tokens.length} ${reason}.`);
  }
  return problems;
}

/** Gives why the token may still be alive, or undefined when it is refused. */
async function revoke(
  { value, createdAtMs }: KnownToken,
  options: RawApiOptions,
  log: (message: string) => void,
): Promise<string | undefined> {
  const { apiUrl, serviceAccountId, cancelled, timing } = options;
  const client = new GalaxyStoreClient({
    ...system,
    apiUrl,
    cancelled,
    userAgent: USER_AGENT,
    log: { info: log, warning: log },
  });
  try {
    await client.revokeAccessToken(
      { value, serviceAccountId, createdAtMs },
      { deadlineMs: timing.cleanUpMs },
    );
  } catch (error) {
    if (!(error instanceof GalaxyStoreError)) throw error;
    return `could not be revoked: ${error.message}`;
  }
  return whyAlive(value, options);
}

async function whyAlive(token: string, options: RawApiOptions): Promise<string | undefined> {
  const api = new RawApi(options);
  api.adopt(token, 0);
  try {
    const { standing, inTheEnd } = await watch(api, token, 'is refused', options.timing);
    return standing === 'is refused'
      ? undefined
      : `was revoked, but it ${standing}: ${inTheEnd.text}`;
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return `was revoked, but could not be checked: ${error.message}`;
  }
}

import { expect } from '@jest/globals';

import { createToken } from '../../../src/create-token.ts';
import { readPrivateKey } from '../../../src/private-key.ts';
import { FakeCore, type CoreCall, type FakeCoreOptions } from './fake-core.ts';
import { FakeSystem, START_MS } from './fake-system.ts';
import { reply, withServer, type Reaction, type Received } from './http-server.ts';
import { ACCOUNT_ID, PEM } from './service-account.ts';

export const TOKEN = 'token-of-24-characters-x';
export const MINTED = reply(200, { ok: true, createdItem: { accessToken: TOKEN } });
export const OK = reply(200, { ok: true });
export const REFUSED = reply(401, { code: 'AUTH_REQUIRE', message: 'Invalid accessToken' });

export const CREATE: CoreCall = ['request', 'POST', '/auth/accessToken'];
export const CHECK: CoreCall = ['request', 'GET', '/auth/checkAccessToken'];
export const REVOKE: CoreCall = ['request', 'DELETE', '/auth/revokeAccessToken'];
export const CLEARED: CoreCall = ['saveState', 'saved-token', ''];
export const OUTPUTS: readonly CoreCall[] = [
  ['setOutput', 'access-token', TOKEN],
  ['setOutput', 'service-account-id', ACCOUNT_ID],
];
export const KEY_MASKS = readPrivateKey(PEM.trim()).secretsToMask.map((secret): CoreCall => [
  'setSecret',
  secret,
]);

/** A run of the main job on a server on loopback, and everything that it did. */
export class MainJob {
  readonly system = new FakeSystem();
  core = new FakeCore();
  received: readonly Received[] = [];
  #apiUrl = '';

  /** Runs the job on a server that answers so; requests are noted among the calls of the core. */
  run(
    reactions: readonly Reaction[],
    inputs: Readonly<Record<string, string>> = {},
    options: Omit<FakeCoreOptions, 'inputs'> = {},
  ): Promise<boolean> {
    const noting = reactions.map((reaction): Reaction => (response, request) => {
      this.core.note('request', request.method, request.url);
      reaction(response, request);
    });
    return withServer(noting, ({ url, received }) => {
      this.#apiUrl = url;
      this.received = received;
      const required = { 'service-account-id': ACCOUNT_ID, 'private-key': PEM, 'api-url': url };
      this.core = new FakeCore({ ...options, inputs: { ...required, ...inputs } });
      return createToken(this.core, this.system);
    });
  }

  /** What happened after the key was masked. */
  story(): readonly CoreCall[] {
    expect(this.core.calls.slice(0, KEY_MASKS.length)).toEqual(KEY_MASKS);
    return this.core.calls.slice(KEY_MASKS.length);
  }

  /** How the token is saved for the post step. */
  saved(createdAtMs = START_MS): CoreCall {
    const apiUrl = this.#apiUrl;
    const token = { value: TOKEN, serviceAccountId: ACCOUNT_ID, apiUrl, createdAtMs };
    return ['saveState', 'saved-token', JSON.stringify(token)];
  }
}

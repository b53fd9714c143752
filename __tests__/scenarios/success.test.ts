import { describe, expect, test } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';

import { ACCOUNT, errorsOf, withScene } from '../../runner/scene.ts';
import { faultsOf, serverDelay, status } from '../helpers/fault-plans.ts';
import { expectNoSecret } from './expectations.ts';

const TOKEN = /^[0-9A-Za-z]{24}$/;

describe('A job with the right account and key', () => {
  test('gets a token and the account ID, and revokes the token when it ends', async () => {
    await withScene({}, async ({ store, main, post, calls }) => {
      const created = await main();
      expect(created.exitCode).toBe(0);
      expect(created.stderr).toBe('');
      expect(created.outputs).toEqual({
        'access-token': expect.stringMatching(TOKEN),
        'service-account-id': ACCOUNT.id,
      });
      expect(created.variables).toEqual({});
      expect(created.log).toBe(
        `Created an access token for the service account ${ACCOUNT.id} (publishing). ` +
          'It will be revoked when the job ends.',
      );
      expect(store.liveTokens()).toEqual([created.outputs['access-token']]);

      const revoked = await post(created);
      expect(revoked.exitCode).toBe(0);
      expect(revoked.log).toBe(`Revoked the access token of the service account ${ACCOUNT.id}.`);
      expect(revoked.summary).toBe('');
      expect(store.liveTokens()).toEqual([]);
      expect(calls()).toEqual(['create', 'revoke']);
    });
  });

  test('masks everything before it says a word, and shows none of it', async () => {
    await withScene({}, async (scene) => {
      const created = await scene.main({ verify: 'true' });
      const [request] = scene.store.requests;
      const assertion = request?.headers.authorization?.replace('Bearer ', '');
      const masks = created.commands.map(({ value }) => value);
      expect(masks.slice(-2)).toEqual([assertion, created.outputs['access-token']]);
      expect(masks.filter((mask) => mask.includes('-----') || mask.length < 8)).toEqual([]);
      const lines = created.stdout.trim().split('\n');
      expect(lines.findIndex((line) => !line.startsWith('::add-mask::'))).toBe(lines.length - 1);
      expectNoSecret(created, scene);
      expectNoSecret(await scene.post(created), scene);
    });
  });

  test('sends an assertion with the documented header and claims and nothing else', async () => {
    await withScene({}, async ({ store, main }) => {
      const before = Math.floor(Date.now() / 1000);
      await main({ scopes: 'gss, publishing gss' });
      const [request] = store.requests;
      const assertion = request?.headers.authorization?.replace('Bearer ', '') ?? '';
      expect(decodeProtectedHeader(assertion)).toEqual({ alg: 'RS256', typ: 'JWT' });
      const { iat = 0, exp = 0, ...claims } = decodeJwt(assertion);
      expect(claims).toEqual({ iss: ACCOUNT.id, scopes: ['gss', 'publishing'] });
      expect(exp - iat).toBe(300);
      expect(iat).toBeGreaterThanOrEqual(before - 30);
      expect(iat).toBeLessThanOrEqual(before - 30 + 60);
    });
  });

  test('waits until a new token has propagated, to check it and to revoke it', async () => {
    await withScene({ propagationMs: 3000 }, async ({ store, main, post, calls }) => {
      const checked = await main({ verify: 'true' });
      expect(checked.exitCode).toBe(0);
      expect(checked.log).toContain('Checking the access token: attempt 1 of 8 failed: HTTP 401');
      expect(calls().filter((call) => call === 'check').length).toBeGreaterThan(1);
      await post(checked);
      const revoked = await post(await main());
      expect(revoked.log).toContain('Revoking the access token: attempt 1 of 8 failed: HTTP 401');
      expect(revoked.log).toContain('Revoked the access token');
      expect(store.liveTokens()).toEqual([]);
    });
  });

  test('exports the variables of the fastlane plugin, and keeps the token, if asked', async () => {
    await withScene({}, async ({ store, main, post }) => {
      const inputs = { revoke: 'false', 'export-environment-variables': 'true' };
      const created = await main({ scopes: '', verify: '', ...inputs });
      expect(created.variables).toEqual({
        GALAXY_STORE_ACCESS_TOKEN: created.outputs['access-token'],
        GALAXY_STORE_SERVICE_ACCOUNT_ID: ACCOUNT.id,
      });
      expect(created.log).toContain('it stays valid until you revoke it by hand');
      expect(created.state).toEqual({ 'saved-token': '' });
      expect((await post(created)).log).toBe('There is no access token to revoke.');
      expect(store.liveTokens()).toHaveLength(1);
    });
  });

  test('does not look like success when the process ends before its time', async () => {
    // Nothing holds the process while it waits for its next attempt.
    const preload =
      'data:text/javascript,const timer = setTimeout; globalThis.setTimeout = (...all) => timer(...all).unref();';
    await withScene({ faults: serverDelay('create', 60) }, async ({ main }) => {
      const ended = await main({}, { nodeArguments: ['--import', preload] });
      expect(ended.exitCode).toBe(1);
      expect(ended.outputs).toEqual({});
    });
  });
});

describe('A post step', () => {
  // A token has to look older than the 5 s in which a refusal may pass.
  test.each([
    ['', 60_000, false],
    [', although the clock was set back since', -3_600_000, true],
  ])('is content when the token is invalid already%s', async (_how, ageMs, isTriedAgain) => {
    await withScene({ speed: 20 }, async ({ store, main, post }) => {
      const created = await main();
      await post(created);
      const saved = JSON.parse(created.state['saved-token'] ?? '') as { createdAtMs: number };
      const aged = JSON.stringify({ ...saved, createdAtMs: saved.createdAtMs - ageMs });
      const again = await post({ ...created, state: { 'saved-token': aged } });
      expect(again.exitCode).toBe(0);
      expect(errorsOf(again)).toEqual([]);
      expect(again.log.split('\n').at(-1)).toBe(
        `The access token of the service account ${ACCOUNT.id} was already invalid.`,
      );
      expect(store.requests.length > 3).toBe(isTriedAgain);
    });
  });

  test('is loud when the token cannot be revoked, but does not fail the job', async () => {
    await withScene({ faults: faultsOf('revoke', status(503)), speed: 50 }, async (scene) => {
      const ended = await scene.post(await scene.main());
      expect(ended.exitCode).toBe(0);
      const [error] = errorsOf(ended);
      for (const text of [error, ended.summary]) {
        expect(text).toContain(`service account ${ACCOUNT.id} could not be revoked: HTTP 503`);
        expect(text).toContain('(after 8 attempts in ');
        expect(text).toContain('this action does not hold it any more');
        expect(text).toContain('delete the service account in Seller Portal');
        expect(text).toContain('docs/troubleshooting.md#revocation-failed');
      }
      expectNoSecret(ended, scene);
      expect(scene.store.liveTokens()).toHaveLength(1);
    });
  });
});

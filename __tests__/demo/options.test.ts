import { describe, expect, test } from '@jest/globals';

import { HELP, UsageError, readOptions } from '../../scripts/demo/options.ts';
import { ACCOUNT_ID, PEM } from './support.ts';

const BOTH = { GALAXY_STORE_SERVICE_ACCOUNT_ID: ACCOUNT_ID, GALAXY_STORE_PRIVATE_KEY: PEM };

function refusal(args: readonly string[], env: NodeJS.ProcessEnv): string {
  try {
    readOptions(args, env);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('Nothing was refused');
}

describe('the command line of the demo', () => {
  test('means the emulator when it is empty, even where credentials are set', () => {
    expect(readOptions([], BOTH)).toEqual({ mode: 'emulator' });
  });

  test('asks for help', () => {
    expect(readOptions(['--help'], {})).toEqual({ mode: 'help' });
    expect(HELP).toContain('--live');
  });

  test('means the real Galaxy Store and the scope publishing with --live alone', () => {
    expect(readOptions(['--live'], BOTH)).toMatchObject({
      mode: 'live',
      live: {
        apiUrl: 'https://devapi.samsungapps.com',
        serviceAccountId: ACCOUNT_ID,
        scopes: ['publishing'],
      },
    });
  });

  test('takes other scopes and another address', () => {
    const args = ['--live', '--scopes', 'gss publishing', '--api-url', 'http://127.0.0.1:1/'];

    expect(readOptions(args, BOTH)).toMatchObject({
      live: { apiUrl: 'http://127.0.0.1:1', scopes: ['gss', 'publishing'] },
    });
  });

  test('is refused with the name of the one variable that is missing', () => {
    const { GALAXY_STORE_PRIVATE_KEY, ...withoutKey } = BOTH;

    expect(refusal(['--live'], withoutKey)).toContain(
      '--live needs GALAXY_STORE_PRIVATE_KEY, which is not set.',
    );
    expect(refusal(['--live'], { GALAXY_STORE_PRIVATE_KEY })).toContain(
      '--live needs GALAXY_STORE_SERVICE_ACCOUNT_ID, which is not set.',
    );
    expect(refusal(['--live'], { GALAXY_STORE_PRIVATE_KEY: ' \n' })).toContain(
      '--live needs GALAXY_STORE_SERVICE_ACCOUNT_ID and GALAXY_STORE_PRIVATE_KEY, which are not set.',
    );
  });

  test('is refused with the reason why a key cannot be used, without a piece of it', () => {
    const cut = PEM.slice(0, 400);
    const message = refusal(['--live'], { ...BOTH, GALAXY_STORE_PRIVATE_KEY: cut });

    expect(message).toContain('GALAXY_STORE_PRIVATE_KEY cannot be used. ');
    expect(message).not.toContain(PEM.split('\n')[1]);
  });

  test('never reaches the real Galaxy Store where nobody watches', () => {
    expect(refusal(['--live'], { ...BOTH, CI: 'true' })).toContain('for a person at a terminal');
    expect(
      readOptions(['--live', '--api-url', 'http://[::1]:1'], { ...BOTH, CI: 'true' }),
    ).toMatchObject({
      mode: 'live',
    });
    expect(readOptions(['--live'], { ...BOTH, CI: 'false' })).toMatchObject({ mode: 'live' });
  });

  test.each([
    [['--api-url', 'http://127.0.0.1:1'], '--api-url and --scopes are for --live only.'],
    [['--live', '--scopes', 'write'], '--scopes cannot be used. scopes: there is no scope "write"'],
    [
      ['--live', '--api-url', 'http://example.com'],
      '--api-url cannot be used. api-url is plain http',
    ],
    [['--life'], "Unknown option '--life'"],
    [['live'], "Unexpected argument 'live'"],
  ])('is refused when it is %j', (args, reason) => {
    expect(refusal(args, BOTH)).toContain(reason);
  });
});

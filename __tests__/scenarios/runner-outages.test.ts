import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, test } from '@jest/globals';

import { readLog } from '../../runner/log.ts';
import { withNetwork } from '../../runner/network.ts';
import { PRIVATE_KEY, errorsOf, untilCalled, untilSaid, withScene } from '../../runner/scene.ts';
import type { RunningStep } from '../../runner/step.ts';
import { piecesIn, secretsOf } from '../../runner/secrecy.ts';
import { faultsOf, serverDelay, slow, status } from '../helpers/fault-plans.ts';
import { describeSignals, expectFailure, expectNoSecret } from './expectations.ts';

/** What a runner does that dies: its ends of the pipes close. */
function closeLog({ process: { stdout, stderr } }: RunningStep): void {
  stdout?.destroy();
  stderr?.destroy();
}

describeSignals('A runner that dies', () => {
  test('does not keep the main step from revoking the token of a cancelled job', async () => {
    await withScene({ faults: slow('create', 400) }, async (scene) => {
      const step = scene.startMain();
      await untilCalled(scene, 'create');
      step.process.kill('SIGTERM');
      closeLog(step);
      expect((await step.result).exitCode).toBe(1);
      expect(scene.calls()).toEqual(['create', 'revoke']);
      expect(scene.store.liveTokens()).toEqual([]);
    });
  });

  test('does not keep the post step from trying again', async () => {
    await withScene({ faults: serverDelay('revoke', 1, 2), speed: 4 }, async (scene) => {
      const step = scene.startPost(await scene.main());
      await untilCalled(scene, 'revoke');
      closeLog(step);
      expect((await step.result).exitCode).toBe(0);
      expect(scene.calls()).toEqual(['create', 'revoke', 'revoke', 'revoke']);
      expect(scene.store.liveTokens()).toEqual([]);
    });
  });
});

describeSignals('A system that is paused while the post step waits', () => {
  // 20 times as fast, a wait of 100 s takes 5 s; after 7 s the 2 minutes are over.
  test.each(['directly', 'through a proxy'])(
    'makes the attempt that was waited for, %s',
    async (way) => {
      await withNetwork({ faults: serverDelay('revoke', 100, 1), speed: 20 }, async (network) => {
        const { env, store } = network;
        const inputs = way === 'directly' ? { 'api-url': `https://localhost:${store.port}` } : {};
        const step = network.startPost(await network.main(inputs, { env }), { env });
        await untilSaid(step, 'Next attempt in');
        step.process.kill('SIGSTOP');
        await sleep(7_000);
        step.process.kill('SIGCONT');
        const ended = await step.result;
        expect(ended.exitCode).toBe(0);
        expect(ended.stderr).toBe('');
        expect(errorsOf(ended)).toEqual([]);
        expect(store.liveTokens()).toEqual([]);
      });
    },
  );
});

describeSignals('A post step that is cancelled before it can be done', () => {
  test('has said what stays alive', async () => {
    await withScene({ faults: serverDelay('revoke', 60, 1) }, async (scene) => {
      const step = scene.startPost(await scene.main());
      await untilSaid(step, 'Next attempt in');
      const said = untilSaid(step, 'is deleted in Seller Portal');
      step.process.kill('SIGINT');
      await said;
      step.process.kill('SIGKILL');
      expect((await step.result).log).toMatch(
        /^Warning: .* stays valid until the service account .* is deleted in Seller Portal/m,
      );
    });
  });
});

describe('A runner whose files cannot be written', () => {
  const TOPIC = 'runner-file-not-writable';
  const exporting = { 'export-environment-variables': 'true' };

  describe.each(['GITHUB_STATE', 'GITHUB_OUTPUT', 'GITHUB_ENV'] as const)('as %s', (name) => {
    const onPosix = [
      ['is a folder', { env: { [name]: tmpdir() } }, 'EISDIR'],
      ['belongs to another user', { foreignFiles: [name] }, 'EACCES'],
    ] as const;
    test.each([
      ['is missing', { missingFiles: [name] }, 'ENOENT'] as const,
      ...(process.platform === 'win32' ? [] : onPosix),
    ])('gets no token when it %s', async (_what, options, code) => {
      await withScene({}, async ({ main, calls }) => {
        const failed = await main(exporting, options);
        expectFailure(failed, [`in ${name} cannot be written: ${code}`, 'was created. '], TOPIC);
        const says =
          /runs as user \d+, which is not the user of the runner.*"options: --user root"/;
        if (code === 'EACCES') expect(errorsOf(failed)[0]).toMatch(says);
        expect(calls()).toEqual([]);
      });
    });
  });

  // A device without room is known to Linux only: it can be opened, and nothing can be written.
  const testOnLinux = process.platform === 'linux' ? test : test.skip;

  testOnLinux.each([
    ['GITHUB_OUTPUT', { ...exporting, revoke: 'false' }],
    ['GITHUB_ENV', exporting],
  ])('gets all outputs or none when %s has no room', async (name, inputs) => {
    await withScene({}, async ({ main, post, calls, store }) => {
      const failed = await main(inputs, { env: { [name]: '/dev/full' } });
      expectFailure(failed, ['did not take the outputs: ENOSPC', 'the post step revokes'], TOPIC);
      await post(failed);
      expect(calls()).toEqual(['create', 'revoke']);
      expect(store.liveTokens()).toEqual([]);
    });
  });

  testOnLinux.each([
    ['revoked at once', 0, 'The token is revoked again'],
    ['not even revoked', 1, 'could not be revoked either: HTTP 404'],
  ])('has a token that cannot be saved %s', async (_what, alive, outcome) => {
    const faults = faultsOf('revoke', status(404), alive);
    await withScene({ faults }, async (scene) => {
      const failed = await scene.main({}, { env: { GITHUB_STATE: '/dev/full' } });
      expectFailure(failed, ['did not take it for the post step: ENOSPC', outcome], TOPIC);
      expectNoSecret(failed, scene);
      expect(scene.calls()).toEqual(['create', 'revoke']);
      expect(scene.store.liveTokens()).toHaveLength(alive);
    });
  });
});

describe('A runner that reads stderr before stdout, with NODE_DEBUG', () => {
  const CREDENTIALS = 'proxy-user:p@ss-w0rd-1234';
  const SENT = Buffer.from(CREDENTIALS).toString('base64');

  test.each([
    ['neither assertion nor token', 'http,https,net,tls', ''],
    ['no credentials of the proxy either', '*', 'proxy-user:p%40ss-w0rd-1234@'],
  ])('shows %s', async (_what, debug, login) => {
    const proxy = login === '' ? {} : { credentials: CREDENTIALS };
    await withNetwork({ proxy }, async (network) => {
      const HTTPS_PROXY = `http://${login}127.0.0.1:${network.proxy.port}`;
      const env = { ...network.env, HTTPS_PROXY, NODE_DEBUG: debug };
      const created = await network.main({ verify: 'true' }, { env });
      for (const step of [created, await network.post(created, { env })]) {
        expect(step.exitCode).toBe(0);
        expect(step.stderr).toContain('::add-mask::');
        expect(step.stderr).toMatch(/HTTPS? \d+:/);
        const secrets = [...secretsOf(network.store, PRIVATE_KEY), CREDENTIALS, SENT];
        expect(piecesIn(readLog(step.stderr, []).log, secrets)).toEqual([]);
      }
    });
  });
});

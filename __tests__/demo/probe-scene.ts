import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect } from '@jest/globals';

import type { EmulatorOptions } from '../../emulator/emulator.ts';
import { ACCOUNT, KEY, PRIVATE_KEY, withScene } from '../../runner/scene.ts';
import { piecesIn, secretsOf } from '../../runner/secrecy.ts';
import { Printer } from '../../scripts/demo/terminal.ts';
import { request } from '../../scripts/demo/request.ts';
import type { Answer } from '../../scripts/demo/request.ts';
import type { Timing } from '../../scripts/probe/api.ts';
import { runProbe } from '../../scripts/probe/run.ts';

/** Sends a request to the emulator. */
type Forward = (call: string, credential: string) => Promise<Answer>;
/** What stands between the probe and the emulator. */
export type Between = (call: string, credential: string, forward: Forward) => Promise<Answer>;

export interface ProbeScene {
  readonly emulator?: Partial<Omit<EmulatorOptions, 'accounts'>>;
  readonly between?: Between;
  readonly timing?: Partial<Timing>;
  readonly interrupted?: AbortSignal;
}

export interface Probed {
  readonly isGood: boolean;
  readonly text: string;
  /** The Markdown at the end. */
  readonly report: string;
  readonly aliveInTheEnd: number;
}

/** Runs the probe against an emulator, and checks what must hold in every scene. */
export async function probe(scene: ProbeScene = {}): Promise<Probed> {
  const lines: string[] = [];
  const timing = { pauseMs: 0, pollMs: 20, polls: 20, timeoutMs: 2_000, ...scene.timing };
  return withScene({ scopes: ['publishing'], ...scene.emulator }, async ({ store }) => {
    const between = await startBetween(store.url, scene.between);
    const service = {
      serviceAccountId: ACCOUNT.id,
      privateKey: PRIVATE_KEY,
      scopes: ['publishing'],
    };
    const secrets = PRIVATE_KEY.split('\n').filter((line) => /^\w/.test(line));
    const options = { ...service, apiUrl: between.url, key: KEY.privateKey, secrets };
    const never = new AbortController().signal;
    const print = new Printer((line) => lines.push(line), false);
    const isGood = await runProbe(options, print, timing, scene.interrupted ?? never);
    between.stop();
    const text = lines.join('');
    const report = text.slice(text.indexOf('## Galaxy Store Developer API'));
    expect(piecesIn(text, secretsOf(store, PRIVATE_KEY))).toEqual([]);
    expect(report).not.toContain(ACCOUNT.id);
    return { isGood, text, report, aliveInTheEnd: store.liveTokens().length };
  });
}

async function startBetween(
  apiUrl: string,
  between: Between = (call, credential, forward) => forward(call, credential),
): Promise<{ readonly url: string; readonly stop: () => void }> {
  const forward: Forward = (call, credential) =>
    request({ apiUrl, serviceAccountId: ACCOUNT.id }, call, credential);
  const server = createServer(({ method, url, headers }, response) => {
    const credential = (headers.authorization ?? '').replace('Bearer ', '');
    void between(`${method ?? ''} ${url ?? ''}`, credential, forward).then((answer) => {
      if (answer.status === undefined) return response.destroy();
      // The length is no longer right where the body was changed.
      const kept = [...answer.headers].filter(([name]) =>
        /^(date|server|via|x-|set-|retry)/.test(name),
      );
      return response.writeHead(answer.status, Object.fromEntries(kept)).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      server.close().closeAllConnections();
    },
  };
}

import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect } from '@jest/globals';

import { startEmulator } from '../../emulator/emulator.ts';
import type { Emulator, EmulatorOptions } from '../../emulator/emulator.ts';
import { Printer } from '../../scripts/demo/print.ts';
import { request } from '../../scripts/demo/request.ts';
import type { Answer } from '../../scripts/demo/request.ts';
import type { Timing } from '../../scripts/probe/api.ts';
import { runProbe } from '../../scripts/probe/run.ts';

export const ACCOUNT_ID = 'service-account-of-the-probe';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const PEM = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** Sends a request to the emulator. */
type Forward = (call: string, credential: string) => Promise<Answer>;
/** What stands between the probe and the emulator. */
export type Between = (call: string, credential: string, forward: Forward) => Promise<Answer>;

export interface ProbeScene {
  readonly emulator?: Partial<EmulatorOptions>;
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

/** Runs a test against an emulator that knows the account of these tests. */
export async function withEmulator<T>(
  options: Partial<EmulatorOptions>,
  play: (emulator: Emulator) => Promise<T>,
): Promise<T> {
  const account = { id: ACCOUNT_ID, publicKey, scopes: ['publishing'] as const };
  const emulator = await startEmulator({ accounts: [account], ...options });
  try {
    return await play(emulator);
  } finally {
    await emulator.stop();
  }
}

/** Runs the probe against an emulator, and checks what must hold in every scene. */
export async function probe(scene: ProbeScene = {}): Promise<Probed> {
  const lines: string[] = [];
  const timing = { pauseMs: 0, pollMs: 20, polls: 20, timeoutMs: 2_000, ...scene.timing };
  return withEmulator(scene.emulator ?? {}, async (emulator) => {
    const between = await startBetween(emulator.url, scene.between);
    const service = { serviceAccountId: ACCOUNT_ID, privateKey: PEM, scopes: ['publishing'] };
    const options = { ...service, apiUrl: between.url, key: privateKey, secrets: keyLines() };
    const never = new AbortController().signal;
    const print = new Printer((line) => lines.push(line), false);
    const isGood = await runProbe(options, print, timing, scene.interrupted ?? never);
    between.stop();
    const text = lines.join('');
    const report = text.slice(text.indexOf('## Galaxy Store Developer API'));
    expect(visibleSecrets(text, emulator)).toEqual([]);
    expect(report).not.toContain(ACCOUNT_ID);
    return { isGood, text, report, aliveInTheEnd: emulator.liveTokens().length };
  });
}

function keyLines(): readonly string[] {
  return PEM.split('\n').filter((line) => /^\w/.test(line));
}

/** Every token, every part of an assertion and every line of the key that stands in a text. */
export function visibleSecrets(text: string, { events, requests }: Emulator): readonly string[] {
  const tokens = events.flatMap(({ token }) => (token === undefined ? [] : [token]));
  const credentials = requests.flatMap(({ headers }) =>
    (headers.authorization ?? '').replace('Bearer ', '').split('.'),
  );
  return [...tokens, ...credentials, ...keyLines()].filter(
    (secret) => secret !== '' && text.includes(secret),
  );
}

async function startBetween(
  apiUrl: string,
  between: Between = (call, credential, forward) => forward(call, credential),
): Promise<{ readonly url: string; readonly stop: () => void }> {
  const forward: Forward = (call, credential) =>
    request({ apiUrl, serviceAccountId: ACCOUNT_ID }, call, credential);
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

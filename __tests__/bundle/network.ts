import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createCertificates } from '../../emulator/certificates.ts';
import { startEmulator } from '../../emulator/emulator.ts';
import type { Emulator, EmulatorOptions } from '../../emulator/emulator.ts';
import { startProxy } from '../../emulator/proxy.ts';
import { inputVariable } from '../../runner/step.ts';
import { runProcess } from '../../scripts/bench/process.ts';
import type { FinishedProcess } from '../../scripts/bench/process.ts';
import { ROOT } from '../../scripts/bench/sizes.ts';
import { generateRsaKey } from '../helpers/key-shapes.ts';

export const KEY = generateRsaKey();
export const ACCOUNT_ID = 'bundle-account';

/** A name that no name server knows (RFC 6761): only the proxy leads there. */
const HOST = 'galaxy-store.test';

type Texts = Readonly<Record<string, string>>;

/**
 * A store with TLS and a private certificate authority. A step reaches it through a proxy, or directly as
 * `localhost`, for which proxies are never asked.
 */
export interface Network {
  readonly store: Emulator;
  /** What the proxy was asked for. */
  readonly asked: readonly string[];
  /** Runs the bundle's main with these inputs and variables on top of those that work. */
  readonly main: (inputs?: Texts, env?: Texts) => Promise<FinishedProcess>;
  readonly post: (state: Texts, env?: Texts) => Promise<FinishedProcess>;
}

/** Builds the network, plays, and takes it down. `node` is the program that runs the bundle. */
export async function withNetwork(
  node: string,
  options: Pick<EmulatorOptions, 'faults'>,
  play: (network: Network) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  const certificates = await createCertificates([HOST, 'localhost']);
  const authorityFile = join(folder, 'authority.pem');
  writeFileSync(authorityFile, certificates.authority);
  const account = { id: ACCOUNT_ID, publicKey: KEY.publicKey, scopes: ['publishing'] } as const;
  const store = await startEmulator({
    ...options,
    accounts: [account],
    tls: certificates.server,
  });
  const proxy = await startProxy({ targets: [`${HOST}:443`], port: store.port });
  const surroundings = { HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: authorityFile };
  const run = (stage: 'main' | 'post', variables: Texts): Promise<FinishedProcess> =>
    runProcess({
      node,
      args: [join(ROOT, 'dist', stage, 'index.js')],
      env: { ...surroundings, ...variables },
    });
  try {
    await play({
      store,
      asked: proxy.asked,
      main: (inputs = {}, env = {}) =>
        run('main', {
          ...named(inputVariable, {
            'service-account-id': ACCOUNT_ID,
            'private-key': KEY.pkcs8,
            'api-url': `https://${HOST}`,
            ...inputs,
          }),
          ...env,
        }),
      post: (state, env = {}) =>
        run('post', { ...named((name) => `STATE_${name}`, state), ...env }),
    });
  } finally {
    await proxy.stop();
    await store.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function named(nameOf: (name: string) => string, values: Texts): Texts {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [nameOf(name), value] as const),
  );
}

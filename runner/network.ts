import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createCertificates, type Certificates } from '../emulator/certificates.ts';
import { startProxy, type Proxy, type ProxyOptions } from '../emulator/proxy.ts';
import { withScene, type Scene, type SceneOptions } from './scene.ts';

/** A name that no name server knows (RFC 6761), so that it can be reached through the proxy alone. */
export const HOST = 'galaxy-store.test';
export const API_URL = `https://${HOST}`;

const GOOD_CERTIFICATES = await createCertificates([HOST, 'localhost']);

/** What is special about a network. */
export interface NetworkOptions extends SceneOptions {
  /** What the store presents. Default: a good certificate for {@link HOST} and for `localhost`. */
  readonly certificates?: Certificates;
  /** The store does not speak TLS at all. */
  readonly plain?: boolean;
  readonly proxy?: Partial<Omit<ProxyOptions, 'targets' | 'port'>>;
}

/** A scene in which the store speaks TLS behind a proxy; the steps call it by {@link API_URL}. */
export interface Network extends Scene {
  readonly proxy: Proxy;
  /** The file of the store's authority. */
  readonly authorityFile: string;
  /** The variables by which a step finds the proxy and trusts the store. */
  readonly env: Readonly<Record<'HTTPS_PROXY' | 'NODE_EXTRA_CA_CERTS', string>>;
}

/** Sets a scene with a proxy and TLS, plays it, and clears it away. */
export async function withNetwork(
  {
    certificates = GOOD_CERTIFICATES,
    plain = false,
    proxy: proxyOptions,
    ...sceneOptions
  }: NetworkOptions,
  play: (network: Network) => Promise<void>,
): Promise<void> {
  const tls = plain ? {} : { tls: certificates.server };
  await withScene({ apiUrl: API_URL, ...sceneOptions, ...tls }, async (scene) => {
    const target = { targets: [`${HOST}:443`], port: scene.store.port };
    const proxy = await startProxy({ ...proxyOptions, ...target });
    const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
    const authorityFile = join(folder, 'authority.crt');
    writeFileSync(authorityFile, certificates.authority);
    const env = { HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: authorityFile };
    try {
      await play({ ...scene, proxy, authorityFile, env });
    } finally {
      await proxy.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';

import { createCertificates } from '../../emulator/certificates.ts';
import { generateRsaKey } from '../../emulator/rsa-key.ts';

export const ACCOUNT_ID = 'bench-account';

export const CONNECTIONS = ['tls', 'plain'] as const;
export type Connection = (typeof CONNECTIONS)[number];

export type StoreUrls = Readonly<Record<Connection, string>>;

/** What the process of the stores is told. */
export interface StoreOrder {
  /** PEM. */
  readonly publicKey: string;
  readonly tls: { readonly key: string; readonly cert: string };
}

/** What a store saw since it was last asked. */
export interface StoreReport {
  readonly requests: readonly { readonly call: string; readonly credential: string }[];
  readonly liveTokens: readonly string[];
}

/** Two running stores, one over TLS with a private certificate authority and one over plain HTTP. */
export interface Stores {
  readonly urls: StoreUrls;
  /** PEM of the account's key. */
  readonly privateKey: string;
  /** PEM of the certificate authority. */
  readonly authority: string;
  report(connection: Connection): Promise<StoreReport>;
  stop(): void;
}

/** Makes a key and certificates, and starts both stores in a process of their own. */
export async function startStores(): Promise<Stores> {
  const { pkcs8, publicKey } = generateRsaKey();
  const { authority, server } = await createCertificates(['localhost']);
  const child = fork(join(import.meta.dirname, 'store-process.ts'));
  const order: StoreOrder = {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    tls: server,
  };
  const urls = await ask<StoreUrls>(child, order);
  return {
    urls,
    privateKey: pkcs8,
    authority,
    report: (connection) => ask<StoreReport>(child, connection),
    stop: () => {
      child.kill();
    },
  };
}

async function ask<Answer>(
  child: ChildProcess,
  question: StoreOrder | Connection,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (code: number | null): void => {
      reject(new Error(`The process of the stores ended by itself (exit code ${code ?? 'none'}).`));
    };
    child.once('exit', fail);
    child.once('message', (message) => {
      child.off('exit', fail);
      resolve(message as Answer);
    });
    child.send(question);
  });
}

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export const ACCOUNT_ID = '5f6cc9d1-e2e0-4c8e-9a55-0f1d6a3b7c21';

export const CONNECTIONS = ['tls', 'plain'] as const;
export type Connection = (typeof CONNECTIONS)[number];

/** What a step needs to reach the stores. */
export interface Access {
  readonly urls: Readonly<Record<Connection, string>>;
  /** PEM of the account's key. */
  readonly privateKey: string;
  /** PEM of the certificate authority. */
  readonly authority: string;
}

/** What a store saw since it was last asked. */
export interface StoreReport {
  readonly requests: readonly { readonly call: string; readonly credential: string }[];
  readonly liveTokens: readonly string[];
}

/** Two running stores, one over TLS with a private certificate authority and one over plain HTTP. */
export interface Stores extends Access {
  report(connection: Connection): Promise<StoreReport>;
  stop(): void;
}

/** Starts both stores in a process of their own. */
export async function startStores(): Promise<Stores> {
  const child = fork(join(import.meta.dirname, 'store-process.ts'));
  const ended = new AbortController();
  child.once('exit', () => {
    ended.abort(new Error('The process of the stores ended by itself.'));
  });
  const answer = async (): Promise<unknown> =>
    ((await once(child, 'message', { signal: ended.signal })) as readonly unknown[])[0];
  return {
    ...((await answer()) as Access),
    report: async (connection) => {
      child.send(connection);
      return (await answer()) as StoreReport;
    },
    stop: () => {
      child.kill();
    },
  };
}

/**
 * The two stores of the bench, in a process of their own, so that neither their work nor their memory
 * disturbs the clock.
 */
import { createPublicKey } from 'node:crypto';

import { startEmulator } from '../../emulator/emulator.ts';
import type { Emulator } from '../../emulator/emulator.ts';

import { ACCOUNT_ID } from './stores.ts';
import type { Connection, StoreOrder, StoreReport, StoreUrls } from './stores.ts';

// The stores must not outlive a bench that was killed.
process.once('disconnect', () => process.exit());
process.once('message', (order: StoreOrder) => {
  void open(order);
});

async function open({ publicKey, tls }: StoreOrder): Promise<void> {
  const account = { id: ACCOUNT_ID, publicKey: createPublicKey(publicKey) };
  const options = {
    accounts: [{ ...account, scopes: ['publishing'] as const }],
    // A name and not an address: that is what a client meets in real life.
    host: 'localhost',
  };
  const stores = {
    tls: await startEmulator({ ...options, tls }),
    plain: await startEmulator(options),
  };
  const reported = { tls: 0, plain: 0 };
  process.on('message', (connection: Connection) => {
    const store = stores[connection];
    tell(reportOf(store, reported[connection]));
    reported[connection] = store.requests.length;
  });
  tell({ tls: stores.tls.url, plain: stores.plain.url });
}

function reportOf(store: Emulator, since: number): StoreReport {
  return {
    requests: store.requests.slice(since).map(({ method, path, headers }) => ({
      call: `${method} ${path}`,
      credential: (headers.authorization ?? '').replace(/^Bearer /, ''),
    })),
    liveTokens: store.liveTokens(),
  };
}

function tell(message: StoreUrls | StoreReport): void {
  process.send?.(message);
}

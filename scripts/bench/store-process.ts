/**
 * The two stores of the bench, in a process of their own, so that neither their work nor their memory
 * disturbs the clock.
 */
import { createCertificates } from '../../emulator/certificates.ts';
import { startEmulator } from '../../emulator/emulator.ts';
import { generateRsaKey } from '../../emulator/rsa-key.ts';

import { ACCOUNT_ID } from './stores.ts';
import type { Access, Connection, StoreReport } from './stores.ts';

// The stores must not outlive a bench that was killed.
process.once('disconnect', () => process.exit());

const { pkcs8, publicKey } = generateRsaKey();
const { authority, server } = await createCertificates(['localhost']);
const options = {
  accounts: [{ id: ACCOUNT_ID, publicKey, scopes: ['publishing'] as const }],
  // A name and not an address: that is what a client meets in real life.
  host: 'localhost',
};
const stores = {
  tls: await startEmulator({ ...options, tls: server }),
  plain: await startEmulator(options),
};
const reported = { tls: 0, plain: 0 };

function send(message: Access | StoreReport): void {
  process.send?.(message);
}

process.on('message', (connection: Connection) => {
  const store = stores[connection];
  const requests = store.requests.slice(reported[connection]);
  reported[connection] = store.requests.length;
  send({
    requests: requests.map(({ method, path, headers }) => ({
      call: `${method} ${path}`,
      credential: (headers.authorization ?? '').replace(/^Bearer /, ''),
    })),
    liveTokens: store.liveTokens(),
  });
});
send({ urls: { tls: stores.tls.url, plain: stores.plain.url }, privateKey: pkcs8, authority });

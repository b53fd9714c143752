import { GalaxyStoreClient } from '../../../src/galaxy-store/client.ts';
import { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import { FakeSystem } from './fake-system.ts';
import { withServer } from './http-server.ts';
import type { Reaction, Received } from './http-server.ts';
import { rejectionOf } from '../../helpers/thrown.ts';

/** A client of a server on loopback, on a fake clock. */
export class ClientCall {
  readonly system = new FakeSystem();
  /** What was logged: its kind, a colon, the message. */
  readonly log: string[] = [];
  /** The times that assertions were signed for. */
  readonly signedFor: number[] = [];
  readonly #cancellation = new AbortController();

  readonly sign = (nowMs: number): string => {
    this.signedFor.push(nowMs);
    return `assertion-number-${this.signedFor.length}`;
  };

  get cancelled(): AbortSignal {
    return this.#cancellation.signal;
  }

  cancel(): void {
    this.#cancellation.abort();
  }

  /** Uses a client on a server that answers so, and gives what the server received. */
  async with(
    reactions: readonly Reaction[],
    use: (client: GalaxyStoreClient) => Promise<void>,
  ): Promise<readonly Received[]> {
    const { nowMs, monotonicMs, random, sleep } = this.system;
    const received: Received[] = [];
    await withServer(reactions, async (server) => {
      const client = new GalaxyStoreClient({
        ...{ nowMs, monotonicMs, random, sleep },
        apiUrl: server.url,
        userAgent: 'agent/1',
        log: {
          info: (message) => this.log.push(`info: ${message}`),
          warning: (message) => this.log.push(`warning: ${message}`),
        },
      });
      await use(client);
      received.push(...server.received);
    });
    return received;
  }

  /** What a call fails with on a server that answers so. */
  async failureOf(
    reactions: readonly Reaction[],
    use: (client: GalaxyStoreClient) => Promise<unknown>,
  ): Promise<GalaxyStoreError> {
    const { promise, resolve } = Promise.withResolvers<GalaxyStoreError>();
    await this.with(reactions, async (client) => {
      resolve(await rejectionOf(GalaxyStoreError, use(client)));
    });
    return await promise;
  }
}

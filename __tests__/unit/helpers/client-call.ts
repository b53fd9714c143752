import { GalaxyStoreClient } from '../../../src/galaxy-store/client.ts';
import { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import { rejectionOf } from '../../helpers/thrown.ts';
import { FakeSystem } from './fake-system.ts';
import { withServer, type Reaction, type Received } from './http-server.ts';

/** A client of a server on loopback, on a fake clock. */
export class ClientCall {
  readonly system = new FakeSystem();
  /** What was logged: its kind, a colon, the message. */
  readonly log: string[] = [];
  /** The times that assertions were signed for. */
  readonly signedFor: number[] = [];
  /** What the server of the last call received. */
  received: readonly Received[] = [];
  readonly #cancellation = new AbortController();

  readonly sign = (nowMs: number): string => {
    this.signedFor.push(nowMs);
    return `assertion-number-${this.signedFor.length}`;
  };

  readonly cancel = (): void => {
    this.#cancellation.abort();
  };

  get cancelled(): AbortSignal {
    return this.#cancellation.signal;
  }

  /** Uses a client on a server that answers so. */
  with<T>(
    reactions: readonly Reaction[],
    use: (client: GalaxyStoreClient) => Promise<T>,
  ): Promise<T> {
    const { nowMs, monotonicMs, random, sleep } = this.system;
    return withServer(reactions, ({ url, received }) => {
      this.received = received;
      const log = {
        info: (message: string) => this.log.push(`info: ${message}`),
        warning: (message: string) => this.log.push(`warning: ${message}`),
      };
      const system = { nowMs, monotonicMs, random, sleep };
      return use(new GalaxyStoreClient({ ...system, apiUrl: url, userAgent: 'agent/1', log }));
    });
  }

  /** What a call fails with on a server that answers so. */
  failureOf(...args: Parameters<typeof this.with>): Promise<GalaxyStoreError> {
    return rejectionOf(GalaxyStoreError, this.with(...args));
  }
}

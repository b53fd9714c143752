import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { DEFAULT_CONTENT_ID, appOnSale, review } from './apps.ts';
import type { EmulatorEvent } from './events.ts';
import type { FaultPlan } from './faults.ts';
import type { EmulatorOptions } from './options.ts';
import { EmulatorServer, type RecordedRequest } from './server.ts';
import { TokenStore } from './tokens.ts';
import { Uploads } from './upload.ts';

export { DEFAULT_CONTENT_ID } from './apps.ts';
export { describeEvent } from './events.ts';
export type { EmulatorEvent, EventKind, Operation } from './events.ts';
export type { Fault, FaultPlan } from './faults.ts';
export type { JsonValue } from './http.ts';
export type { EmulatorOptions, Scope, ServiceAccount } from './options.ts';

/** A running stand-in for the Galaxy Store. */
export interface Emulator {
  /** Base URL without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** What happened, in order. */
  readonly events: readonly EmulatorEvent[];
  /** Every request, whatever became of it, with its secrets. */
  readonly requests: readonly RecordedRequest[];
  /** Tokens that were created and not revoked. */
  liveTokens(): readonly string[];
  /** Replaces the fault plan; the counting of requests goes on. */
  setFaults(plan: FaultPlan | undefined): void;
  /**
   * What a reviewer would do with the submitted update of an app. One that passes goes on sale at once
   * (publicationType 01), or waits; one that is refused becomes a draft again. Throws when nothing was submitted.
   */
  review(contentId: string, verdict: 'pass' | 'refuse'): void;
  /** Ends every connection, also those that hang, and frees the port. */
  stop(): Promise<void>;
}

/**
 * Starts an emulator.
 *
 * @throws the error of `listen`, for example EADDRINUSE, when it cannot have the port
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { clockOffsetMs = 0, host = '127.0.0.1' } = options;
  const now = (): number => Date.now() + clockOffsetMs;
  const tokens = new TokenStore(options.propagationMs ?? 0);
  const ids = options.contentIds ?? [DEFAULT_CONTENT_ID];
  const apps = new Map(ids.map((contentId) => [contentId, appOnSale(contentId)]));
  const server = new EmulatorServer({ options, tokens, apps, uploads: new Uploads(), now });
  server.server.listen(options.port ?? 0, host);
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://${host}:${port}`,
    port,
    events: server.events,
    requests: server.requests,
    liveTokens: () => tokens.live(),
    setFaults: (plan) => {
      server.faults = plan;
    },
    review: (contentId, verdict) => {
      review(apps.get(contentId), verdict);
    },
    stop: () => server.stop(),
  };
}

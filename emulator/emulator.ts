import type { AddressInfo } from 'node:net';
import { AppStore, DEFAULT_APP } from './apps.ts';
import { authRoutes } from './auth.ts';
import type { Backend, Routes } from './backend.ts';
import { binaryRoutes } from './binaries.ts';
import { contentRoutes } from './content.ts';
import type { EmulatorEvent } from './events.ts';
import type { FaultPlan } from './faults.ts';
import { gssRoutes } from './gss.ts';
import type { EmulatorOptions, ServiceAccount } from './options.ts';
import { rolloutRoutes } from './rollout.ts';
import { EmulatorServer } from './server.ts';
import type { RecordedRequest } from './server.ts';
import { TokenStore } from './tokens.ts';
import { Uploads, uploadRoutes } from './upload.ts';

export { DEFAULT_APP } from './apps.ts';
export { describeEvent } from './events.ts';
export type { EmulatorEvent, EventKind, Operation } from './events.ts';
export type { Fault, FaultPlan, FaultRequest } from './faults.ts';
export type { JsonValue } from './http.ts';
export { KNOWN_ANSWERS } from './known-answers.ts';
export type { AppOptions, EmulatorOptions, Scope, ServiceAccount, Throttle } from './options.ts';
export type { RecordedRequest } from './server.ts';

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
  /** The service account that a token was created for, revoked or not. */
  accountOf(token: string): ServiceAccount | undefined;
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
  const tokens = new TokenStore(options.propagationMs ?? 0);
  const accounts = new Map(options.accounts.map((account) => [account.id, account]));
  const backend: Backend = {
    options,
    tokens,
    now: () => Date.now() + (options.clockOffsetMs ?? 0),
    account: (id) => accounts.get(id),
    url: () => url,
  };
  const apps = new AppStore(options.apps ?? [DEFAULT_APP], backend.now);
  const server = new EmulatorServer(backend, allRoutes(backend, apps));
  const host = options.host ?? '127.0.0.1';
  const port = await listen(server, host, options.port ?? 0);
  const scheme = options.tls === undefined ? 'http' : 'https';
  const url = `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return {
    url,
    port,
    events: server.events,
    requests: server.requests,
    liveTokens: () => tokens.live(),
    accountOf: (token) => tokens.look(token)?.account,
    setFaults: (plan) => {
      server.faults = plan;
    },
    review: (contentId, verdict) => {
      apps.review(contentId, verdict);
    },
    stop: () => server.stop(),
  };
}

function allRoutes(backend: Backend, apps: AppStore): Routes {
  const accountIds = backend.options.accounts.map(({ id }) => id);
  const uploads = new Uploads(apps, accountIds, backend.now);
  return {
    ...authRoutes(backend),
    ...contentRoutes(backend, apps),
    ...uploadRoutes(backend, apps, uploads),
    ...binaryRoutes(backend, apps, uploads),
    ...rolloutRoutes(backend, apps),
    ...gssRoutes(backend, apps),
  };
}

async function listen(emulator: EmulatorServer, host: string, port: number): Promise<number> {
  const { server } = emulator;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}

import type { KeyObject } from 'node:crypto';
import type { EmulatorEvent } from './events.ts';
import type { FaultPlan } from './faults.ts';

export const KNOWN_SCOPES = ['publishing', 'gss'] as const;
export type Scope = (typeof KNOWN_SCOPES)[number];

/** A service account as Seller Portal would know it: its ID, its public key, and what it was granted. */
export interface ServiceAccount {
  readonly id: string;
  readonly publicKey: KeyObject;
  readonly scopes: readonly Scope[];
}

/** At most this many requests in any second; the others are answered 429 with `Retry-After`. */
export interface Throttle {
  readonly requestsPerSecond: number;
  readonly retryAfterSeconds: number;
}

export interface EmulatorOptions {
  readonly accounts: readonly ServiceAccount[];
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** PEM text. With it the emulator speaks HTTPS, without it HTTP. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Server clock minus local clock, in milliseconds. The Date header and the checks of the JWT follow it. */
  readonly clockOffsetMs?: number;
  readonly throttle?: Throttle;
  /** A token younger than this, in milliseconds, has not propagated yet: it is answered as if it were unknown. */
  readonly propagationMs?: number;
  /**
   * The stricter reading where sources disagree: contentUpdate asks for every field that its reference calls
   * required, and errors of `/seller/…` come without the wrapper of the gateway. Default: what the newest
   * client of Samsung expects.
   */
  readonly strict?: boolean;
  readonly faults?: FaultPlan;
  readonly onEvent?: (event: EmulatorEvent) => void;
  /** The apps that are on sale when the emulator starts. Default: one, `DEFAULT_CONTENT_ID`. */
  readonly contentIds?: readonly string[];
}

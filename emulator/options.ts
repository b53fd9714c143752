import type { KeyObject } from 'node:crypto';
import type { ErrorShape } from './content-errors.ts';
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

export interface BinaryOptions {
  readonly fileName: string;
  readonly versionCode: string;
  readonly gms: 'Y' | 'N';
}

/** An app that is on sale when the emulator starts. What is left out gets a sensible value. */
export interface AppOptions {
  /** Twelve digits. */
  readonly contentId: string;
  readonly title?: string;
  readonly packageName?: string;
  readonly paid?: 'Y' | 'N';
  readonly publicationType?: '01' | '02' | '03';
  readonly defaultLanguageCode?: string;
  readonly binaries?: readonly BinaryOptions[];
  /** IDs of the service accounts that may touch it; without it, all of them. */
  readonly serviceAccountIds?: readonly string[];
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
  /** Which of the two known sentences an unknown service account is told. Default `documented`. */
  readonly unknownAccountSpelling?: 'documented' | 'observed';
  /** How errors of `/seller/…` are written. Default `wrapped`; public code has seen both. */
  readonly errorShape?: ErrorShape;
  /** `strict` asks for every field that the reference of contentUpdate calls required. Default `lenient`. */
  readonly contentUpdate?: 'lenient' | 'strict';
  readonly faults?: FaultPlan;
  readonly onEvent?: (event: EmulatorEvent) => void;
  /** Default: one app, see `DEFAULT_APP`. */
  readonly apps?: readonly AppOptions[];
  /** The URL that createUploadSessionId names. Default: `/galaxyapi/fileUpload` of the emulator itself. */
  readonly uploadUrl?: string;
}

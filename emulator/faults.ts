import type { Buffer } from 'node:buffer';
import type { Operation } from './events.ts';
import type { JsonValue } from './http.ts';

/** The request that a fault plan is asked about. */
export interface FaultRequest {
  readonly operation: Operation;
  /** 1-based, counted per operation. */
  readonly n: number;
  readonly method: string;
  readonly path: string;
}

/** Says what goes wrong with a request; nothing does when it returns nothing. */
export type FaultPlan = (request: FaultRequest) => Fault | undefined;

/** With `processed`, the call really takes effect (a token is created or revoked) before the fault. Default: no. */
interface Processable {
  readonly processed?: boolean;
}

/** Another answer instead of the real one. A string or Buffer is sent as it is, anything else as JSON. */
export interface StatusFault extends Processable {
  readonly kind: 'status';
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: JsonValue | Buffer;
}

/** The head comes at once, the body one byte at a time; with `forever`, spaces follow it without end. */
export interface DripFault extends Processable {
  readonly kind: 'drip';
  readonly intervalMs: number;
  readonly forever?: boolean;
}

/** What may go wrong. The table in README.md says what each kind does and whether the call takes effect. */
export type Fault =
  | StatusFault
  | DripFault
  | { readonly kind: 'lost-answer'; readonly afterBytes?: number }
  | { readonly kind: 'reset' }
  | (Processable & { readonly kind: 'close' })
  | (Processable & { readonly kind: 'hang' })
  | (Processable & { readonly kind: 'endless' })
  | (Processable & { readonly kind: 'oversize'; readonly bytes: number })
  | { readonly kind: 'wrong-content-length'; readonly difference: number }
  | { readonly kind: 'truncated-json' }
  | { readonly kind: 'delay'; readonly ms: number }
  | (Processable & { readonly kind: 'raw'; readonly bytes: string | Buffer })
  | { readonly kind: 'replace-token'; readonly token: JsonValue };

/** Faults after which the call has always taken effect. */
const ALWAYS_PROCESSED: readonly Fault['kind'][] = [
  'lost-answer',
  'wrong-content-length',
  'truncated-json',
  'delay',
  'replace-token',
];

export function isProcessed(fault: Fault): boolean {
  return ALWAYS_PROCESSED.includes(fault.kind) || ('processed' in fault && fault.processed);
}

/** A fault as one phrase for the event log. */
export function describeFault(fault: Fault): string {
  const effect = isProcessed(fault) ? 'the call took effect' : 'the call had no effect';
  const detail = fault.kind === 'status' ? ` ${fault.status}` : '';
  return `${fault.kind}${detail}: ${effect}`;
}

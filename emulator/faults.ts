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

/** With `processed`, the call really takes effect (a token is minted or revoked) before the fault. Default: no. */
interface MayProcess {
  readonly processed?: boolean;
}

/** Another answer instead of the real one. A string or Buffer is sent as it is, anything else as JSON. */
export interface StatusFault extends MayProcess {
  readonly kind: 'status';
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: JsonValue | Buffer;
}

/** The call is processed, and the connection reset after so many bytes of the answer, head included. Default 0. */
export interface LostAnswerFault {
  readonly kind: 'lost-answer';
  readonly afterBytes?: number;
}

/** The connection is reset before the call is processed. */
export interface ResetFault {
  readonly kind: 'reset';
}

/** The connection is closed in good order, without an answer. */
export interface CloseFault extends MayProcess {
  readonly kind: 'close';
}

/** No answer ever comes; the connection stays open. */
export interface HangFault extends MayProcess {
  readonly kind: 'hang';
}

/** The head comes at once, the body one byte at a time; with `forever`, spaces follow it without end. */
export interface DripFault extends MayProcess {
  readonly kind: 'drip';
  readonly intervalMs: number;
  readonly forever?: boolean;
}

/** A body that never ends, as fast as the client takes it. With `processed`, it begins with the real answer. */
export interface EndlessFault extends MayProcess {
  readonly kind: 'endless';
}

/** A body of exactly so many bytes: the JSON answer followed by spaces, its Content-Length correct. */
export interface OversizeFault extends MayProcess {
  readonly kind: 'oversize';
  readonly bytes: number;
}

/** Processed. Content-Length is off by so many bytes: positive promises more than comes, negative less. */
export interface WrongContentLengthFault {
  readonly kind: 'wrong-content-length';
  readonly difference: number;
}

/** Processed. Half of the JSON, with a Content-Length that fits the half. */
export interface TruncatedJsonFault {
  readonly kind: 'truncated-json';
}

/** Processed in the ordinary way, so many milliseconds later. */
export interface DelayFault {
  readonly kind: 'delay';
  readonly ms: number;
}

/** These very bytes instead of an answer; then the connection is closed. */
export interface RawFault extends MayProcess {
  readonly kind: 'raw';
  readonly bytes: string | Buffer;
}

/** Processed, but the answer has this value in the place of the token, which stays live. */
export interface ReplaceTokenFault {
  readonly kind: 'replace-token';
  readonly token: JsonValue;
}

export type Fault =
  | StatusFault
  | LostAnswerFault
  | ResetFault
  | CloseFault
  | HangFault
  | DripFault
  | EndlessFault
  | OversizeFault
  | WrongContentLengthFault
  | TruncatedJsonFault
  | DelayFault
  | RawFault
  | ReplaceTokenFault;

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

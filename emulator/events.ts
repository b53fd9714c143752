/** The three calls that faults and tests tell apart; everything else is `other`. */
export type Operation = 'create' | 'check' | 'revoke' | 'other';

export type EventKind =
  | 'created'
  | 'checked'
  | 'revoked'
  | 'used'
  | 'updated'
  | 'uploaded'
  | 'submitted'
  | 'refused'
  | 'throttled'
  | 'faulted';

export interface EmulatorEvent {
  readonly at: Date;
  readonly kind: EventKind;
  readonly operation: Operation;
  /** 1-based number of the request among those of its operation. */
  readonly n: number;
  /** One phrase for people. Never contains a token or a JWT. */
  readonly detail: string;
  /** The ID of the service account, where it is known. */
  readonly account?: string | undefined;
  /** The whole token, for assertions. `describeEvent` leaves it out. */
  readonly token?: string;
  /** The status of a refusal. */
  readonly status?: number;
}

/** What a handler adds to the log; the server knows the rest. */
export type EventEntry = Omit<EmulatorEvent, 'at' | 'operation' | 'n'>;

const KIND_WIDTH = 'submitted'.length;
const OPERATION_WIDTH = 'create'.length;

/** An event as one readable line without secrets: time, operation with its number, what happened. */
export function describeEvent(event: EmulatorEvent): string {
  const operation = `${event.operation.padEnd(OPERATION_WIDTH)} #${event.n}`;
  const status = event.status === undefined ? '' : `${event.status} `;
  const account = event.account === undefined ? '' : ` (account ${printable(event.account)})`;
  const time = event.at.toISOString();
  return `${time}  ${operation.padEnd(OPERATION_WIDTH + 5)} ${event.kind.padEnd(KIND_WIDTH)}  ${status}${printable(event.detail)}${account}`;
}

/** Details may quote a request, which is anybody's text: it must not move the cursor of a terminal. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 300);
}

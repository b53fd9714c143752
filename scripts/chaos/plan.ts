import fc from 'fast-check';

import type { Fault, FaultPlan } from '../../emulator/faults.ts';
import { HOSTILE_MESSAGE } from './obedience.ts';

/** The calls of the API that a plan may disturb. */
export type Call = 'create' | 'check' | 'revoke';

/** Everything that goes wrong in one pair of a main and a post step. */
export interface ChaosPlan {
  readonly inputs: Readonly<Record<'revoke' | 'verify' | 'export-environment-variables', string>>;
  /** What the first requests of each call meet; the later ones meet nothing. */
  readonly faults: Readonly<Record<Call, readonly (Fault | undefined)[]>>;
  /** How far the clock of the store is ahead of the runner's, in milliseconds. */
  readonly clockOffsetMs: number;
  readonly debugLogging: boolean;
  /** When a step is cancelled, and how. */
  readonly cancellation: Cancellation | undefined;
}

export interface Cancellation {
  readonly stage: 'main' | 'post';
  readonly signal: 'SIGINT' | 'SIGTERM';
  /** Which request of the step has to come first; with 0 it is its start. */
  readonly afterRequests: number;
  /** Milliseconds after that. */
  readonly afterMs: number;
}

const TOO_LONG = { 'Retry-After': '999' } as const;
const REFUSED_ASSERTION = { code: 'AUTH_REQUIRE', message: 'invalid signature' } as const;
const processed = fc.boolean();

/** Faults that pass: a call that meets at most three of them has to succeed. */
const passingFault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    kind: fc.constant('status' as const),
    status: fc.constantFrom(408, 429, 503),
    body: fc.constantFrom('', { message: HOSTILE_MESSAGE }),
  }),
  fc.record({ kind: fc.constant('status' as const), status: fc.constant(500) }),
  // Only a gateway may hide that the call took effect.
  fc.record({
    kind: fc.constant('status' as const),
    status: fc.constantFrom(502, 504),
    processed,
  }),
  fc.record({
    kind: fc.constant('status' as const),
    status: fc.constantFrom(429, 503),
    headers: fc.constantFrom({ 'Retry-After': '0' }, { 'Retry-After': '2' }),
  }),
  fc.record({ kind: fc.constant('lost-answer' as const), afterBytes: fc.nat(120) }),
  fc.constant<Fault>({ kind: 'reset' }),
  fc.record({ kind: fc.constant('close' as const), processed }),
  fc.record({ kind: fc.constant('hang' as const), processed }),
  fc.record({
    kind: fc.constant('drip' as const),
    intervalMs: fc.constant(20),
    forever: fc.constant(true),
    processed,
  }),
  fc.constant<Fault>({ kind: 'wrong-content-length', difference: 5 }),
  fc.record({ kind: fc.constant('delay' as const), ms: fc.nat(200) }),
);

/** Faults of which a call may die. */
const lastingFault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    kind: fc.constant('status' as const),
    status: fc.constantFrom(429, 503),
    headers: fc.constant(TOO_LONG),
  }),
  fc.record({
    kind: fc.constant('status' as const),
    status: fc.constantFrom(301, 400, 401, 403, 404),
    headers: fc.constantFrom({}, { Location: 'https://x.example/', 'Content-Type': '##[error]z' }),
    body: fc.constantFrom('<html>Welcome</html>', {
      code: 'NO_PERMISSION',
      message: HOSTILE_MESSAGE,
    }),
  }),
  // The hostile message speaks of a token, which makes a 500 to the create call final.
  fc.record({
    kind: fc.constant('status' as const),
    status: fc.constant(500),
    body: fc.constant({ message: HOSTILE_MESSAGE }),
  }),
  fc.record({
    kind: fc.constant('status' as const),
    status: fc.constant(200),
    body: fc.constantFrom('<html>Welcome</html>', { message: HOSTILE_MESSAGE }),
    processed,
  }),
  fc.record({
    kind: fc.constant('drip' as const),
    intervalMs: fc.constant(20),
    processed,
  }),
  fc.record({ kind: fc.constant('endless' as const), processed }),
  fc.record({ kind: fc.constant('oversize' as const), bytes: fc.constant(70_000), processed }),
  fc.constant<Fault>({ kind: 'wrong-content-length', difference: -5 }),
  fc.constant<Fault>({ kind: 'truncated-json' }),
  fc.record({
    kind: fc.constant('raw' as const),
    bytes: fc.constant('not HTTP\r\n\r\n'),
    processed,
  }),
);

/** Faults of the create call alone. */
const createFault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    kind: fc.constant('status' as const),
    status: fc.constantFrom(401, 500),
    body: fc.constant(REFUSED_ASSERTION),
  }),
  fc.record({
    kind: fc.constant('replace-token' as const),
    token: fc.constantFrom('', 'two words', 'new\nline', 42, null),
  }),
);

/** Mostly a few faults, at times many, often none: a plan in which nothing ever works proves little. */
const faultsOf = (lasting: fc.Arbitrary<Fault>): ChaosArbitrary =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<Fault[]>([]) },
    {
      weight: 4,
      arbitrary: fc.array(fc.option(passingFault, { nil: undefined }), { maxLength: 3 }),
    },
    { weight: 2, arbitrary: fc.array(fc.oneof(passingFault, lasting), { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.array(passingFault, { minLength: 8, maxLength: 10 }) },
  );

type ChaosArbitrary = fc.Arbitrary<(Fault | undefined)[]>;

const flag = fc.constantFrom('true', 'false');

/** Plans as they come; the same seed gives the same plans. */
export const chaosPlan: fc.Arbitrary<ChaosPlan> = fc.record({
  inputs: fc.record({
    revoke: fc.constantFrom('true', 'true', 'true', 'false'),
    verify: flag,
    'export-environment-variables': flag,
  }),
  faults: fc.record({
    create: faultsOf(fc.oneof(lastingFault, createFault)),
    check: faultsOf(lastingFault),
    revoke: faultsOf(lastingFault),
  }),
  clockOffsetMs: fc.constantFrom(0, 0, 0, 600_000, -600_000, 18_000_000, -18_000_000),
  debugLogging: fc.boolean(),
  cancellation: fc.option(
    fc.record({
      stage: fc.constantFrom('main' as const, 'post' as const),
      signal: fc.constantFrom('SIGINT' as const, 'SIGTERM' as const),
      afterRequests: fc.constantFrom(0, 1, 1, 2, 3),
      afterMs: fc.nat(150),
    }),
    { nil: undefined, freq: 3 },
  ),
});

/** Whether a call has to succeed in spite of what it meets. */
export function hasToSucceed({ faults }: ChaosPlan, call: Call): boolean {
  const met = faults[call].filter((fault) => fault !== undefined);
  return met.length <= 3 && met.every(passes);
}

function passes(fault: Fault): boolean {
  switch (fault.kind) {
    case 'status':
      return (
        (fault.status === 408 || fault.status === 429 || fault.status >= 500) &&
        fault.headers !== TOO_LONG &&
        (fault.status !== 500 || fault.body === undefined)
      );
    case 'drip':
      return fault.forever === true;
    case 'wrong-content-length':
      return fault.difference > 0;
    case 'lost-answer':
    case 'reset':
    case 'close':
    case 'hang':
    case 'delay':
      return true;
    case 'endless':
    case 'oversize':
    case 'raw':
    case 'replace-token':
    case 'truncated-json':
      return false;
  }
}

/** The plan in the form in which the emulator asks for it. */
export function toFaultPlan({ faults }: ChaosPlan): FaultPlan {
  return ({ operation, n }) => (operation === 'other' ? undefined : faults[operation][n - 1]);
}

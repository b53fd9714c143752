import fc from 'fast-check';

import type { Fault, FaultPlan, StatusFault } from '../../emulator/faults.ts';
import { HOSTILE_MESSAGE } from '../../runner/injection.ts';

/** The calls of the API that a plan may disturb. */
export type Call = 'create' | 'check' | 'revoke';
type Faults = readonly (Fault | undefined)[];

/** Everything that goes wrong in one pair of a main and a post step. */
export interface ChaosPlan {
  readonly inputs: Readonly<Record<'revoke' | 'verify' | 'export-environment-variables', string>>;
  /** What the first requests of each call meet; the later ones meet nothing. */
  readonly faults: Readonly<Record<Call, Faults>>;
  /** How far the clock of the store is ahead of the runner's, in milliseconds. */
  readonly clockOffsetMs: number;
  readonly debugLogging: boolean;
  readonly interruption: Interruption | undefined;
}

/** A signal that one of the steps gets. */
export interface Interruption {
  readonly stage: 'main' | 'post';
  /** SIGSTOP pauses the step, for longer than one attempt may take. The others cancel it. */
  readonly signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGSTOP';
  /** Which request of the step has to come first; with 0 it is its start. */
  readonly afterRequests: number;
  /** Milliseconds after that. */
  readonly afterMs: number;
}

const status = (
  code: number,
  body?: StatusFault['body'],
  headers: StatusFault['headers'] = {},
): StatusFault => ({
  ...{ kind: 'status', status: code, headers },
  ...(body === undefined ? {} : { body }),
});

/** The fault itself, and the same after the call took effect. */
const withAndWithoutEffect = (fault: Extract<Fault, { processed?: boolean }>): readonly Fault[] => [
  fault,
  { ...fault, processed: true },
];

const HOSTILE = { code: 'NO_PERMISSION', message: HOSTILE_MESSAGE };
const HTML = '<html>Welcome</html>';

/** Faults that pass: a call that meets at most three of them has to succeed. */
const TEMPORARY: readonly Fault[] = [
  ...[408, 429, 503].flatMap((code) => [status(code), status(code, { message: HOSTILE_MESSAGE })]),
  ...[429, 503].flatMap((code) => ['0', '2'].map((s) => status(code, '', { 'Retry-After': s }))),
  ...[
    ...[500, 502, 504, 520].map((code) => status(code)),
    status(500, { message: 'Unexpected token < in JSON at position 0' }),
    status(500, { message: 'Request failed with status code 502', from: 'seller' }),
    status(502, HTML, { 'Retry-After': '0' }),
    { kind: 'close' } as const,
    { kind: 'hang' } as const,
    { kind: 'drip', intervalMs: 20, forever: true } as const,
  ].flatMap(withAndWithoutEffect),
  ...[0, 40, 120].map((afterBytes): Fault => ({ kind: 'lost-answer', afterBytes })),
  ...[0, 50, 200].map((ms): Fault => ({ kind: 'delay', ms })),
  { kind: 'wrong-content-length', difference: 5 },
  { kind: 'reset' },
];

/** Faults of which a call may die. */
const PERMANENT: readonly Fault[] = [
  ...[429, 503].map((code) => status(code, '', { 'Retry-After': '999' })),
  ...[301, 400, 401, 403, 404].flatMap((code) => [
    status(code, HTML, { Location: 'https://x.example/', 'Content-Type': '##[error]z' }),
    status(code, HOSTILE),
  ]),
  ...[
    ...[HTML, '', {}, { success: false }, HOSTILE].map((body) => status(200, body)),
    status(204),
    { kind: 'drip', intervalMs: 20 } as const,
    { kind: 'endless' } as const,
    { kind: 'oversize', bytes: 70_000 } as const,
    { kind: 'raw', bytes: 'not HTTP\r\n\r\n' } as const,
  ].flatMap(withAndWithoutEffect),
  { kind: 'wrong-content-length', difference: -5 },
  { kind: 'truncated-json' },
];

/** The same, where each is only possible for one call. */
const PERMANENT_FOR: Readonly<Record<Call, readonly Fault[]>> = {
  create: [
    ...[401, 500].map((code) =>
      status(code, { code: 'AUTH_REQUIRE', message: 'invalid signature' }),
    ),
    ...['', 'two words', 'new\nline', 'short', 42, null].map((token): Fault => ({
      kind: 'replace-token',
      token,
    })),
  ],
  check: [],
  // A header is missing: that says nothing of the token.
  revoke: [status(401, { code: 'AUTH_REQUIRE', message: 'Set the Authorization header' })],
};

/** Mostly a few faults, at times many, often none: a plan in which nothing ever works proves little. */
function faultsOf(call: Call): fc.Arbitrary<Faults> {
  const temporary = fc.constantFrom(...TEMPORARY);
  const any = fc.constantFrom(...TEMPORARY, ...PERMANENT, ...PERMANENT_FOR[call]);
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 4, arbitrary: fc.array(fc.option(temporary, { nil: undefined }), { maxLength: 3 }) },
    { weight: 2, arbitrary: fc.array(any, { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.array(temporary, { minLength: 8, maxLength: 10 }) },
  );
}

const flag = fc.constantFrom('true', 'false');

/** Plans as they come; the same seed gives the same plans. */
export const chaosPlan: fc.Arbitrary<ChaosPlan> = fc.record({
  inputs: fc.record({
    revoke: fc.constantFrom('true', 'true', 'true', 'false'),
    verify: flag,
    'export-environment-variables': flag,
  }),
  faults: fc.record({
    create: faultsOf('create'),
    check: faultsOf('check'),
    revoke: faultsOf('revoke'),
  }),
  clockOffsetMs: fc.constantFrom(0, 0, 0, 600_000, -600_000, 18_000_000, -18_000_000),
  debugLogging: fc.boolean(),
  interruption: fc.option(
    fc.record({
      stage: fc.constantFrom('main', 'post'),
      signal: fc.constantFrom('SIGINT', 'SIGTERM', 'SIGHUP', 'SIGSTOP'),
      afterRequests: fc.constantFrom(0, 1, 1, 2, 3),
      afterMs: fc.nat(150),
    }),
    { nil: undefined, freq: 3 },
  ),
});

/** Whether a call has to succeed in spite of what it meets. */
export function hasToSucceed({ faults }: ChaosPlan, call: Call): boolean {
  const met = faults[call].filter((fault) => fault !== undefined);
  return met.length <= 3 && met.every((fault) => TEMPORARY.includes(fault));
}

/** The plan in the form in which the emulator asks for it. */
export function toFaultPlan({ faults }: ChaosPlan): FaultPlan {
  return ({ operation, n }) => (operation === 'other' ? undefined : faults[operation][n - 1]);
}

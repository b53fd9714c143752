import fc from 'fast-check';

import type { Fault, FaultPlan } from '../../emulator/faults.ts';

/** Everything that goes wrong in one pair of a main and a post step. */
export interface ChaosPlan {
  readonly inputs: Readonly<Record<'revoke' | 'verify' | 'export-environment-variables', string>>;
  /** What the first requests of each operation meet; the later ones meet nothing. */
  readonly faults: Readonly<Record<'create' | 'check' | 'revoke', readonly (Fault | undefined)[]>>;
  /** When a step is cancelled, and how. */
  readonly cancellation: Cancellation | undefined;
}

export interface Cancellation {
  readonly stage: 'main' | 'post';
  readonly signal: 'SIGINT' | 'SIGTERM';
  /** Milliseconds after the start of the step. */
  readonly afterMs: number;
}

const processed = fc.boolean();
const bytes = fc.nat(120);

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    kind: fc.constant('status' as const),
    status: fc.constantFrom(408, 429, 500, 502, 503, 504),
  }),
  fc.record({
    kind: fc.constant('status' as const),
    status: fc.constantFrom(429, 503),
    headers: fc.constantFrom(
      { 'Retry-After': '0' },
      { 'Retry-After': '2' },
      { 'Retry-After': '999' },
    ),
  }),
  fc.record({
    kind: fc.constant('status' as const),
    status: fc.constantFrom(200, 301, 400, 401, 403, 404),
    body: fc.constantFrom(
      '<html>Welcome</html>',
      { code: 'AUTH_REQUIRE', message: 'Invalid accessToken' },
      { message: 'invalid signature\n::error::x ##[error]y' },
    ),
  }),
  fc.record({ kind: fc.constant('lost-answer' as const), afterBytes: bytes }),
  fc.constant<Fault>({ kind: 'reset' }),
  fc.record({ kind: fc.constant('close' as const), processed }),
  fc.record({ kind: fc.constant('hang' as const), processed }),
  fc.record({ kind: fc.constant('drip' as const), intervalMs: fc.constant(20), processed }),
  fc.record({ kind: fc.constant('oversize' as const), bytes: fc.constant(70_000), processed }),
  fc.record({
    kind: fc.constant('wrong-content-length' as const),
    difference: fc.constantFrom(-5, 5),
  }),
  fc.constant<Fault>({ kind: 'truncated-json' }),
  fc.record({ kind: fc.constant('delay' as const), ms: fc.nat(200) }),
  fc.record({
    kind: fc.constant('raw' as const),
    bytes: fc.constant('not HTTP\r\n\r\n'),
    processed,
  }),
  fc.record({
    kind: fc.constant('replace-token' as const),
    token: fc.constantFrom('', 'two words', 'new\nline', 42, null),
  }),
);

/** Mostly a few faults, at times many, often none: a plan in which nothing ever works proves little. */
const faults = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  { weight: 3, arbitrary: fc.array(fc.option(fault, { nil: undefined }), { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(fault, { minLength: 8, maxLength: 10 }) },
);

const flag = fc.constantFrom('true', 'false');

/** Plans as they come; the same seed gives the same plans. */
export const chaosPlan: fc.Arbitrary<ChaosPlan> = fc.record({
  inputs: fc.record({
    revoke: fc.constantFrom('true', 'true', 'true', 'false'),
    verify: flag,
    'export-environment-variables': flag,
  }),
  faults: fc.record({ create: faults, check: faults, revoke: faults }),
  cancellation: fc.option(
    fc.record({
      stage: fc.constantFrom('main' as const, 'post' as const),
      signal: fc.constantFrom('SIGINT' as const, 'SIGTERM' as const),
      afterMs: fc.integer({ min: 20, max: 500 }),
    }),
    { nil: undefined, freq: 3 },
  ),
});

/** The plan in the form in which the emulator asks for it. */
export function toFaultPlan(plan: ChaosPlan): FaultPlan {
  return ({ operation, n }) => (operation === 'other' ? undefined : plan.faults[operation][n - 1]);
}

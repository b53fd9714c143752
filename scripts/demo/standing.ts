import { system } from '../../src/system.ts';
import type { Observation } from './observation.ts';
import type { RawApi } from './raw-api.ts';
import type { Timing } from './timing.ts';

/** What a check says of a token. An answer like 503 says nothing of it. */
export type Standing = 'works' | 'is refused' | 'is in an unclear state';

export function standingOf({ accepted, status }: Observation): Standing {
  if (accepted) return 'works';
  return status === 401 || status === 403 ? 'is refused' : 'is in an unclear state';
}

/** How a token was found at once, and how it was found in the end. */
export interface Development {
  readonly atOnce: Observation;
  readonly inTheEnd: Observation;
  readonly standing: Standing;
  /** How long it took until the end, in milliseconds. */
  readonly tookMs: number;
  readonly checks: number;
}

/** Checks a token at once, and again and again until it has the standing that is hoped for. */
export async function watch(
  api: RawApi,
  token: string,
  hoped: Standing,
  { pollMs, polls }: Timing,
): Promise<Development> {
  const start = system.monotonicMs();
  const atOnce = await api.check(token, 0);
  let inTheEnd = atOnce;
  let checks = 1;
  while (standingOf(inTheEnd) !== hoped && checks <= polls) {
    inTheEnd = await api.check(token, pollMs);
    checks += 1;
  }
  const tookMs = Math.round(system.monotonicMs() - start);
  return { atOnce, inTheEnd, standing: standingOf(inTheEnd), tookMs, checks };
}

/** The development as one phrase, such as "works at once". */
export function describeDevelopment({ standing, checks, tookMs }: Development): string {
  const when = checks === 1 ? 'at the first check' : `after ${tookMs} ms`;
  return `${standing} ${when}`;
}

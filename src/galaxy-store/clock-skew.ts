import type { GalaxyStoreError } from './errors.ts';
import { MAX_CORRECTED_SKEW_MS, SIGNIFICANT_SKEW_MS } from './limits.ts';

/**
 * The server's clock minus ours, in milliseconds, where this may be why the assertion was refused;
 * otherwise 0. It is corrected once, and only where another attempt is allowed.
 */
export function skewToCorrect(error: GalaxyStoreError): number {
  const { clockSkewMs = 0, signedWithServerTime } = error.facts;
  const isFinal = signedWithServerTime === true || error.history?.giveUp !== 'final';
  const isInRange =
    Math.abs(clockSkewMs) > SIGNIFICANT_SKEW_MS && Math.abs(clockSkewMs) <= MAX_CORRECTED_SKEW_MS;
  return isRefusal(error) && !isFinal && isInRange ? clockSkewMs : 0;
}

/** Whether the assertion was refused because the clocks are more than a day apart, perhaps. */
export function isSkewTooLarge(error: GalaxyStoreError): boolean {
  return isRefusal(error) && Math.abs(error.facts.clockSkewMs ?? 0) > MAX_CORRECTED_SKEW_MS;
}

function isRefusal({ facts }: GalaxyStoreError): boolean {
  return facts.kind === 'unauthorised' || facts.kind === 'assertion-refused';
}

/**
 * A difference of clocks in words, such as "2 hours 5 minutes behind".
 *
 * @param skewMs - the server's clock minus ours, in milliseconds
 */
export function describeSkew(skewMs: number): string {
  const exact = Math.round(Math.abs(skewMs) / 1000);
  // The Date header counts whole seconds, and the answer was on its way for a while.
  const seconds = exact < 120 ? exact : Math.round(exact / 60) * 60;
  const parts = [
    [Math.floor(seconds / 86_400), 'day'],
    [Math.floor(seconds / 3600) % 24, 'hour'],
    [Math.floor(seconds / 60) % 60, 'minute'],
    [seconds % 60, 'second'],
  ] as const;
  // Two units are exact enough.
  const words = parts
    .filter(([count]) => count > 0)
    .slice(0, 2)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`);
  return `${words.join(' ')} ${skewMs > 0 ? 'behind' : 'ahead of'}`;
}

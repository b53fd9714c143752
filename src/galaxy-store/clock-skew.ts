import type { FailureFacts, GalaxyStoreError } from './errors.ts';
import { MAX_CORRECTED_SKEW_MS, SIGNIFICANT_SKEW_MS } from './limits.ts';

/**
 * The server's clock minus ours, in milliseconds, where this may be why the assertion was refused;
 * otherwise 0. It is corrected once, and only where another attempt is allowed.
 */
export function skewToCorrect({ facts, history }: GalaxyStoreError): number {
  const skewMs = skewOfRefusal(facts);
  const mayTryAgain = facts.signedWithServerTime !== true && history?.giveUp === 'final';
  const isInRange = Math.abs(skewMs) > SIGNIFICANT_SKEW_MS && !isTooLarge(skewMs);
  return mayTryAgain && isInRange ? skewMs : 0;
}

/**
 * The server's clock minus ours, in milliseconds, where it is to blame for a refusal: an assertion with the
 * server's time was refused as well, or the difference is too large to sign one.
 */
export function skewToBlame({ facts }: GalaxyStoreError): number | undefined {
  const skewMs = skewOfRefusal(facts);
  const isToBlame = facts.signedWithServerTime === true || isTooLarge(skewMs);
  return isToBlame && skewMs !== 0 ? skewMs : undefined;
}

/** Whether no assertion is signed for the time of a server whose clock is so far off. */
export function isTooLarge(skewMs: number): boolean {
  return Math.abs(skewMs) > MAX_CORRECTED_SKEW_MS;
}

function skewOfRefusal({ kind, clockSkewMs = 0 }: FailureFacts): number {
  return kind === 'unauthorised' || kind === 'assertion-refused' ? clockSkewMs : 0;
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

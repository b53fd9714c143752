import type { GalaxyStoreError } from './errors.ts';
import { SIGNIFICANT_SKEW_MS } from './limits.ts';

/** What is known of the server's clock. It is believed once, when it explains a refusal. */
export class ServerClock {
  /** The server's clock minus ours, in milliseconds; 0 as long as ours is believed. */
  offsetMs = 0;

  /** Says whether the clock explains the failure, and if so goes by the server's from now on. */
  correct({ facts }: GalaxyStoreError, warn: (message: string) => void): boolean {
    const refused = facts.kind === 'unauthorised' || facts.kind === 'assertion-refused';
    const skewMs = facts.clockSkewMs ?? 0;
    if (!refused || this.offsetMs !== 0 || Math.abs(skewMs) <= SIGNIFICANT_SKEW_MS) return false;
    this.offsetMs = skewMs;
    warn(
      `The clock of this machine is ${describeSkew(skewMs)} the clock of the Galaxy Store. ` +
        'The assertion is signed again with the time of the Galaxy Store. ' +
        'Set the clock of the runner, by NTP for example.',
    );
    return true;
  }
}

/**
 * Tells a difference of clocks in words, such as "2 hours 5 minutes behind".
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
  // Two units say enough: the seconds of three hours help nobody.
  const words = parts
    .filter(([count]) => count > 0)
    .slice(0, 2)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`);
  return `${words.join(' ')} ${skewMs > 0 ? 'behind' : 'ahead of'}`;
}

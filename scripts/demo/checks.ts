import type { Printer } from './print.ts';

/** Something that the demo claims, and whether it is so. */
export interface Check {
  readonly claim: string;
  readonly holds: boolean;
}

/** Prints every claim with a mark, and says whether all of them hold. */
export function printChecks(print: Printer, checks: readonly Check[]): boolean {
  for (const { claim, holds } of checks) print.text(`${holds ? '✓' : '✗ NOT SO:'} ${claim}`);
  return checks.every(({ holds }) => holds);
}

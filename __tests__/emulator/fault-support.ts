import type { Emulator, Fault } from '../../emulator/emulator.ts';
import { faultsOf } from '../helpers/fault-plans.ts';
import { withEmulator } from './support.ts';

/** Plays a fault on the first create and hands over what came of it. */
export async function onCreate(
  fault: Fault,
  look: (emulator: Emulator) => Promise<void>,
): Promise<void> {
  await withEmulator({ faults: faultsOf('create', fault, 1) }, look);
}

export async function codeOf(outcome: Promise<unknown>): Promise<string> {
  const error: unknown = await outcome.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  // Errors of Node's own come from outside jest's sandbox, so `instanceof Error` would not know them.
  const isError = typeof error === 'object' && error !== null && 'code' in error;
  return isError ? String(error.code) : 'no error';
}

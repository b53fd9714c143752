import type { Operation } from '../../emulator/events.ts';
import type { Fault, FaultPlan, StatusFault } from '../../emulator/faults.ts';

/**
 * The plan by which the first requests of one call meet a fault.
 *
 * @param fault - a function where it depends on the time of the request
 * @param times - how many requests meet it. Default: all of them
 */
export function faultsOf(
  call: Operation,
  fault: Fault | (() => Fault),
  times = Infinity,
): FaultPlan {
  return ({ operation, n }) => {
    if (operation !== call || n > times) return undefined;
    return typeof fault === 'function' ? fault() : fault;
  };
}

/** The answers to one call take so many milliseconds. */
export function slow(call: Operation, ms: number): FaultPlan {
  return faultsOf(call, { kind: 'delay', ms });
}

/** Another answer instead of the real one. */
export function status(code: number, more: Partial<StatusFault> = {}): StatusFault {
  return { kind: 'status', status: code, ...more };
}

/** A 401 of the Galaxy Store. */
export function unauthorised(message: string, more: Partial<StatusFault> = {}): StatusFault {
  return status(401, { body: { code: 'AUTH_REQUIRE', message }, ...more });
}

/** An answer that asks to wait so many seconds. */
export function retryAfter(seconds: number, code = 503): StatusFault {
  return status(code, { headers: { 'Retry-After': String(seconds) } });
}

/** The first answers to one call, or all of them, ask to wait so many seconds. */
export function serverDelay(call: Operation, seconds: number, times = Infinity): FaultPlan {
  return faultsOf(call, retryAfter(seconds), times);
}

/**
 * Loaded before the bundle by tests that would otherwise wait for minutes: every timer and the clock
 * that only goes forward run FAST_CLOCK times as fast. The wall clock stays as it is, because the
 * server compares the times in the assertion with its own.
 */
const factor = Number(process.env['FAST_CLOCK'] ?? '1');

const realSetTimeout = globalThis.setTimeout;
const fastSetTimeout = (callback: () => void, ms?: number): NodeJS.Timeout =>
  realSetTimeout(callback, (ms ?? 0) / factor);
globalThis.setTimeout = Object.assign(fastSetTimeout, {
  __promisify__: realSetTimeout.__promisify__,
});

const realNow = process.hrtime.bigint.bind(process.hrtime);
process.hrtime.bigint = () => realNow() * BigInt(factor);

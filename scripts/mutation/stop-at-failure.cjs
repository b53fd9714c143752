/** @import { Circus } from '@jest/types' */
const { TestEnvironment } = require('jest-environment-node');

/** @type {string | undefined} The last mutant that a test has failed for. */
let killed;

/**
 * Jest's environment for mutation testing. One failure kills a mutant, so the tests that are left are
 * skipped. Neither Jest nor Stryker stops within a run, which would take three times as long.
 */
module.exports = class StopAtFailure extends TestEnvironment {
  /** @param {Circus.AsyncEvent} event */
  handleTestEvent(event) {
    const mutant = process.env['__STRYKER_ACTIVE_MUTANT__'];
    // In the first run, which has no mutant, every test counts.
    if (mutant === undefined) return;
    if (event.name === 'test_done' && event.test.errors.length > 0) killed = mutant;
    if (event.name === 'test_start' && killed === mutant) event.test.mode = 'skip';
  }
};

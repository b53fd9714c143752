/**
 * Stands in for `fs.promises` until one of its functions is called. `@actions/core` takes some of them when it
 * is loaded, for the summary of a job, and Node loads nine modules for that. Without this file a main step
 * takes 1 ms more.
 */
import fs from 'node:fs';

/** @typedef {Readonly<Record<string | symbol, (...args: readonly unknown[]) => unknown>>} Functions */

/** @type {ProxyHandler<object>} */
const loadWhenCalled = {
  get: (_target, name) => {
    return (/** @type {readonly unknown[]} */ ...args) => {
      const promises = /** @type {unknown} */ (process.getBuiltinModule('node:fs/promises'));
      return /** @type {Functions} */ (promises)[name]?.(...args);
    };
  },
};

Object.defineProperty(fs, 'promises', { value: new Proxy({}, loadWhenCalled) });

/**
 * Loaded before every test file (jest.config.js). It lets `instanceof Error` recognise the errors of Node's
 * own modules: Jest runs a test file in a realm of its own, whose `Error` is another one than theirs.
 */
const isInstance: (this: unknown, value: unknown) => boolean =
  Function.prototype[Symbol.hasInstance];
Object.defineProperty(Error, Symbol.hasInstance, {
  value(this: unknown, value: unknown): boolean {
    return this === Error
      ? Object.prototype.toString.call(value) === '[object Error]'
      : isInstance.call(this, value);
  },
});

type ErrorClass<E extends Error> = abstract new (...args: never[]) => E;

/** What a function throws; an error of its own when it throws nothing or something of another class. */
export function thrownBy<E extends Error>(type: ErrorClass<E>, run: () => unknown): E {
  try {
    run();
  } catch (error) {
    return expectType(type, error);
  }
  throw new Error('Nothing was thrown.');
}

/** What a promise is rejected with, likewise. */
export function rejectionOf<E extends Error>(
  type: ErrorClass<E>,
  promise: Promise<unknown>,
): Promise<E> {
  const fulfilled = (): never => {
    throw new Error('The promise was fulfilled.');
  };
  return promise.then(fulfilled, (error: unknown) => expectType(type, error));
}

function expectType<E extends Error>(type: ErrorClass<E>, error: unknown): E {
  if (error instanceof type) return error;
  throw new Error(`Something else was thrown: ${String(error)}`, { cause: error });
}

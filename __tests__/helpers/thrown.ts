/** What a function throws; an error of its own when it throws nothing or something of another class. */
export function thrownBy<E extends Error>(
  type: abstract new (...args: never[]) => E,
  run: () => unknown,
): E {
  try {
    run();
  } catch (error) {
    return expectType(type, error);
  }
  throw new Error('Nothing was thrown.');
}

/** What a promise is rejected with, likewise. */
export async function rejectionOf<E extends Error>(
  type: abstract new (...args: never[]) => E,
  promise: Promise<unknown>,
): Promise<E> {
  const fulfilled = Symbol('fulfilled');
  const outcome: unknown = await promise.then(
    () => fulfilled,
    (error: unknown) => error,
  );
  if (outcome === fulfilled) throw new Error('The promise was fulfilled.');
  return expectType(type, outcome);
}

function expectType<E extends Error>(
  type: abstract new (...args: never[]) => E,
  error: unknown,
): E {
  if (error instanceof type) return error;
  throw new Error(`Something else was thrown: ${String(error)}`, { cause: error });
}

import { ContentError } from './content-errors.ts';
import type { Call, JsonValue } from './http.ts';

export type Fields = Readonly<Record<string, JsonValue>>;

/**
 * The body of a call as a JSON object.
 *
 * @throws ContentError 1000 when it is none, or when the call does not say that it is JSON
 */
export function jsonFields({ headers, body }: Call): Fields {
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) {
    throw new ContentError('1000', 'Content-Type must be application/json');
  }
  try {
    const value: unknown = JSON.parse(body.toString());
    if (isRecord(value)) return value;
  } catch {
    // What is no JSON is refused in the same way as what is no object.
  }
  throw new ContentError('1000', 'the body must be a JSON object');
}

/** A string that must be there. @throws ContentError 1000 */
export function required(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new ContentError('1000', `${name} is required`);
}

/** A string that must be one of those given. @throws ContentError 1000 */
export function oneOf<T extends string>(fields: Fields, name: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === fields[name]);
  if (found !== undefined) return found;
  throw new ContentError('1000', `${name} must be one of ${allowed.join(', ')}`);
}

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { StatusFault } from './faults.ts';
import type { JsonValue } from './http.ts';

function answer(status: number, body: JsonValue): StatusFault {
  return { kind: 'status', status, body };
}

const message = (status: number, text: string): StatusFault => answer(status, { message: text });

/**
 * Answers that the real API may give to the creation of a token, by what they mean. The gateway seems to be a
 * Node service that lets the message of any error out as a 500, perhaps behind a managed gateway; see the
 * table in README.md for what each reading rests on.
 */
export const KNOWN_ANSWERS = {
  /** node-jsonwebtoken refuses the assertion: the key or the clock is wrong. Another attempt cannot help. */
  assertionRefused: [
    'invalid signature',
    'invalid token',
    'invalid algorithm',
    'invalid exp value',
    'invalid nbf value',
    'jwt expired',
    'jwt malformed',
    'jwt not active',
    'jwt signature is required',
    'maxAge exceeded',
    'iat required when maxAge is specified',
  ].map((text) => message(500, text)),
  /** Something behind the gateway fails for the moment, in words that resemble the ones above. */
  temporary: [
    message(500, 'Unexpected token < in JSON at position 0'),
    message(500, 'Request failed with status code 502'),
    message(500, 'The security token included in the request is expired'),
    message(500, 'Internal server error'),
    message(502, 'Internal server error'),
    message(504, 'Endpoint request timed out'),
    message(429, 'Too Many Requests'),
    {
      ...answer(503, '<!doctype html><title>Maintenance</title><p>We will be back at 06:00 GMT.'),
      headers: { 'Content-Type': 'text/html; charset=utf-8' },
    },
  ],
  /** The request itself is refused, by the gateway or by its validation. */
  requestRefused: [
    message(403, 'Forbidden'),
    message(403, 'Missing Authentication Token'),
    answer(422, {
      message: 'Validation Failed',
      details: { 'requestBody.scopes': { message: "'scopes' is required" } },
    }),
  ],
} as const satisfies Readonly<Record<string, readonly StatusFault[]>>;

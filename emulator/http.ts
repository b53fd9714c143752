import { Buffer } from 'node:buffer';
import { STATUS_CODES } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** One request, read whole. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What the emulator wants to say, before a fault has its way with it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** An upload larger than this is a mistake in a test, and would only fill the memory. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

export function jsonAnswer(status: number, value: JsonValue): Answer {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    body: Buffer.from(JSON.stringify(value)),
  };
}

export function textAnswer(status: number, text: string): Answer {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8' };
  return { status, headers, body: Buffer.from(text) };
}

export function emptyAnswer(status: number): Answer {
  return { status, headers: {}, body: Buffer.alloc(0) };
}

/** The error shape of the gateway in front of the API (use-the-access-token.html, "Authentication errors"). */
export function gatewayError(status: number, code: string, message: string): Answer {
  return jsonAnswer(status, { code, message, from: 'asgw' });
}

/** Reads the body to its end. Throws when it is cut off, or larger than the emulator is made for. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) {
      throw new Error(`The request body is larger than ${MAX_BODY_BYTES} bytes`);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** The value after `Authorization: Bearer` and one space, or nothing when the header is of another form. */
export function bearer(headers: IncomingHttpHeaders): string | undefined {
  return /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
}

/** A header that is sent once; Node joins repeated ones of unknown names by itself. */
export function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value.trim() : value?.[0]?.trim();
}

/** An answer as bytes on the wire, for the faults that must send them crookedly. */
export function headBytes(answer: Answer, headers: Readonly<Record<string, string>>): Buffer {
  const lines = Object.entries({ ...headers, ...answer.headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const reason = STATUS_CODES[answer.status] ?? 'Unknown';
  return Buffer.from(`HTTP/1.1 ${answer.status} ${reason}\r\n${lines.join('')}\r\n`, 'latin1');
}

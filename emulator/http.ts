import { Buffer } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';

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

export function jsonAnswer(status: number, value: JsonValue): Answer {
  const headers = { 'Content-Type': 'application/json; charset=utf-8' };
  return { status, headers, body: Buffer.from(JSON.stringify(value)) };
}

/** An answer with these bytes or this text, and without a Content-Type. */
export function plainAnswer(status: number, body: Buffer | string): Answer {
  return { status, headers: {}, body: Buffer.from(body) };
}

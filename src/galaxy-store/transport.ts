import http from 'node:http';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';

import { AttemptTimeout } from './attempt-timeout.ts';
import type { AttemptTimeoutOptions } from './attempt-timeout.ts';
import { GalaxyStoreError, effectOf } from './errors.ts';
import { MAX_ANSWER_BYTES } from './limits.ts';
import { attemptTimedOut, networkFault } from './network-fault.ts';
import { proxyFor } from './proxy.ts';
import { openTunnel } from './tunnel.ts';

/** One request to the API. None of them has a body. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A complete answer. */
export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly location: string;
  readonly body: string;
  /** The `Date` header as milliseconds since 1970, or NaN where it is missing or no date. */
  readonly dateMs: number;
  readonly retryAfter: string;
}

/**
 * Makes one attempt: sends the request and reads the whole answer. It follows no redirect, because
 * the credential would follow too, and leaves no socket and no timer behind.
 *
 * @throws {@link GalaxyStoreError} when no complete answer of at most 64 KiB came back in time
 */
export async function send(
  request: HttpRequest,
  options: AttemptTimeoutOptions,
): Promise<HttpAnswer> {
  const proxy = proxyFor(request.url);
  const attemptTimeout = new AttemptTimeout(options);
  const { signal } = attemptTimeout;
  const connection = { stands: false };
  try {
    const message = await attemptTimeout.race(exchange(request, proxy, signal, connection));
    const answer = await readAnswer(message);
    // An answer without a length that we cut off looks complete, and may even be whole JSON.
    signal.throwIfAborted();
    return answer;
  } catch (error) {
    if (error instanceof GalaxyStoreError) throw error;
    const effect = connection.stands ? 'unanswered' : 'none';
    throw signal.aborted
      ? attemptTimedOut(request.url, attemptTimeout.waitedMs, effect, error)
      : networkFault(request.url, error, effect);
  } finally {
    attemptTimeout.clear();
  }
}

/**
 * Sends the request and gives the head of the answer.
 *
 * @param signal - ends the connection, in whatever state it is
 * @param connection - learns when the request may have gone out, so that the server may have obeyed it
 */
async function exchange(
  { method, url, headers }: HttpRequest,
  proxy: URL | undefined,
  signal: AbortSignal,
  connection: { stands: boolean },
): Promise<IncomingMessage> {
  const tunnel = proxy && { socket: await openTunnel(proxy, url, signal) };
  const isSecure = url.startsWith('https:');
  const request = (isSecure ? https : http).request(url, {
    method,
    headers,
    agent: false,
    signal,
    // Explicit, so that NODE_TLS_REJECT_UNAUTHORIZED=0 cannot switch the verification off.
    rejectUnauthorized: true,
    ...tunnel,
  });
  // What is written waits until the connection stands.
  request.on('socket', (socket) => {
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      connection.stands = true;
    });
  });
  return new Promise((resolve, reject) => {
    request.on('response', resolve).on('error', reject).end();
  });
}

async function readAnswer(message: IncomingMessage): Promise<HttpAnswer> {
  const status = Number(message.statusCode);
  return {
    status,
    contentType: message.headers['content-type'] ?? '',
    location: message.headers.location ?? '',
    body: await readBody(message, status),
    dateMs: Date.parse(message.headers.date ?? ''),
    retryAfter: message.headers['retry-after'] ?? '',
  };
}

async function readBody(message: IncomingMessage, status: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Leaving the loop destroys the message and its socket.
    if (bytes > MAX_ANSWER_BYTES) {
      throw new GalaxyStoreError(
        `HTTP ${status} with more than ${MAX_ANSWER_BYTES / 1024} KiB of answer`,
        {
          kind: 'unexpected-answer',
          transient: false,
          effect: effectOf(status),
          status,
        },
      );
    }
    chunks.push(chunk);
  }
  // A byte order mark is no part of the text, and JSON.parse would stumble over it.
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
}

import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';

import { HttpClient } from '@actions/http-client';

import { AttemptTimeout, type AttemptTimeoutOptions } from './attempt-timeout.ts';
import { RequestHandler } from './request-handler.ts';
import { GalaxyStoreError, effectOf, permanent } from './errors.ts';
import { MAX_ANSWER_BYTES } from './limits.ts';
import { attemptTimedOut, networkFault } from './network-fault.ts';
import { proxyFor, withProxy } from './proxy.ts';

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

/** The longest timer that Node has, 24 days. */
const NEVER_MS = 2 ** 31 - 1;

/**
 * Makes one attempt: sends the request and reads the whole answer. It follows no redirect, because
 * the credential would follow too, and leaves no socket and no timer behind.
 *
 * @throws {@link GalaxyStoreError} when no complete answer of at most 64 KiB came back in time
 */
export async function send(
  { method, url, headers }: HttpRequest,
  options: AttemptTimeoutOptions,
): Promise<HttpAnswer> {
  const proxy = proxyFor(url);
  const attemptTimeout = new AttemptTimeout(options);
  const { signal } = attemptTimeout;
  const handler = new RequestHandler(signal);
  const client = new HttpClient(undefined, [handler], {
    allowRedirects: false,
    allowRetries: false,
    keepAlive: false,
    // Switched off. After a pause it would fire before the answer is read.
    socketTimeout: NEVER_MS,
  });
  // That of the client has the ID of the workflow run in it, which is no business of the server.
  client.userAgent = undefined;
  const exchange = async (): Promise<HttpAnswer> => {
    const call = withProxy(proxy, () => client.request(method, url, null, headers));
    const answer = await readAnswer((await attemptTimeout.race(call)).message);
    // An answer without a length that we cut off looks complete, and may even be whole JSON.
    signal.throwIfAborted();
    return answer;
  };
  const explain = (error: unknown): never => {
    if (error instanceof GalaxyStoreError) throw error;
    const effect = handler.connected ? 'unanswered' : 'none';
    throw signal.aborted
      ? attemptTimedOut(url, attemptTimeout.waitedMs, effect, error)
      : networkFault(url, error, effect);
  };
  return await exchange()
    .catch(explain)
    .finally(() => {
      attemptTimeout.clear();
      client.dispose();
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

/** The client's own `readBody()` never ends for an answer that breaks off, and has no limit. */
async function readBody(answer: IncomingMessage, status: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    chunks.push(chunk);
    if (bytes <= MAX_ANSWER_BYTES) return;
    const message = `HTTP ${status} with more than ${MAX_ANSWER_BYTES / 1024} KiB of answer`;
    const facts = { ...permanent('unexpected-answer', effectOf(status)), status };
    answer.destroy(new GalaxyStoreError(message, facts));
  });
  await once(answer, 'end');
  // A byte order mark is no part of the text, and JSON.parse would stumble over it.
  return String(Buffer.concat(chunks)).replace(/^\uFEFF/, '');
}

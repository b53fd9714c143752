import type { IncomingMessage, RequestOptions } from 'node:http';

import { HttpClient } from '@actions/http-client';

import { GalaxyStoreError } from './errors.ts';
import { CANCELLED_ANSWER_MS, MAX_ANSWER_BYTES } from './limits.ts';
import { attemptTimedOut, networkFault } from './network-fault.ts';

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
  /** The `Date` header as milliseconds since 1970, or NaN where it is missing or unreadable. */
  readonly dateMs: number;
  readonly retryAfter: string;
}

export interface SendOptions {
  readonly userAgent: string;
  /** How long this attempt may take in total, dripping bytes included, in milliseconds. */
  readonly timeoutMs: number;
  /** When it fires, the answer that is under way gets 5 s more, at the most. */
  readonly cancelled: AbortSignal;
}

/**
 * Makes one attempt: sends the request and reads the whole answer. It follows no redirect, because
 * the credential would follow too, and leaves no socket and no timer behind.
 *
 * @throws {@link GalaxyStoreError} when no complete answer of at most 64 KiB came back in time
 */
export async function send(request: HttpRequest, options: SendOptions): Promise<HttpAnswer> {
  const cutOff = new CutOff(options);
  const client = new HttpClient(options.userAgent, [cutOff], {
    allowRedirects: false,
    allowRetries: false,
    keepAlive: false,
    // It is about silence only, and must not fire before the cut-off, which is about the total.
    socketTimeout: options.timeoutMs + 1_000,
  });
  try {
    const { message } = await client.request(request.method, request.url, null, {
      ...request.headers,
    });
    const answer = await readAnswer(message);
    // An answer without a length that we cut off looks complete, and may even be whole JSON.
    cutOff.signal.throwIfAborted();
    return answer;
  } catch (error) {
    if (error instanceof GalaxyStoreError) throw error;
    throw cutOff.signal.aborted
      ? attemptTimedOut(request.url, cutOff.waitedMs, error)
      : networkFault(request.url, error);
  } finally {
    cutOff.clear();
    client.dispose();
  }
}

/**
 * Ends an attempt when its time is over. It is also a handler of the HTTP client, since that is the
 * only way to hand the abort signal to the request and to the proxy's CONNECT before it.
 */
class CutOff {
  readonly #controller = new AbortController();
  readonly #options: SendOptions;
  #timer: NodeJS.Timeout;

  /** How long the attempt was allowed to take, in milliseconds. */
  waitedMs: number;

  constructor(options: SendOptions) {
    this.#options = options;
    this.waitedMs = options.timeoutMs;
    this.#timer = setTimeout(this.#abort, options.timeoutMs);
    options.cancelled.addEventListener('abort', this.#hurry);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#options.cancelled.removeEventListener('abort', this.#hurry);
  }

  prepareRequest(options: RequestOptions): void {
    options.signal = this.signal;
    // The client hands on `[::1]` with its brackets, which the resolver does not know.
    options.host = options.host?.replace(/^\[(.*)\]$/, '$1') ?? null;
    // Said aloud, so that NODE_TLS_REJECT_UNAUTHORIZED=0 cannot switch the verification off.
    Object.assign(options, { rejectUnauthorized: true });
    if (isTunnel(options.agent)) {
      options.agent.options.rejectUnauthorized = true;
      options.agent.proxyOptions.signal = this.signal;
    }
  }

  canHandleAuthentication(): boolean {
    return false;
  }

  handleAuthentication(): never {
    throw new Error('A 401 is an answer like any other.');
  }

  readonly #abort = (): void => {
    this.#controller.abort();
  };

  readonly #hurry = (): void => {
    this.waitedMs = Math.min(this.#options.timeoutMs, CANCELLED_ANSWER_MS);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#abort, this.waitedMs);
  };
}

/** The agent that `tunnel` makes: its options are for TLS, its `proxyOptions` for the CONNECT request. */
interface Tunnel {
  readonly options: { rejectUnauthorized?: boolean };
  readonly proxyOptions: { signal?: AbortSignal };
}

function isTunnel(agent: unknown): agent is Tunnel {
  return typeof agent === 'object' && agent !== null && 'proxyOptions' in agent;
}

async function readAnswer(message: IncomingMessage): Promise<HttpAnswer> {
  const status = message.statusCode ?? 0;
  return {
    status,
    contentType: message.headers['content-type'] ?? '',
    location: message.headers.location ?? '',
    body: await readBody(message, status),
    dateMs: Date.parse(message.headers.date ?? ''),
    retryAfter: message.headers['retry-after'] ?? '',
  };
}

/** The client's own `readBody()` never settles on an answer that is cut off, and knows no bound. */
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
          status,
          processed: status >= 200 && status < 300,
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

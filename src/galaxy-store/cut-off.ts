import type { RequestOptions } from 'node:http';

import { CANCELLED_ANSWER_MS } from './limits.ts';

/** When an attempt ends at the latest. */
export interface CutOffOptions {
  /** How long the attempt may take in total, dripping bytes included, in milliseconds. */
  readonly timeoutMs: number;
  /** When it fires, the answer that is under way gets 5 s more, at the most. */
  readonly cancelled: AbortSignal;
}

/**
 * Ends an attempt when its time is over. It is also a handler of the HTTP client, since that is the
 * only way to hand the abort signal to the request and to the proxy's CONNECT before it.
 */
export class CutOff {
  readonly #controller = new AbortController();
  readonly #options: CutOffOptions;
  #timer: NodeJS.Timeout;

  /** How long the attempt was allowed to take, in milliseconds. */
  waitedMs: number;

  constructor(options: CutOffOptions) {
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
      Object.assign(options.agent.proxyOptions, { rejectUnauthorized: true, signal: this.signal });
      authoriseAtProxy(options.agent);
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

interface ConnectOptions {
  readonly headers: Readonly<Record<string, string>>;
}

/** The agent that `tunnel` makes: its options are for TLS, its `proxyOptions` for the CONNECT request. */
interface Tunnel {
  readonly options: { rejectUnauthorized?: boolean };
  readonly proxyOptions: { proxyAuth?: string };
  request: (connect: ConnectOptions) => unknown;
}

/**
 * Gives the user name and the password of the proxy. `tunnel` would do it by `new Buffer`, of which
 * Node warns in the log.
 */
function authoriseAtProxy(tunnel: Tunnel): void {
  const { request, proxyOptions } = tunnel;
  const { proxyAuth } = proxyOptions;
  if (proxyAuth === undefined) return;
  delete proxyOptions.proxyAuth;
  const credentials = `Basic ${Buffer.from(proxyAuth).toString('base64')}`;
  tunnel.request = (connect) =>
    request({ ...connect, headers: { ...connect.headers, 'Proxy-Authorization': credentials } });
}

function isTunnel(agent: unknown): agent is Tunnel {
  return typeof agent === 'object' && agent !== null && 'proxyOptions' in agent;
}

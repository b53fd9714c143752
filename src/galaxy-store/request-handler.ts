import type { ClientRequest, RequestOptions } from 'node:http';
import { isIP } from 'node:net';

/**
 * What goes for every connection. It is a handler of the HTTP client, which is the only way to reach the
 * options of a request, and of the proxy's CONNECT before it.
 */
export class RequestHandler {
  /** The connection stood, so the request may have gone out, and the server may have obeyed it. */
  connected = false;

  readonly #signal: AbortSignal;

  /** @param signal - ends the connection, in whatever state it is */
  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  prepareRequest(options: RequestOptions): void {
    // The client passes `[::1]` with its brackets, which the resolver does not know.
    options.host = withoutBrackets(options.host ?? '');
    // Explicit, so that NODE_TLS_REJECT_UNAUTHORIZED=0 cannot switch the verification off.
    Object.assign(options, { rejectUnauthorized: true });
    if (isAgent(options.agent)) this.#watch(options.agent);
    if (isTunnel(options.agent)) this.#guard(options.agent);
  }

  canHandleAuthentication(): boolean {
    return false;
  }

  handleAuthentication(): never {
    throw new Error('A 401 is an answer like any other.');
  }

  /** Node hands every request to its agent. What is written waits until the connection stands. */
  #watch(agent: RequestAgent): void {
    const addRequest = agent.addRequest.bind(agent);
    agent.addRequest = (request, ...rest) => {
      // The `signal` of a request does the same, and takes longer to load.
      this.#signal.addEventListener('abort', () => request.destroy());
      request.once('socket', (socket) => {
        socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => {
          this.connected = true;
        });
      });
      addRequest(request, ...rest);
    };
  }

  #guard(tunnel: Tunnel): void {
    const { options, proxyOptions, request } = tunnel;
    const host = withoutBrackets(proxyOptions.host);
    options.rejectUnauthorized = true;
    Object.assign(proxyOptions, {
      host,
      rejectUnauthorized: true,
      // Otherwise the certificate of an https proxy is checked against the name of the target.
      servername: isIP(host) === 0 ? host : '',
      signal: this.#signal,
    });
    const { proxyAuth } = proxyOptions;
    if (proxyAuth === undefined) return;
    // `tunnel` would send it by `new Buffer`, of which Node warns in the log.
    delete proxyOptions.proxyAuth;
    const credentials = `Basic ${Buffer.from(proxyAuth).toString('base64')}`;
    tunnel.request = (connect) =>
      request({ ...connect, headers: { ...connect.headers, 'Proxy-Authorization': credentials } });
  }
}

/** The agent of Node, and that of `tunnel`: this method is what makes an object an agent. */
interface RequestAgent {
  addRequest: (request: ClientRequest, ...rest: readonly unknown[]) => void;
}

/** The agent that `tunnel` makes: its options are for TLS, its `proxyOptions` for the CONNECT request. */
interface Tunnel {
  readonly options: { rejectUnauthorized?: boolean };
  readonly proxyOptions: { readonly host: string; proxyAuth?: string };
  request: (connect: { readonly headers: object }) => unknown;
}

function isAgent(agent: unknown): agent is RequestAgent {
  return typeof agent === 'object' && agent !== null && 'addRequest' in agent;
}

function isTunnel(agent: unknown): agent is Tunnel {
  return isAgent(agent) && 'proxyOptions' in agent;
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

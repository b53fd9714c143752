import {
  createServer as createHttpServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Backend, Log } from './backend.ts';
import type { EmulatorEvent, Operation } from './events.ts';
import { playFault, type Stage } from './fault-player.ts';
import { describeFault, type FaultPlan } from './faults.ts';
import type { Answer, Call } from './http.ts';
import { Refusal, gatewayError } from './refusal.ts';
import { findHandler, operationOf } from './routes.ts';

/** A request as it came in, secrets included: for assertions, never for a log. */
export interface RecordedRequest {
  readonly at: Date;
  readonly operation: Operation;
  /** 1-based, counted per operation. */
  readonly n: number;
  readonly method: string;
  /** With the query, as it was sent. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The transport half of the emulator: connections, counting, faults, throttling and the two logs. */
export class EmulatorServer {
  readonly events: EmulatorEvent[] = [];
  readonly requests: RecordedRequest[] = [];
  readonly server: Server;
  faults: FaultPlan | undefined;
  readonly #backend: Backend;
  readonly #counts = new Map<Operation, number>();
  /** The TCP connections by the port of the client: under TLS, a request knows the socket above them alone. */
  readonly #sockets = new Map<number | undefined, Socket>();
  /** When the requests of the last second were let through. */
  #admitted: readonly number[] = [];

  constructor(backend: Backend) {
    const { tls, faults } = backend.options;
    this.#backend = backend;
    this.faults = faults;
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      // Whatever goes wrong here is the client going away, which is nothing to a server.
      this.#handle(request, response).catch(() => request.socket.destroy());
    };
    this.server = tls === undefined ? createHttpServer(listener) : createHttpsServer(tls, listener);
    this.server.on('connection', (socket: Socket) => {
      const { remotePort } = socket;
      this.#sockets.set(remotePort, socket);
      socket.once('close', () => this.#sockets.delete(remotePort));
    });
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.#sockets.values()) socket.destroy();
    await closed;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = request;
    const { pathname, searchParams: query } = new URL(path, 'http://emulator.invalid');
    const operation = operationOf(method, pathname);
    const n = (this.#counts.get(operation) ?? 0) + 1;
    this.#counts.set(operation, n);
    const at = new Date();
    const log: Log = (entry) => {
      const event = { at: new Date(), operation, n, ...entry };
      this.events.push(event);
      this.#backend.options.onEvent?.(event);
    };
    const body = await buffer(request);
    this.requests.push({ at, operation, n, method, path, headers, body: body.toString() });
    const stage = this.#stage(response, { method, path: pathname, query, headers, body }, log);
    const fault = this.faults?.({ operation, n, method, path: pathname });
    if (fault === undefined) {
      stage.send(await stage.process());
    } else {
      log({ kind: 'faulted', detail: describeFault(fault) });
      await playFault(fault, stage);
    }
  }

  #stage(response: ServerResponse, call: Call, log: Log): Stage {
    const date = new Date(this.#backend.now()).toUTCString();
    const { socket } = response.req;
    const gone = new AbortController();
    response.once('close', () => {
      gone.abort();
    });
    return {
      ...{ socket, date, signal: gone.signal },
      process: () => this.#process(call, log),
      send: ({ status, headers, body }) => {
        const length = status === 204 ? {} : { 'Content-Length': body.length };
        response.writeHead(status, { Date: date, ...length, ...headers }).end(body);
      },
      reset: () => this.#sockets.get(socket.remotePort)?.resetAndDestroy(),
    };
  }

  async #process(call: Call, log: Log): Promise<Answer> {
    try {
      this.#admit();
      return await findHandler(call)(this.#backend, call, log);
    } catch (error) {
      const { answer, message: detail, account } = refusalOf(error);
      const { status } = answer;
      log({ kind: status === 429 ? 'throttled' : 'refused', status, detail, account });
      return answer;
    }
  }

  /** @throws Refusal of a request that is one too many */
  #admit(): void {
    const { requestsPerSecond = Infinity, retryAfterSeconds = 0 } =
      this.#backend.options.throttle ?? {};
    const now = performance.now();
    this.#admitted = this.#admitted.filter((time) => now - time < 1000);
    if (this.#admitted.length >= requestsPerSecond) {
      const answer = gatewayError(429, 'TOO_MANY_REQUESTS', 'Too many requests');
      const headers = { ...answer.headers, 'Retry-After': String(retryAfterSeconds) };
      const detail = `more than ${requestsPerSecond} requests in a second`;
      throw new Refusal({ ...answer, headers }, detail);
    }
    this.#admitted = [...this.#admitted, now];
  }
}

/** A mistake of the emulator must not look like a fault of the network. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const detail = `the emulator itself failed: ${String(error)}`;
  return new Refusal(gatewayError(500, 'EMULATOR_FAILED', detail), detail);
}

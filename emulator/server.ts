import { Buffer } from 'node:buffer';
import { createServer as createHttpServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Backend, Handler, Log, Routes } from './backend.ts';
import type { EmulatorEvent, EventEntry, Operation } from './events.ts';
import { playFault } from './fault-player.ts';
import type { Stage } from './fault-player.ts';
import { describeFault } from './faults.ts';
import type { Fault, FaultPlan } from './faults.ts';
import { gatewayError, readBody } from './http.ts';
import type { Answer, Call } from './http.ts';
import { findHandler, operationOf } from './router.ts';
import { SocketBook } from './sockets.ts';
import { Gate } from './throttle.ts';

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
  /** As text. Left out when empty, and for multipart uploads. */
  readonly body?: string;
}

/** The transport half of the emulator: connections, counting, faults, throttling and the two logs. */
export class EmulatorServer {
  readonly events: EmulatorEvent[] = [];
  readonly requests: RecordedRequest[] = [];
  readonly server: Server;
  faults: FaultPlan | undefined;
  readonly #backend: Backend;
  readonly #routes: Routes;
  readonly #counts = new Map<Operation, number>();
  readonly #sockets: SocketBook;
  readonly #gate: Gate;

  constructor(backend: Backend, routes: Routes) {
    const { tls, throttle, faults } = backend.options;
    this.#backend = backend;
    this.#routes = routes;
    this.#gate = new Gate(throttle);
    this.faults = faults;
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      // Whatever goes wrong here is the client going away, which is nothing to a server.
      this.#handle(request, response).catch(() => request.socket.destroy());
    };
    this.server = tls === undefined ? createHttpServer(listener) : createHttpsServer(tls, listener);
    this.#sockets = new SocketBook(this.server);
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
    this.#sockets.destroyAll();
    await closed;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET';
    const target = new URL(request.url ?? '/', 'http://emulator.invalid');
    const operation = operationOf(method, target.pathname);
    const n = (this.#counts.get(operation) ?? 0) + 1;
    this.#counts.set(operation, n);
    const at = new Date();
    const log: Log = (entry) => {
      this.#record({ at: new Date(), operation, n, ...entry });
    };
    const body = await readBody(request);
    const { headers } = request;
    const path = request.url ?? '/';
    this.requests.push({ at, operation, n, method, path, headers, ...recordedBody(headers, body) });
    const call: Call = {
      method,
      path: target.pathname,
      query: target.searchParams,
      headers,
      body,
    };
    const fault = this.faults?.({ operation, n, method, path: call.path });
    const stage = this.#stage(request.socket, response, call, log);
    await (fault === undefined ? this.#answer(stage, log) : this.#fail(fault, stage, log));
  }

  async #answer(stage: Stage, log: Log): Promise<void> {
    const refusal = this.#gate.refuse(log);
    stage.send(refusal ?? (await stage.process()));
  }

  async #fail(fault: Fault, stage: Stage, log: Log): Promise<void> {
    log({ kind: 'faulted', detail: describeFault(fault) });
    await playFault(fault, stage);
  }

  #stage(socket: Socket, response: ServerResponse, call: Call, log: Log): Stage {
    const date = new Date(this.#backend.now()).toUTCString();
    const gone = new AbortController();
    response.once('close', () => {
      gone.abort();
    });
    return {
      socket,
      commonHeaders: { Date: date },
      signal: gone.signal,
      process: async () => await process(findHandler(this.#routes, call), call, log),
      send: (answer) => {
        send(response, { ...answer, headers: { Date: date, ...answer.headers } }, log);
      },
      reset: () => {
        this.#sockets.reset(socket);
      },
    };
  }

  #record(event: EmulatorEvent): void {
    this.events.push(event);
    this.#backend.options.onEvent?.(event);
  }
}

/** A mistake of the emulator must not look like a fault of the network. */
async function process(handler: Handler, call: Call, log: Log): Promise<Answer> {
  try {
    return await handler(call, log);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    log({ kind: 'refused', status: 500, detail: `the emulator itself failed: ${reason}` });
    return gatewayError(500, 'EMULATOR_FAILED', reason);
  }
}

function send(response: ServerResponse, answer: Answer, log: (entry: EventEntry) => void): void {
  if (response.destroyed || response.socket?.destroyed === true) {
    log({ kind: 'undelivered', detail: 'the client was gone before the answer' });
    return;
  }
  response.sendDate = false;
  const hasBody = answer.status !== 204 && answer.status !== 304;
  const length = hasBody ? { 'Content-Length': String(answer.body.length) } : {};
  response.writeHead(answer.status, { ...length, ...answer.headers });
  response.end(hasBody ? answer.body : undefined);
}

function recordedBody(headers: IncomingHttpHeaders, body: Buffer): { readonly body?: string } {
  const isMultipart = headers['content-type']?.startsWith('multipart/') === true;
  return body.length === 0 || isMultipart ? {} : { body: body.toString() };
}

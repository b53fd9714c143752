import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server does with one request. */
export type Reaction = (response: ServerResponse, request: IncomingMessage) => void;

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

export interface TestServer {
  readonly url: string;
  /** Every request in order. */
  readonly received: readonly Received[];
}

/** Answers with JSON (text and bytes go as they are); no `Date` header unless it is given. */
export function reply(
  status: number,
  body: unknown = '',
  headers: Readonly<Record<string, string>> = {},
): Reaction {
  return (response) => {
    const raw = typeof body === 'string' || Buffer.isBuffer(body);
    response.sendDate = false;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(raw ? body : JSON.stringify(body));
  };
}

/** Breaks the connection without an answer. */
export const reset: Reaction = (response) => {
  response.destroy();
};

/** Never answers. */
export const hang: Reaction = () => undefined;

/** The same, and something happens as soon as the request has come. */
export function whenAsked(event: (request: unknown) => void, reaction: Reaction): Reaction {
  return (response, request) => {
    event(request);
    reaction(response, request);
  };
}

/** Uses a server that treats the n-th request by the n-th reaction, the last for good. */
export async function withServer<T>(
  reactions: readonly Reaction[],
  use: (server: TestServer) => Promise<T>,
): Promise<T> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const reaction = reactions[received.length] ?? reactions.at(-1) ?? reset;
    const { method = '', url = '', headers } = request;
    received.push({ method, path: url, headers });
    reaction(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await use({ url: `http://127.0.0.1:${port}`, received });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

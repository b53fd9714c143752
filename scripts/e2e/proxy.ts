import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A proxy that knows two hosts and takes nobody anywhere else. */
export interface Proxy {
  readonly url: string;
  /** Every target that somebody asked for and was refused, as `host:port` or as a URL. */
  readonly refused: readonly string[];
  stop(): Promise<void>;
}

/**
 * Starts a proxy for CONNECT that joins the given targets to a port of this machine, where a server with
 * certificates for them does TLS. Everything else is refused, so that nothing under test can reach the
 * network even by mistake.
 */
export async function startProxy(targets: readonly string[], port: number): Promise<Proxy> {
  const refused: string[] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((request, response) => {
    refused.push(request.url ?? '');
    response.writeHead(403).end('This proxy carries HTTPS to Galaxy Store only.\n');
  });
  server.on('connection', keep);
  server.on('connect', (request, client: Socket, head: Buffer) => {
    const target = request.url ?? '';
    if (!targets.includes(target)) {
      refused.push(target);
      client.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    keep(upstream);
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    refused,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

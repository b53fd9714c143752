import { once } from 'node:events';
import { STATUS_CODES, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** A proxy for CONNECT that leads to a few hosts and refuses all others. */
export interface Proxy {
  /** Its address without credentials. */
  readonly url: string;
  readonly port: number;
  /** Every target that was asked for, as `host:port` or as a URL. */
  readonly asked: readonly string[];
  /** Those among them that were refused. */
  readonly refused: readonly string[];
  /** The names by which clients of a proxy with TLS asked for its certificate. */
  readonly serverNames: readonly string[];
  stop(): Promise<void>;
}

export interface ProxyOptions {
  /** The targets, as `host:port`, that are joined to a port of this machine. */
  readonly targets: readonly string[];
  /** The port of this machine, where a server with certificates for the targets does TLS. */
  readonly port: number;
  /** Without these, as `user:password`, it answers 407. */
  readonly credentials?: string;
  /** Its own key and certificate. With it the proxy itself is reached by https. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** What it does with every CONNECT instead of its work. */
  readonly fault?: 'silent' | 'refuse' | 'bad-gateway';
}

/**
 * Starts a proxy on a free port of loopback. Nothing that uses it can reach the network, not even by
 * mistake, because it refuses every target that it does not know.
 */
export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  const asked: string[] = [];
  const refused: string[] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const serverNames: string[] = [];
  const server = options.tls ? createTlsServer(options.tls) : createServer();
  server.on('request', ({ url = '' }, response: ServerResponse) => {
    asked.push(url);
    refused.push(url);
    response.writeHead(403).end('This proxy carries HTTPS to a few hosts only.\n');
  });
  server.on('secureConnection', ({ servername }: { readonly servername?: string | false }) => {
    serverNames.push(String(servername));
  });
  server.on('connection', keep);
  server.on('connect', (request, client: Socket, head: Buffer) => {
    const { url = '' } = request;
    asked.push(url);
    if (options.fault === 'silent') return;
    const status = refusalOf(request, options);
    if (status !== undefined) {
      refused.push(url);
      const challenge = status === 407 ? 'Proxy-Authenticate: Basic realm="proxy"\r\n' : '';
      const line = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n`;
      client.end(`${line}${challenge}Connection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const upstream = connect(options.port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    keep(upstream);
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  await once(server.listen(0, options.host ?? '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    asked,
    refused,
    serverNames,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function refusalOf(
  request: IncomingMessage,
  { targets, credentials, fault }: ProxyOptions,
): 403 | 407 | 502 | undefined {
  if (fault === 'bad-gateway') return 502;
  if (fault === 'refuse' || !targets.includes(request.url ?? '')) return 403;
  if (credentials === undefined) return undefined;
  const expected = `Basic ${Buffer.from(credentials).toString('base64')}`;
  return request.headers['proxy-authorization'] === expected ? undefined : 407;
}

import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';

import { hostForms, proxyCredentials } from './proxy.ts';

/** The proxy did not open the tunnel. */
export class TunnelError extends Error {
  override readonly name = 'TunnelError';
  /** What the proxy answered, if it did. */
  readonly status: number | undefined;

  constructor(status: number | undefined, cause?: unknown) {
    super('The proxy did not open a tunnel to the server.', { cause });
    this.status = status;
  }
}

/**
 * Opens a tunnel to a server through a proxy: the method CONNECT of RFC 9110, section 9.3.6.
 *
 * @param signal - ends the connection to the proxy, in whatever state it is
 * @throws {@link TunnelError}
 */
export function openTunnel(proxy: URL, url: string, signal: AbortSignal): Promise<Duplex> {
  const { hostname, port } = new URL(url);
  const path = `${hostname}:${port || '443'}`;
  const credentials = proxyCredentials(url);
  const [, name] = hostForms(proxy);
  const request = (proxy.protocol === 'https:' ? https : http).request(proxy.origin, {
    method: 'CONNECT',
    path,
    headers: {
      host: path,
      ...(credentials !== '' && { 'proxy-authorization': `Basic ${credentials}` }),
    },
    agent: false,
    signal,
    rejectUnauthorized: true,
    // Otherwise the certificate of an https proxy is checked against the name of the target.
    servername: isIP(name) === 0 ? name : '',
  });
  return new Promise((resolve, reject) => {
    request.on('connect', ({ statusCode }, socket, head) => {
      if (statusCode === 200) {
        socket.unshift(head);
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(new TunnelError(statusCode));
    });
    request.on('error', (cause) => {
      reject(new TunnelError(undefined, cause));
    });
    request.end();
  });
}

import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The TCP connections of a server, so that all can be ended at once and one can be reset.
 *
 * Under TLS a request knows only its encrypted socket, which cannot send an RST; the TCP socket beneath it is
 * found by the client's address.
 */
export class SocketBook {
  readonly #sockets = new Map<string, Socket>();

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      const key = addressOf(socket);
      // Under TLS both sockets of a connection may be announced here; the first is the TCP one.
      if (this.#sockets.has(key)) {
        return;
      }
      this.#sockets.set(key, socket);
      socket.on('error', ignore);
      socket.once('close', () => this.#sockets.delete(key));
    });
    server.on('secureConnection', (socket: Socket) => {
      socket.on('error', ignore);
    });
  }

  /** Ends the connection of this socket with an RST. */
  reset(socket: Socket): void {
    const tcp = this.#sockets.get(addressOf(socket));
    (tcp ?? socket).resetAndDestroy();
  }

  destroyAll(): void {
    for (const socket of this.#sockets.values()) {
      socket.destroy();
    }
  }
}

function addressOf(socket: Socket): string {
  return `${socket.remoteAddress ?? ''} ${socket.remotePort ?? ''}`;
}

/** A client that goes away is no error of the server. */
function ignore(): void {
  return;
}

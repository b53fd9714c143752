import { EventEmitter } from 'node:events';
import http from 'node:http';

import { describe, expect, test } from '@jest/globals';

import { RequestHandler } from '../../../src/galaxy-store/request-handler.ts';

/** An agent whose requests are handed to it by hand. */
function watchedAgent(handler: RequestHandler): {
  readonly added: readonly unknown[][];
  readonly add: (request: EventEmitter) => void;
} {
  const added: unknown[][] = [];
  const agent = Object.assign(new http.Agent(), {
    addRequest: (...given: unknown[]) => {
      added.push(given);
    },
  });
  handler.prepareRequest({ agent });
  return {
    added,
    add: (request) => {
      agent.addRequest(request, 'the', 'rest');
    },
  };
}

describe('a request', () => {
  test.each([
    ['a connection', {}, 'connect', 'secureConnect'],
    ['a connection by TLS', { encrypted: true }, 'secureConnect', 'connect'],
  ])('may have gone out when %s stands', (_what, kind, standing, other) => {
    const handler = new RequestHandler(new AbortController().signal);
    const { add, added } = watchedAgent(handler);
    const request = new EventEmitter();
    const socket = Object.assign(new EventEmitter(), kind);
    add(request);
    expect(added).toEqual([[request, 'the', 'rest']]);
    expect(handler.connected).toBe(false);

    request.emit('socket', socket);
    socket.emit(other);
    expect(handler.connected).toBe(false);

    socket.emit(standing);
    expect(handler.connected).toBe(true);
  });
});

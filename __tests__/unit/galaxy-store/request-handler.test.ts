import { EventEmitter } from 'node:events';
import http, { type RequestOptions } from 'node:http';

import { beforeEach, describe, expect, jest, test } from '@jest/globals';

import { RequestHandler } from '../../../src/galaxy-store/request-handler.ts';

const { signal } = new AbortController();
let handler: RequestHandler;

beforeEach(() => {
  handler = new RequestHandler(signal);
});

function prepared(options: RequestOptions): RequestOptions {
  handler.prepareRequest(options);
  return options;
}

describe('a request', () => {
  test.each([
    ['a connection', {}, 'connect', 'secureConnect'],
    ['a connection by TLS', { encrypted: true }, 'secureConnect', 'connect'],
  ])('may have gone out when %s stands', (_what, kind, standing, other) => {
    const added = jest.fn();
    const agent = Object.assign(new http.Agent(), { addRequest: added });
    prepared({ agent });
    const request = new EventEmitter();
    const socket = Object.assign(new EventEmitter(), kind);
    agent.addRequest(request, 'the', 'rest');
    expect(added.mock.calls).toEqual([[request, 'the', 'rest']]);
    expect(handler.connected).toBe(false);

    request.emit('socket', socket);
    socket.emit(other);
    expect(handler.connected).toBe(false);

    socket.emit(standing);
    expect(handler.connected).toBe(true);
  });

  test('ends when its time is over', () => {
    const controller = new AbortController();
    const agent = Object.assign(new http.Agent(), { addRequest: jest.fn() });
    new RequestHandler(controller.signal).prepareRequest({ agent });
    const request = { once: jest.fn(), destroy: jest.fn() };
    agent.addRequest(request);
    expect(request.destroy).not.toHaveBeenCalled();

    controller.abort();
    expect(request.destroy).toHaveBeenCalledTimes(1);
  });

  test('verifies certificates, whatever the environment says', () => {
    expect(prepared({ agent: false })).toMatchObject({ rejectUnauthorized: true });
  });

  test.each([
    ['[::1]', '::1'],
    ['a[b]', 'a[b]'],
    ['[b]c', '[b]c'],
    [undefined, ''],
  ])('for the host %s goes to "%s": the resolver does not know brackets', (given, host) => {
    expect(prepared(given === undefined ? {} : { host: given }).host).toBe(host);
  });

  test('leaves a 401 to the caller', () => {
    expect(handler.canHandleAuthentication()).toBe(false);
    expect(() => handler.handleAuthentication()).toThrow('A 401 is an answer like any other.');
  });
});

describe('a request through a proxy', () => {
  const tunnel = (proxyOptions: object, request = jest.fn()) =>
    Object.assign(new http.Agent(), { proxyOptions, request });

  test.each([
    ['proxy.example', 'proxy.example', 'proxy.example'],
    ['127.0.0.1', '127.0.0.1', ''],
    ['[::1]', '::1', ''],
  ])('verifies certificates with the proxy %s as well', (given, host, servername) => {
    const agent = tunnel({ host: given });
    prepared({ agent });

    expect(agent).toMatchObject({ options: { rejectUnauthorized: true } });
    expect(agent.proxyOptions).toEqual({ host, rejectUnauthorized: true, servername, signal });
  });

  test('gives its password without the help of `tunnel`, which would make Node warn', () => {
    const request = jest.fn();
    const agent = tunnel({ host: 'proxy.example', proxyAuth: 'user:p@ss' }, request);
    prepared({ agent });
    const headers = { host: 'store.example:443' };
    agent.request({ method: 'CONNECT', headers });

    expect(agent.proxyOptions).not.toHaveProperty('proxyAuth');
    const authorised = { ...headers, 'Proxy-Authorization': 'Basic dXNlcjpwQHNz' };
    expect(request.mock.calls).toEqual([[{ method: 'CONNECT', headers: authorised }]]);
  });
});

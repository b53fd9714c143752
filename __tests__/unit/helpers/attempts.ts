import { getEventListeners } from 'node:events';

import { afterEach, beforeEach, expect, jest } from '@jest/globals';

import { GalaxyStoreError } from '../../../src/galaxy-store/errors.ts';
import { send, type HttpAnswer } from '../../../src/galaxy-store/transport.ts';
import { withServer, type Reaction } from './http-server.ts';
import { withoutProxy } from './proxy-variables.ts';
import { rejectionOf } from '../../helpers/thrown.ts';

let cancellation = new AbortController();

/** Prepares a test file for attempts over real sockets, with the attempt timeout on a fake clock. */
export function useSockets(): void {
  withoutProxy();
  beforeEach(() => {
    cancellation = new AbortController();
    fakeTimers();
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });
}

/** Stops the clock of the attempt timeout, and nothing that sockets need. */
export function fakeTimers(): void {
  jest.useFakeTimers({
    doNotFake: ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate'],
  });
}

/** Cancels the job. */
export function cancel(): void {
  cancellation.abort();
}

/** Makes one attempt. */
export function sendTo(url: string, timeoutMs = 20_000): Promise<HttpAnswer> {
  const headers = {
    authorization: 'Bearer x',
    accept: 'application/json',
    'user-agent': 'agent/1',
  };
  return send(
    { method: 'POST', url: `${url}/auth/accessToken?a=b`, headers },
    { timeoutMs, cancelled: cancellation.signal, monotonicMs: () => performance.now() },
  );
}

/** What an attempt gives on a server that does so. */
export function answerTo(reaction: Reaction): Promise<HttpAnswer> {
  return withServer([reaction], ({ url }) => sendTo(url));
}

/** What an attempt fails with on a server that does so. */
export function failureOf(reaction: Reaction): Promise<GalaxyStoreError> {
  return rejectionOf(GalaxyStoreError, answerTo(reaction));
}

/** An attempt leaves no timer and no listener behind. */
export function expectNothingLeft(): void {
  expect(jest.getTimerCount()).toBe(0);
  expect(getEventListeners(cancellation.signal, 'abort')).toEqual([]);
}

import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { propertyOf } from '../../src/galaxy-store/json.ts';
import { ACCOUNT_ID } from './support.ts';

/** What stands between the demo and an emulator. */
export interface StandIn {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** A Galaxy Store in which a new token ends the one before it. */
export async function startOneTokenStore(emulatorUrl: string): Promise<StandIn> {
  let last: string | undefined;
  return startProxy(async (request) => {
    const answer = await forward(emulatorUrl, request);
    const token = tokenIn(answer.body);
    if (token !== undefined) {
      if (last !== undefined) await revoke(emulatorUrl, last);
      last = token;
    }
    return answer;
  });
}

/** A Galaxy Store in which everybody gets the same token as long as it is alive. */
export async function startSharedTokenStore(emulatorUrl: string): Promise<StandIn> {
  let shared: Answer | undefined;
  return startProxy(async (request) => {
    if (request.method === 'DELETE') shared = undefined;
    if (request.method === 'POST' && shared !== undefined) return shared;
    const answer = await forward(emulatorUrl, request);
    if (tokenIn(answer.body) !== undefined) shared = answer;
    return answer;
  });
}

/** A Galaxy Store that says a revocation was done, and does not do it. */
export async function startForgetfulStore(emulatorUrl: string): Promise<StandIn> {
  return startProxy(async (request) =>
    request.method === 'DELETE'
      ? { status: 200, body: '{"ok":true}' }
      : forward(emulatorUrl, request),
  );
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

async function startProxy(answer: (request: IncomingMessage) => Promise<Answer>): Promise<StandIn> {
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { status, body } = await answer(request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function forward(emulatorUrl: string, request: IncomingMessage): Promise<Answer> {
  const { authorization = '', 'service-account-id': id } = request.headers;
  const response = await fetch(emulatorUrl + (request.url ?? ''), {
    method: request.method ?? 'GET',
    headers: { authorization, ...(typeof id === 'string' ? { 'service-account-id': id } : {}) },
  });
  return { status: response.status, body: await response.text() };
}

async function revoke(emulatorUrl: string, token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'service-account-id': ACCOUNT_ID };
  await fetch(`${emulatorUrl}/auth/revokeAccessToken`, { method: 'DELETE', headers });
}

function tokenIn(body: string): string | undefined {
  const token = propertyOf(propertyOf(JSON.parse(body), 'createdItem'), 'accessToken');
  return typeof token === 'string' ? token : undefined;
}

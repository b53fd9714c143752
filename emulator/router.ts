import type { Handler, Routes } from './backend.ts';
import type { Operation } from './events.ts';
import { textAnswer } from './http.ts';
import type { Call } from './http.ts';

const OPERATIONS: Readonly<Record<string, Operation>> = {
  'POST /auth/accessToken': 'create',
  'GET /auth/checkAccessToken': 'check',
  'DELETE /auth/revokeAccessToken': 'revoke',
};

const UPLOAD_PATH = '/galaxyapi/fileUpload';
const API_HOST = 'devapi.samsungapps.com';
const UPLOAD_HOST = 'seller.samsungapps.com';

export function operationOf(method: string, path: string): Operation {
  return OPERATIONS[`${method} ${path}`] ?? 'other';
}

export function findHandler(routes: Routes, call: Call): Handler {
  const handler = routes[`${call.method} ${call.path}`];
  return handler === undefined || !isServedBy(call) ? notFound : handler;
}

const notFound: Handler = (call, log) => {
  log({ kind: 'refused', status: 404, detail: `no endpoint ${call.method} ${call.path}` });
  return textAnswer(404, `Cannot ${call.method} ${call.path}`);
};

/** Files go to another host than everything else. Behind a proxy the Host header tells them apart. */
function isServedBy(call: Call): boolean {
  const host = call.headers.host?.replace(/:\d+$/, '');
  if (host === API_HOST) {
    return call.path !== UPLOAD_PATH;
  }
  return host !== UPLOAD_HOST || call.path === UPLOAD_PATH;
}

import { AUTH_ROUTES } from './auth.ts';
import type { Handler, Routes } from './backend.ts';
import { BINARY_ROUTES } from './binaries.ts';
import { CONTENT_ROUTES } from './content.ts';
import type { Operation } from './events.ts';
import { GSS_ROUTES } from './gss.ts';
import { plainAnswer, type Call } from './http.ts';
import { Refusal } from './refusal.ts';
import { ROLLOUT_ROUTES } from './rollout.ts';
import { UPLOAD_ROUTES, isOnItsHost } from './upload.ts';

const ROUTES: Routes = {
  ...AUTH_ROUTES,
  ...CONTENT_ROUTES,
  ...UPLOAD_ROUTES,
  ...BINARY_ROUTES,
  ...ROLLOUT_ROUTES,
  ...GSS_ROUTES,
};

const OPERATIONS: Readonly<Record<string, Operation>> = {
  'POST /auth/accessToken': 'create',
  'GET /auth/checkAccessToken': 'check',
  'DELETE /auth/revokeAccessToken': 'revoke',
};

export function operationOf(method: string, path: string): Operation {
  return OPERATIONS[`${method} ${path}`] ?? 'other';
}

/** @throws Refusal as a Node service does by default, with 404 and plain text */
export function findHandler(call: Call): Handler {
  const handler = ROUTES[`${call.method} ${call.path}`];
  if (handler !== undefined && isOnItsHost(call)) return handler;
  const text = `Cannot ${call.method} ${call.path}`;
  throw new Refusal(plainAnswer(404, text), `no endpoint ${call.method} ${call.path}`);
}

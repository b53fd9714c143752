import { sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { DEFAULT_APP, startEmulator } from '../../emulator/emulator.ts';
import type { Emulator, EmulatorOptions, ServiceAccount } from '../../emulator/emulator.ts';
import { generateRsaKey } from '../../emulator/rsa-key.ts';

export const ACCOUNT_ID = 'account-1';
export const OTHER_ID = 'account-2';

const keys = generateRsaKey();
export const otherKeys = generateRsaKey();
export const privateKey = keys.privateKey;

export const ACCOUNT: ServiceAccount = {
  id: ACCOUNT_ID,
  publicKey: keys.publicKey,
  scopes: ['publishing', 'gss'],
};
export const OTHER: ServiceAccount = {
  id: OTHER_ID,
  publicKey: otherKeys.publicKey,
  scopes: ['publishing'],
};

/** Runs a test against an emulator of its own, and stops it whatever happens. */
export async function withEmulator(
  options: Partial<EmulatorOptions>,
  test: (emulator: Emulator) => Promise<void>,
): Promise<void> {
  const emulator = await startEmulator({ accounts: [ACCOUNT, OTHER], ...options });
  try {
    await test(emulator);
  } finally {
    await emulator.stop();
  }
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: unknown;
}

export interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** One HTTP request on a connection of its own; rejects as Node does when the answer does not come whole. */
export async function send(emulator: Emulator, sent: Sent): Promise<Reply> {
  return await new Promise<Reply>((resolve, reject) => {
    const { method = 'GET', path, headers = {}, body } = sent;
    const outgoing = request(`${emulator.url}${path}`, { method, headers, agent: false });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const { statusCode = 0, headers: received } = response;
        resolve({ status: statusCode, headers: received, text, json: parsed(text) });
      });
    });
    outgoing.end(body);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export interface JwtParts {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly key?: KeyObject;
}

/** A JWT as Samsung documents it, with whatever a test wants to be different. */
export function jwtOf(parts: JwtParts = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: ACCOUNT_ID, scopes: ['publishing'], iat: now, exp: now + 300 };
  const head = encoded({ alg: 'RS256', typ: 'JWT', ...parts.header });
  const body = `${head}.${encoded({ ...claims, ...parts.claims })}`;
  const signature = sign('sha256', Buffer.from(body), parts.key ?? privateKey);
  return `${body}.${signature.toString('base64url')}`;
}

export function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

export async function create(emulator: Emulator, jwt: string = jwtOf()): Promise<Reply> {
  const headers = { authorization: `Bearer ${jwt}`, 'content-type': 'application/json' };
  return await send(emulator, { method: 'POST', path: '/auth/accessToken', headers });
}

/** A new token. */
export async function tokenOf(emulator: Emulator, scopes: readonly string[]): Promise<string> {
  const before = new Set(emulator.liveTokens());
  const reply = await create(emulator, jwtOf({ claims: { scopes } }));
  const token = emulator.liveTokens().find((live) => !before.has(live));
  if (token === undefined) {
    throw new Error(`No token was created: ${reply.text}`);
  }
  return token;
}

export function bothHeaders(token: string, id: string = ACCOUNT_ID): Record<string, string> {
  return { authorization: `Bearer ${token}`, 'service-account-id': id };
}

export async function check(emulator: Emulator, token: string, id?: string): Promise<Reply> {
  return await send(emulator, { path: '/auth/checkAccessToken', headers: bothHeaders(token, id) });
}

export async function revoke(emulator: Emulator, token: string, id?: string): Promise<Reply> {
  const path = '/auth/revokeAccessToken';
  return await send(emulator, { method: 'DELETE', path, headers: bothHeaders(token, id) });
}

/** The code of the error that a request ended with. */
export async function codeOf(outcome: Promise<unknown>): Promise<string> {
  const error: unknown = await outcome.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  // Errors of Node's own come from outside jest's sandbox, so `instanceof Error` would not know them.
  const isError = typeof error === 'object' && error !== null && 'code' in error;
  return isError ? String(error.code) : 'no error';
}

export const ID = DEFAULT_APP.contentId;

/** A client of the API that holds a token: sends JSON, a form, or a string as it is, and gives the reply. */
export type Client = (
  target: string,
  body?: object | string,
  headers?: Sent['headers'],
) => Promise<Reply>;

/** A client with a token of its own. Its targets are `METHOD /path`. */
export async function clientOf(emulator: Emulator, scope = 'publishing'): Promise<Client> {
  const token = await tokenOf(emulator, [scope]);
  return async (target, body, headers) => {
    const [method = '', path = ''] = target.split(' ');
    const encoding = body instanceof FormData ? new Response(body) : undefined;
    const type = encoding?.headers.get('content-type') ?? 'application/json; charset=utf-8';
    const bytes = encoding ? Buffer.from(await encoding.arrayBuffer()) : undefined;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return await send(emulator, {
      method,
      path,
      headers: { 'content-type': type, ...bothHeaders(token), ...headers },
      ...(body === undefined ? {} : { body: bytes ?? text }),
    });
  };
}

/** Runs a test with an emulator and a client that may publish. */
export async function publishing(
  run: (client: Client, emulator: Emulator) => Promise<void>,
  options: Partial<EmulatorOptions> = {},
): Promise<void> {
  await withEmulator(options, async (emulator) => {
    await run(await clientOf(emulator), emulator);
  });
}

/** A field of a JSON reply. */
export function field(reply: Reply, name: string): unknown {
  return (reply.json as Readonly<Record<string, unknown>>)[name];
}

export function form(sessionId: unknown, name: string, content = 'x'): FormData {
  const made = new FormData();
  made.set('sessionId', String(sessionId));
  made.set('file', new Blob([content]), name);
  return made;
}

/** Uploads a file and gives its key. */
export async function uploaded(client: Client, name: string): Promise<unknown> {
  const session = field(await client('POST /seller/createUploadSessionId'), 'sessionId');
  return field(await client('POST /galaxyapi/fileUpload', form(session, name)), 'fileKey');
}

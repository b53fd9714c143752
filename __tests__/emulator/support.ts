import { afterEach } from '@jest/globals';
import { sign } from 'node:crypto';
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { DEFAULT_APP, startEmulator } from '../../emulator/emulator.ts';
import type { Emulator, EmulatorOptions, ServiceAccount } from '../../emulator/emulator.ts';
import { generateRsaKey } from '../../emulator/rsa-key.ts';

export const ID = DEFAULT_APP.contentId;
export const ACCOUNT_ID = 'account-1';
export const OTHER_ID = 'account-2';
export const { privateKey, publicKey } = generateRsaKey();
export const otherKeys = generateRsaKey();

const ACCOUNTS: readonly ServiceAccount[] = [
  { id: ACCOUNT_ID, publicKey, scopes: ['publishing', 'gss'] },
  { id: OTHER_ID, publicKey: otherKeys.publicKey, scopes: ['publishing'] },
];
const running: Emulator[] = [];

afterEach(async () => {
  for (const emulator of running.splice(0)) await emulator.stop();
});

/** An emulator for one test, which stops after it. */
export async function started(options: Partial<EmulatorOptions> = {}): Promise<Emulator> {
  const emulator = await startEmulator({ accounts: ACCOUNTS, ...options });
  running.push(emulator);
  return emulator;
}

export type Headers = Readonly<Record<string, string>>;

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: unknown;
}

/**
 * One HTTP request on a connection of its own; rejects as Node does when the answer does not come whole.
 *
 * @param target - `METHOD /path`
 */
export async function send(
  { url }: Emulator,
  target: string,
  headers: Headers = {},
  body?: string | Buffer,
): Promise<Reply> {
  const [method = '', path = ''] = target.split(' ');
  return await new Promise<Reply>((resolve, reject) => {
    const outgoing = request(`${url}${path}`, { method, headers, agent: false });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          json: /^[[{].*[\]}] *$/.test(text) ? (JSON.parse(text) as unknown) : undefined,
        });
      });
    });
    outgoing.end(body);
  });
}

/** A JWT as Samsung documents it, with other claims, another header or key. */
export function jwtOf(claims: object = {}, header: object = {}, key = privateKey): string {
  const now = Math.floor(Date.now() / 1000);
  const all = { iss: ACCOUNT_ID, scopes: ['publishing'], iat: now, exp: now + 300, ...claims };
  const body = `${encoded({ alg: 'RS256', typ: 'JWT', ...header })}.${encoded(all)}`;
  return `${body}.${sign('sha256', Buffer.from(body), key).toString('base64url')}`;
}

export function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

export async function create(emulator: Emulator, jwt: string = jwtOf()): Promise<Reply> {
  return await send(emulator, 'POST /auth/accessToken', { authorization: `Bearer ${jwt}` });
}

/** A new token. */
export async function tokenOf(emulator: Emulator, scope = 'publishing'): Promise<string> {
  await create(emulator, jwtOf({ scopes: [scope] }));
  return emulator.liveTokens().at(-1) ?? 'no token was created';
}

export function bothHeaders(token: string, id = ACCOUNT_ID): Record<string, string> {
  return { authorization: `Bearer ${token}`, 'service-account-id': id };
}

export async function check(emulator: Emulator, token: string, id?: string): Promise<Reply> {
  return await send(emulator, 'GET /auth/checkAccessToken', bothHeaders(token, id));
}

export async function revoke(emulator: Emulator, token: string, id?: string): Promise<Reply> {
  return await send(emulator, 'DELETE /auth/revokeAccessToken', bothHeaders(token, id));
}

/** The code of the error that a request ended with. */
export async function codeOf(outcome: Promise<unknown>): Promise<string> {
  return await outcome.then(
    () => 'no error',
    (error: unknown) => (error as { readonly code?: string }).code ?? 'no code',
  );
}

/** A client of the API that holds a token: sends JSON, a form, or a string as it is. */
export type Client = (target: string, body?: object | string, headers?: Headers) => Promise<Reply>;

/** An emulator, and a client of it with a token for that scope. */
export async function clientOf(
  options: Partial<EmulatorOptions> = {},
  scope = 'publishing',
): Promise<{ readonly client: Client; readonly emulator: Emulator }> {
  const emulator = await started(options);
  const token = await tokenOf(emulator, scope);
  const client: Client = async (target, body, headers) => {
    const form = body instanceof FormData ? new Response(body) : undefined;
    const type = form?.headers.get('content-type') ?? 'application/json; charset=utf-8';
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const bytes = form === undefined ? text : Buffer.from(await form.arrayBuffer());
    const all = { 'content-type': type, ...bothHeaders(token), ...headers };
    return await send(emulator, target, all, bytes);
  };
  return { client, emulator };
}

import { afterEach } from '@jest/globals';
import { sign } from 'node:crypto';
import { once } from 'node:events';
import { request as plainRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { text as textOf } from 'node:stream/consumers';
import {
  DEFAULT_CONTENT_ID,
  startEmulator,
  type Emulator,
  type EmulatorOptions,
  type ServiceAccount,
} from '../../emulator/emulator.ts';
import { generateRsaKey } from '../../emulator/rsa-key.ts';

export const ID = DEFAULT_CONTENT_ID;
export const ACCOUNT_ID = 'account-1';
export const OTHER_ID = 'account-2';
export const { privateKey, publicKey } = generateRsaKey();
export const otherKeys = generateRsaKey();

export const ACCOUNTS: readonly ServiceAccount[] = [
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
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: unknown;
}

/** Where requests go to. */
type Server = Pick<Emulator, 'url'>;

/** One HTTP request, and how it is sent. */
interface Sending {
  readonly headers?: Headers;
  readonly body?: string | Buffer | undefined;
  /** PEM of the authority that a client trusts, and the name that it expects in the certificate. */
  readonly tls?: { readonly ca: string; readonly servername: string };
}

/**
 * One HTTP request on a connection of its own; rejects as Node does when the answer does not come whole.
 *
 * @param target - `METHOD /path`
 */
export async function send(
  { url }: Server,
  target: string,
  { headers = {}, body, tls }: Sending = {},
): Promise<Reply> {
  const [method = '', path = ''] = target.split(' ');
  const options = { method, headers, agent: false as const, ...tls };
  const outgoing = (tls ? tlsRequest : plainRequest)(`${url}${path}`, options);
  const answered = once(outgoing.end(body), 'response') as Promise<[IncomingMessage]>;
  // What goes wrong later ends the answer as well.
  outgoing.on('error', () => undefined);
  const [response] = await answered;
  const text = await textOf(response);
  const json = /^[[{].*[\]}] *$/.test(text) ? (JSON.parse(text) as unknown) : undefined;
  return { status: response.statusCode, headers: response.headers, text, json };
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

export async function create(
  emulator: Server,
  jwt: string = jwtOf(),
  more: Sending = {},
): Promise<Reply> {
  const headers = { authorization: `Bearer ${jwt}` };
  return await send(emulator, 'POST /auth/accessToken', { headers, ...more });
}

/** A new token. */
export async function tokenOf(
  emulator: Emulator,
  scopes: readonly string[] = ['publishing'],
  more?: Sending,
): Promise<string> {
  await create(emulator, jwtOf({ scopes }), more);
  return emulator.liveTokens().at(-1) ?? 'no token was created';
}

export function bothHeaders(token: string, id = ACCOUNT_ID): Record<string, string> {
  return { authorization: `Bearer ${token}`, 'service-account-id': id };
}

/** A call that a token makes about itself. */
const ofToken =
  (target: string) =>
  async (emulator: Server, token: string, id?: string): Promise<Reply> =>
    await send(emulator, target, { headers: bothHeaders(token, id) });
export const check = ofToken('GET /auth/checkAccessToken');
export const revoke = ofToken('DELETE /auth/revokeAccessToken');

/** A client of the API that holds a token: sends JSON, a form, or a string as it is. */
export type Client = (target: string, body?: object | string, headers?: Headers) => Promise<Reply>;

/** An emulator, a token for that scope, and a client that has it. */
export async function clientOf(
  options: Partial<EmulatorOptions> = {},
  scope = 'publishing',
): Promise<{ readonly client: Client; readonly emulator: Emulator; readonly token: string }> {
  const emulator = await started(options);
  const token = await tokenOf(emulator, [scope]);
  const client: Client = async (target, body, headers) => {
    const form = body instanceof FormData ? new Response(body) : undefined;
    const type = form?.headers.get('content-type') ?? 'application/json; charset=utf-8';
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const bytes = form === undefined ? text : Buffer.from(await form.arrayBuffer());
    const all = { 'content-type': type, ...bothHeaders(token), ...headers };
    return await send(emulator, target, { headers: all, body: bytes });
  };
  return { client, emulator, token };
}

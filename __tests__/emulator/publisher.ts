import { DEFAULT_APP } from '../../emulator/emulator.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { bothHeaders, send, tokenOf, withEmulator } from './support.ts';
import type { Reply, Sent } from './support.ts';

export const ID = DEFAULT_APP.contentId;

/** What contentUpdate needs at least. */
export const DRAFT = {
  contentId: ID,
  defaultLanguageCode: 'ENG',
  paid: 'N',
  publicationType: '01',
} as const;

/** A client of the content API with a token of its own. */
export class Publisher {
  readonly #emulator: Emulator;
  readonly #token: string;

  constructor(emulator: Emulator, token: string) {
    this.#emulator = emulator;
    this.#token = token;
  }

  static async of(emulator: Emulator): Promise<Publisher> {
    return new Publisher(emulator, await tokenOf(emulator, ['publishing']));
  }

  async send(sent: Sent): Promise<Reply> {
    const headers = { ...bothHeaders(this.#token), ...sent.headers };
    return await send(this.#emulator, { ...sent, headers });
  }

  async get(path: string): Promise<Reply> {
    return await this.send({ path });
  }

  async post(path: string, body: object): Promise<Reply> {
    return await this.#json('POST', path, body);
  }

  async put(path: string, body: object): Promise<Reply> {
    return await this.#json('PUT', path, body);
  }

  async info(): Promise<unknown> {
    return (await this.get(`/seller/contentInfo?contentId=${ID}`)).json;
  }

  async session(): Promise<string> {
    const path = '/seller/createUploadSessionId';
    return field(await this.send({ method: 'POST', path }), 'sessionId');
  }

  /** Uploads a file, or a form without one. */
  async upload(sessionId: string, name: string | undefined, content = 'x'): Promise<Reply> {
    const form = new FormData();
    form.set('sessionId', sessionId);
    if (name !== undefined) {
      form.set('file', new Blob([content]), name);
    }
    const encoded = new Response(form);
    const body = Buffer.from(await encoded.arrayBuffer());
    const headers = { 'content-type': encoded.headers.get('content-type') ?? '' };
    return await this.send({ method: 'POST', path: '/galaxyapi/fileUpload', headers, body });
  }

  /** Uploads a file and gives its key. */
  async uploaded(name: string): Promise<string> {
    return field(await this.upload(await this.session(), name), 'fileKey');
  }

  async #json(method: string, path: string, body: object): Promise<Reply> {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    return await this.send({ method, path, headers, body: JSON.stringify(body) });
  }
}

/** Runs a test with an emulator and a publisher of its default app. */
export async function publishing(
  run: (publisher: Publisher, emulator: Emulator) => Promise<void>,
): Promise<void> {
  await withEmulator({}, async (emulator) => {
    await run(await Publisher.of(emulator), emulator);
  });
}

function field(reply: Reply, name: string): string {
  const value = (reply.json as Record<string, unknown>)[name];
  if (typeof value !== 'string') {
    throw new Error(`No ${name} in ${reply.text}`);
  }
  return value;
}

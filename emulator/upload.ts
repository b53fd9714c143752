import { randomUUID } from 'node:crypto';
import { Busboy } from '@fastify/busboy';
import type { AppStore } from './apps.ts';
import type { Backend, Routes } from './backend.ts';
import { contentHandler } from './content.ts';
import type { ContentCall } from './content.ts';
import { ContentError } from './content-errors.ts';
import { jsonAnswer } from './http.ts';
import type { Answer, Call } from './http.ts';

const SESSION_LIFE_MS = 24 * 60 * 60 * 1000;

/** Upload sessions, uploaded files, and every file name ever used. */
export class Uploads {
  readonly #sessions = new Map<string, number>();
  readonly #names = new Map<string, string>();
  readonly #used: Set<string>;
  readonly #now: () => number;

  constructor(apps: AppStore, accountIds: readonly string[], now: () => number) {
    this.#now = now;
    const known = accountIds.flatMap((id) => apps.of(id)).flatMap(({ live }) => live.binaries);
    this.#used = new Set(known.map(({ fileName }) => fileName));
  }

  openSession(): string {
    const id = randomUUID();
    this.#sessions.set(id, this.#now() + SESSION_LIFE_MS);
    return id;
  }

  isOpen(session: string | undefined): boolean {
    return session !== undefined && (this.#sessions.get(session) ?? 0) > this.#now();
  }

  isUsed(fileName: string): boolean {
    return this.#used.has(fileName);
  }

  /** Takes a file in and gives its key. */
  add(fileName: string): string {
    const key = randomUUID();
    this.#used.add(fileName);
    this.#names.set(key, fileName);
    return key;
  }

  nameOf(key: string): string | undefined {
    return this.#names.get(key);
  }
}

/** create-file-upload-session-id.html and file-upload.html. */
export function uploadRoutes(backend: Backend, apps: AppStore, uploads: Uploads): Routes {
  return {
    'POST /seller/createUploadSessionId': contentHandler(backend, apps, () => {
      const url = backend.options.uploadUrl ?? `${backend.url()}/galaxyapi/fileUpload`;
      return jsonAnswer(200, { url, sessionId: uploads.openSession() });
    }),
    'POST /galaxyapi/fileUpload': contentHandler(backend, apps, (content) =>
      fileUpload(content, uploads),
    ),
  };
}

async function fileUpload({ call, log, account }: ContentCall, uploads: Uploads): Promise<Answer> {
  const form = await parseForm(call);
  if (!uploads.isOpen(form.sessionId)) {
    throw new ContentError('7002');
  }
  if (form.file === undefined) {
    throw new ContentError('7001');
  }
  const { name: fileName, bytes } = form.file;
  const fileSize = String(bytes);
  if (uploads.isUsed(fileName)) {
    const errorMsg = `A file of the name ${fileName} was uploaded before`;
    log({ kind: 'refused', status: 200, detail: `1000 ${errorMsg}`, account });
    return jsonAnswer(200, { fileKey: null, fileName, fileSize, errorCode: '1000', errorMsg });
  }
  const fileKey = uploads.add(fileName);
  log({ kind: 'uploaded', detail: `${fileName}, ${bytes} bytes`, account });
  return jsonAnswer(200, { fileKey, fileName, fileSize, errorCode: null, errorMsg: null });
}

interface Form {
  readonly sessionId?: string;
  readonly file?: { readonly name: string; readonly bytes: number };
}

/** The two fields of the multipart form; what is no such form has neither. */
async function parseForm(call: Call): Promise<Form> {
  const contentType = call.headers['content-type'] ?? '';
  if (!/^multipart\/form-data\b/i.test(contentType)) {
    throw new ContentError('1000', 'Content-Type must be multipart/form-data');
  }
  return await new Promise<Form>((resolve, reject) => {
    let form: Form = {};
    const parser = new Busboy({ headers: { ...call.headers, 'content-type': contentType } });
    parser.on('field', (name, value) => {
      form = name === 'sessionId' ? { ...form, sessionId: value } : form;
    });
    parser.on('file', (name, stream, fileName) => {
      let bytes = 0;
      stream.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      stream.on('end', () => {
        form = name === 'file' ? { ...form, file: { name: fileName, bytes } } : form;
      });
    });
    parser.on('finish', () => {
      resolve(form);
    });
    parser.on('error', () => {
      reject(new ContentError('1000', 'the form is damaged'));
    });
    parser.end(call.body);
  });
}

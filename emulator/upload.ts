import { randomUUID } from 'node:crypto';
import type { AppStore } from './apps.ts';
import type { Backend, Routes } from './backend.ts';
import { contentHandler } from './content.ts';
import type { ContentCall } from './content.ts';
import { ContentError } from './content-errors.ts';
import { jsonAnswer } from './http.ts';
import type { Answer, Call } from './http.ts';

const SESSION_LIFE_MS = 24 * 60 * 60 * 1000;

/** Upload sessions, uploaded files, and the name of every file that became a binary. */
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

  isOpen(session: string): boolean {
    return (this.#sessions.get(session) ?? 0) > this.#now();
  }

  /** Takes a file in and gives its key. */
  add(fileName: string): string {
    const key = randomUUID();
    this.#names.set(key, fileName);
    return key;
  }

  nameOf(key: string): string | undefined {
    return this.#names.get(key);
  }

  /** Marks a name as used by a binary. False when it was used before. */
  use(fileName: string): boolean {
    const isNew = !this.#used.has(fileName);
    this.#used.add(fileName);
    return isNew;
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
  const sessionId = form.get('sessionId');
  const file = form.get('file');
  if (typeof sessionId !== 'string' || !uploads.isOpen(sessionId)) {
    throw new ContentError('7002');
  }
  if (file === null || typeof file === 'string') {
    throw new ContentError('7001');
  }
  const { name: fileName, size } = file;
  const fileKey = uploads.add(fileName);
  log({ kind: 'uploaded', detail: `${fileName}, ${size} bytes`, account });
  const fileSize = String(size);
  return jsonAnswer(200, { fileKey, fileName, fileSize, errorCode: null, errorMsg: null });
}

/** The platform's own parser. It keeps a form in memory, which is no matter for bodies that the emulator bounds. */
interface FormReader {
  formData(): Promise<FormData>;
}

/** The form, under any multipart type. The parser knows `multipart/form-data` alone. */
async function parseForm({ body, headers }: Call): Promise<FormData> {
  const type = headers['content-type'] ?? '';
  const asForm = type.replace(/^multipart\/[^\s;]+/i, 'multipart/form-data');
  try {
    const reader: FormReader = new Response(body, { headers: { 'Content-Type': asForm } });
    return await reader.formData();
  } catch {
    throw new ContentError('1000', 'the body must be a multipart form');
  }
}

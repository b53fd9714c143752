import { randomUUID } from 'node:crypto';
import { FIRST_FILE } from './apps.ts';
import type { Routes } from './backend.ts';
import { contentHandler, type ContentCall } from './content-call.ts';
import { ContentError } from './content-errors.ts';
import type { Call, JsonValue } from './http.ts';

const API_HOST = 'devapi.samsungapps.com';
const UPLOAD_HOST = 'seller.samsungapps.com';
const UPLOAD_PATH = '/galaxyapi/fileUpload';

/** Files go to another host than everything else. Behind a proxy the Host header tells them apart. */
export function isOnItsHost({ headers, path }: Call): boolean {
  const host = headers.host?.replace(/:443$/, '');
  return path === UPLOAD_PATH ? host !== API_HOST : host !== UPLOAD_HOST;
}

/** What is kept of uploads. */
export class Uploads {
  /** The sessions, which end with the emulator. */
  readonly sessions = new Set<string>();
  /** The names of the files, by the key that each got. */
  readonly names = new Map<string, string>();
  /** The name of every file that became a binary. */
  readonly used = new Set([FIRST_FILE]);
}

function createUploadSessionId({ backend, call: { headers } }: ContentCall): JsonValue {
  const own = `${backend.options.tls ? 'https' : 'http'}://${headers.host ?? ''}`;
  const base = headers.host === API_HOST ? `https://${UPLOAD_HOST}` : own;
  const sessionId = randomUUID();
  backend.uploads.sessions.add(sessionId);
  return { url: `${base}${UPLOAD_PATH}`, sessionId };
}

async function fileUpload({ call, backend: { uploads }, note }: ContentCall): Promise<JsonValue> {
  const form = await parseForm(call);
  const sessionId = form.get('sessionId');
  const file = form.get('file');
  const isOpen = typeof sessionId === 'string' && uploads.sessions.has(sessionId);
  if (!isOpen) throw new ContentError('7002');
  if (file === null || typeof file === 'string') throw new ContentError('7001');
  const { name: fileName, size } = file;
  note('uploaded', `${fileName}, ${size} bytes`);
  const fileKey = randomUUID();
  uploads.names.set(fileKey, fileName);
  return { fileKey, fileName, fileSize: String(size), errorCode: null, errorMsg: null };
}

/** The platform's own parser. It keeps a form in memory, which is no matter for files of tests. */
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

/** create-file-upload-session-id.html and file-upload.html. */
export const UPLOAD_ROUTES: Routes = {
  'POST /seller/createUploadSessionId': contentHandler('publishing', createUploadSessionId),
  [`POST ${UPLOAD_PATH}`]: contentHandler('publishing', fileUpload),
};

import type { App, AppStore, Binary, Variant } from './apps.ts';
import type { Backend, Handler, Routes } from './backend.ts';
import { contentHandler } from './content.ts';
import type { ContentCall, ContentHandler } from './content.ts';
import { ContentError } from './content-errors.ts';
import { jsonFields, oneOf, required } from './fields.ts';
import type { Fields } from './fields.ts';
import { jsonAnswer } from './http.ts';
import type { Answer, JsonValue } from './http.ts';
import type { Uploads } from './upload.ts';

const GMS = ['Y', 'N'] as const;

/** The shape of every success of the v2 calls (add-new-binary.html). */
export function resultOk(data: JsonValue): Answer {
  return jsonAnswer(200, { resultCode: '0000', resultMessage: 'Ok', data });
}

/** add-new-binary.html, delete-binary.html. */
export function binaryRoutes(backend: Backend, apps: AppStore, uploads: Uploads): Routes {
  const route = (handler: ContentHandler): Handler => contentHandler(backend, apps, handler);
  return {
    'POST /seller/v2/content/binary': route((content) => addBinary(content, uploads)),
    'DELETE /seller/v2/content/binary': route(deleteBinary),
  };
}

function addBinary(content: ContentCall, uploads: Uploads): Answer {
  const fields = jsonFields(content.call);
  const { app, draft } = openDraft(content, fields);
  const gms = oneOf(fields, 'gms', GMS);
  const filekey = required(fields, 'filekey');
  const fileName = uploads.nameOf(filekey);
  if (fileName === undefined) {
    throw new ContentError('1000', 'filekey is unknown');
  }
  if (!uploads.use(fileName)) {
    throw new ContentError('5021');
  }
  const all = [...app.live.binaries, ...draft.binaries];
  const binarySeq = next(all.map((binary) => binary.binarySeq));
  const versionCode = next(all.map((binary) => binary.versionCode));
  const added: Binary = { binarySeq, fileName, versionCode, gms, filekey };
  save(content, app, { ...draft, binaries: [...draft.binaries, added] }, `added ${fileName}`);
  return resultOk({ binarySeq });
}

const deleteBinary: ContentHandler = (content) => {
  const fields = Object.fromEntries(content.call.query);
  const { app, draft } = openDraft(content, fields);
  const old = find(draft, required(fields, 'binarySeq'));
  const binaries = draft.binaries.filter((binary) => binary !== old);
  save(content, app, { ...draft, binaries }, `deleted binary ${old.binarySeq}`);
  return resultOk({});
};

/** @throws ContentError 3201 when the app has no update that is open for changes */
function openDraft(
  content: ContentCall,
  fields: Fields,
): { readonly app: App; readonly draft: Variant } {
  const app = content.apps.get(required(fields, 'contentId'), content.account);
  const { draft } = app;
  if (draft?.status !== 'UPDATING') {
    throw new ContentError('3201');
  }
  return { app, draft };
}

function save(content: ContentCall, app: App, draft: Variant, detail: string): void {
  content.apps.putDraft(app, draft);
  content.log({ kind: 'updated', detail: `${app.contentId}: ${detail}`, account: content.account });
}

function find(variant: Variant, binarySeq: string): Binary {
  const binary = variant.binaries.find((candidate) => candidate.binarySeq === binarySeq);
  if (binary === undefined) {
    throw new ContentError('1000', `there is no binary ${binarySeq}`);
  }
  return binary;
}

function next(numbers: readonly string[]): string {
  return String(Math.max(0, ...numbers.map(Number)) + 1);
}

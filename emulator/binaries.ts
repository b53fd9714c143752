import type { App, AppStore, Binary, Variant } from './apps.ts';
import type { Backend, Routes } from './backend.ts';
import { appHandler } from './content.ts';
import type { AppCall, AppHandler } from './content.ts';
import { ContentError } from './content-errors.ts';
import { oneOf, required } from './fields.ts';
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
  const add: AppHandler = (content) => addBinary(content, uploads);
  return {
    'POST /seller/v2/content/binary': appHandler(backend, apps, add),
    'DELETE /seller/v2/content/binary': appHandler(backend, apps, deleteBinary),
  };
}

function addBinary({ app, apps, fields, note }: AppCall, uploads: Uploads): Answer {
  const draft = openDraft(app);
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
  apps.putDraft(app, { ...draft, binaries: [...draft.binaries, added] });
  note('updated', `added ${fileName}`);
  return resultOk({ binarySeq });
}

const deleteBinary: AppHandler = ({ app, apps, fields, note }) => {
  const draft = openDraft(app);
  const binarySeq = required(fields, 'binarySeq');
  const binaries = draft.binaries.filter((binary) => binary.binarySeq !== binarySeq);
  if (binaries.length === draft.binaries.length) {
    throw new ContentError('1000', `there is no binary ${binarySeq}`);
  }
  apps.putDraft(app, { ...draft, binaries });
  note('updated', `deleted binary ${binarySeq}`);
  return resultOk({});
};

/** @throws ContentError 3201 when the app has no update that is open for changes */
function openDraft({ draft }: App): Variant {
  if (draft?.status !== 'UPDATING') {
    throw new ContentError('3201');
  }
  return draft;
}

function next(numbers: readonly string[]): string {
  return String(Math.max(0, ...numbers.map(Number)) + 1);
}

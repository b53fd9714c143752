import { openDraft } from './apps.ts';
import type { Routes } from './backend.ts';
import { appHandler, resultOk, type AppCall } from './content-call.ts';
import { ContentError } from './content-errors.ts';
import { oneOf, required } from './fields.ts';
import type { JsonValue } from './http.ts';

function addBinary({ app, backend, fields, note }: AppCall): JsonValue {
  const { names, used } = backend.uploads;
  const draft = openDraft(app, '3201');
  const gms = oneOf(fields, 'gms', ['Y', 'N']);
  const filekey = required(fields, 'filekey');
  const fileName = names.get(filekey);
  if (fileName === undefined) throw new ContentError('1000', 'filekey is unknown');
  if (used.has(fileName)) throw new ContentError('5021');
  used.add(fileName);
  const all = [...app.live.binaries, ...draft.binaries];
  const binarySeq = next(all.map((binary) => binary.binarySeq));
  const versionCode = next(all.map((binary) => binary.versionCode));
  const added = { binarySeq, fileName, versionCode, gms, filekey };
  app.draft = { ...draft, binaries: [...draft.binaries, added] };
  note('updated', `added ${fileName}`);
  return resultOk({ binarySeq });
}

function deleteBinary({ app, fields, note }: AppCall): JsonValue {
  const draft = openDraft(app, '3201');
  const binarySeq = required(fields, 'binarySeq');
  const binaries = draft.binaries.filter((binary) => binary.binarySeq !== binarySeq);
  if (binaries.length === draft.binaries.length) {
    throw new ContentError('1000', `there is no binary ${binarySeq}`);
  }
  app.draft = { ...draft, binaries };
  note('updated', `deleted binary ${binarySeq}`);
  return resultOk({});
}

function next(numbers: readonly string[]): string {
  return String(Math.max(0, ...numbers.map(Number)) + 1);
}

/** add-new-binary.html, delete-binary.html. */
export const BINARY_ROUTES: Routes = {
  'POST /seller/v2/content/binary': appHandler(addBinary),
  'DELETE /seller/v2/content/binary': appHandler(deleteBinary),
};

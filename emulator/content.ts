import { release, type App, type ContentStatus, type Variant } from './apps.ts';
import type { Routes } from './backend.ts';
import { appHandler, contentHandler, type AppCall } from './content-call.ts';
import { ContentError } from './content-errors.ts';
import { oneOf, required, type Fields } from './fields.ts';
import type { JsonValue } from './http.ts';

/** An app is listed once for each of its entries, the update first; contentInfo has them the other way round. */
function contentList(apps: readonly App[]): JsonValue {
  return apps.flatMap((app) =>
    variantsOf(app)
      .toReversed()
      .map(({ status, metadata }) => ({
        contentName: metadata['appTitle'] ?? null,
        contentId: app.contentId,
        contentStatus: status,
        standardPrice: '0',
        paid: metadata['paid'] ?? null,
        modifyDate: '2026-01-02 03:04:05.0',
      })),
  );
}

function contentInfo({ app }: AppCall): JsonValue {
  return variantsOf(app).map(({ status, metadata, binaries }) => ({
    ...metadata,
    contentId: app.contentId,
    contentStatus: status,
    applicationType: 'android',
    standardPrice: '0',
    binaryList: binaries.map((binary) => ({
      ...binary,
      versionName: binary.versionCode,
      packageName: 'com.example.app',
      nativePlatforms: null,
      apiminSdkVersion: '26',
      apimaxSdkVersion: null,
      iapSdk: 'N',
    })),
  }));
}

function variantsOf({ live, draft }: App): readonly Variant[] {
  return draft === undefined ? [live] : [live, draft];
}

/** Fields that null leaves as they are, where for the others null is a value (modify-app-data.html). */
const KEPT_BY_NULL = ['screenshots', 'addLanguage', 'sellCountryList'];
/** What a client may send back unchanged from contentInfo, but not change here. */
const NOT_METADATA = ['contentId', 'contentStatus', 'binaryList'];

/** Opens an update where there is none, and changes it. */
function contentUpdate({ app, fields, note, backend }: AppCall): JsonValue {
  if ((fields['binaryList'] ?? null) !== null) throw new ContentError('8014');
  const needed = ['defaultLanguageCode', 'paid', 'publicationType'];
  if (backend.options.strict === true) needed.forEach((name) => required(fields, name));
  const { live, draft } = app;
  if (draft === undefined && live.rollout.binaries.length > 0) {
    throw new ContentError('4105', 'end the staged rollout of the version on sale first');
  }
  const base = draft ?? { ...live, status: 'UPDATING' };
  if (base.status !== 'UPDATING') {
    throw new ContentError('4105', `its update is ${base.status}`);
  }
  const metadata = { ...base.metadata, ...changes(fields) };
  if (oneOf(metadata, 'publicationType', ['01', '02', '03']) === '02') {
    required(metadata, 'startPublicationDate');
  }
  app.draft = { ...base, metadata };
  note('updated', 'draft');
  // Here, and here alone, an update that contentInfo calls UPDATING is REGISTERING.
  const result = { contentId: app.contentId, contentStatus: 'REGISTERING', httpStatus: 'OK' };
  return { ...result, errorCode: null, errorMsg: null };
}

function changes(fields: Fields): Fields {
  const entries = Object.entries(fields).filter(([name, value]) => {
    // The documentation writes null with quotes around it in places, and public code sends that too.
    const keeps = KEPT_BY_NULL.includes(name) && (value === null || value === 'null');
    return !NOT_METADATA.includes(name) && !keeps;
  });
  return Object.fromEntries(entries);
}

function contentSubmit({ app, note }: AppCall): undefined {
  if (app.draft?.status !== 'UPDATING' || app.draft.binaries.length === 0) {
    throw new ContentError('4105', 'there is no update with a binary to submit');
  }
  app.draft = { ...app.draft, status: 'READY_FOR_REVIEW' };
  note('submitted', `with ${app.draft.binaries.map(({ fileName }) => fileName).join(', ')}`);
}

/** What becomes of which status: an update goes on sale, or the app goes off it (change-app-status.html). */
function contentStatusUpdate({ app, fields, note }: AppCall): undefined {
  const target = oneOf(fields, 'contentStatus', ['FOR_SALE', 'SUSPENDED']);
  const { live, draft } = app;
  const waiting: readonly (ContentStatus | undefined)[] = ['READY_FOR_CHANGE', 'READY_FOR_SALE'];
  if (target === 'SUSPENDED' && live.status === 'FOR_SALE') {
    app.live = { ...live, status: target };
  } else if (target === 'FOR_SALE' && draft && waiting.includes(draft.status)) {
    release(app, draft);
  } else {
    throw new ContentError('4105', `nothing of it can become ${target}`);
  }
  note('updated', target);
}

/** The calls of content-publish-api that see and change an app as a whole. */
export const CONTENT_ROUTES: Routes = {
  'GET /seller/contentList': contentHandler('publishing', ({ backend }) =>
    contentList([...backend.apps.values()]),
  ),
  'GET /seller/contentInfo': appHandler(contentInfo),
  'POST /seller/contentUpdate': appHandler(contentUpdate),
  'POST /seller/contentSubmit': appHandler(contentSubmit),
  'POST /seller/contentStatusUpdate': appHandler(contentStatusUpdate),
};

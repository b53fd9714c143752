import { authorise } from './access.ts';
import { draftOf } from './apps.ts';
import type { App, AppStore, Binary, ContentStatus, Variant } from './apps.ts';
import type { Backend, Handler, Log, Routes } from './backend.ts';
import { ContentError, answering } from './content-errors.ts';
import { jsonFields, oneOf, required } from './fields.ts';
import type { EventKind } from './events.ts';
import type { Fields } from './fields.ts';
import { emptyAnswer, jsonAnswer } from './http.ts';
import type { Answer, Call, JsonValue } from './http.ts';

/** What a handler of the content API works on. */
export interface ContentCall {
  readonly call: Call;
  readonly log: Log;
  readonly account: string;
  readonly apps: AppStore;
}

export type ContentHandler = (content: ContentCall) => Answer | Promise<Answer>;

/** A call about one app: its fields come from the query where there is no body. */
export interface AppCall {
  readonly app: App;
  readonly apps: AppStore;
  readonly fields: Fields;
  /** Logs what happened to the app. */
  readonly note: (kind: EventKind, detail: string) => void;
}

export type AppHandler = (content: AppCall) => Answer;

/** Publishing scope, both headers, and the error shape of the content API around a handler. */
export function contentHandler(backend: Backend, apps: AppStore, handler: ContentHandler): Handler {
  return async (call, log) => {
    const access = authorise(backend, call, log, 'publishing');
    if ('refusal' in access) {
      return access.refusal;
    }
    const account = access.account.id;
    const { errorShape = 'wrapped' } = backend.options;
    const run = (): Answer | Promise<Answer> => handler({ call, log, account, apps });
    return await answering(log, account, call.path, errorShape, run);
  };
}

/** The same for a call that names an app. */
export function appHandler(backend: Backend, apps: AppStore, handler: AppHandler): Handler {
  return contentHandler(backend, apps, ({ call, log, account }) => {
    const inQuery = call.method === 'GET' || call.method === 'DELETE';
    const fields = inQuery ? Object.fromEntries(call.query) : jsonFields(call);
    const app = apps.get(required(fields, 'contentId'), account);
    const note = (kind: EventKind, detail: string): void => {
      log({ kind, detail: `${app.contentId}: ${detail}`, account });
    };
    return handler({ app, apps, fields, note });
  });
}

/** The calls of content-publish-api that see and change an app as a whole. */
export function contentRoutes(backend: Backend, apps: AppStore): Routes {
  const route = (handler: AppHandler): Handler => appHandler(backend, apps, handler);
  const isStrict = backend.options.contentUpdate === 'strict';
  return {
    'GET /seller/contentList': contentHandler(backend, apps, contentList),
    'GET /seller/contentInfo': route(contentInfo),
    'POST /seller/contentUpdate': route((content) => contentUpdate(content, isStrict)),
    'POST /seller/contentSubmit': route(contentSubmit),
    'POST /seller/contentStatusUpdate': route(contentStatusUpdate),
  };
}

/** An app is listed once for each of its entries, the update first; contentInfo has them the other way round. */
const contentList: ContentHandler = ({ apps, account }) =>
  jsonAnswer(
    200,
    apps.of(account).flatMap((app) =>
      variantsOf(app)
        .toReversed()
        .map(({ status, metadata }) => ({
          contentName: String(metadata['appTitle']),
          contentId: app.contentId,
          contentStatus: status,
          standardPrice: '0',
          paid: String(metadata['paid']),
          modifyDate: `${new Date(app.modifiedAt).toISOString().slice(0, 19).replace('T', ' ')}.0`,
        })),
    ),
  );

const contentInfo: AppHandler = ({ app }) =>
  jsonAnswer(
    200,
    variantsOf(app).map((variant) => describeVariant(app, variant)),
  );

function variantsOf({ live, draft }: App): readonly Variant[] {
  return draft === undefined ? [live] : [live, draft];
}

/** Fields that null leaves as they are, where for the others null is a value (modify-app-data.html). */
const KEPT_BY_NULL = ['screenshots', 'addLanguage', 'sellCountryList'];
/** What a client may send back unchanged from contentInfo, but not change here. */
const NOT_METADATA = ['contentId', 'contentStatus', 'packageName', 'binaryList'];

/** @param isStrict - asks for everything that its reference calls required */
function contentUpdate({ app, apps, fields, note }: AppCall, isStrict: boolean): Answer {
  if (fields['binaryList'] !== undefined && fields['binaryList'] !== null) {
    throw new ContentError('8014');
  }
  if (isStrict) {
    for (const name of ['defaultLanguageCode', 'paid', 'publicationType']) required(fields, name);
  }
  const base = app.draft ?? draftOf(app.live);
  if (base.status !== 'UPDATING') {
    throw new ContentError('4105', `its update is ${base.status}`);
  }
  if (app.draft === undefined && app.live.rollout.binaries.length > 0) {
    throw new ContentError('4105', 'end the staged rollout of the version on sale first');
  }
  const metadata = { ...base.metadata, ...changes(fields) };
  oneOf(metadata, 'publicationType', ['01', '02', '03']);
  if (metadata['publicationType'] === '02') {
    required(metadata, 'startPublicationDate');
  }
  apps.putDraft(app, { ...base, metadata });
  note('updated', 'draft');
  return jsonAnswer(200, {
    contentId: app.contentId,
    // Here, and here alone, an update that contentInfo calls UPDATING has this name.
    contentStatus: 'REGISTERING',
    httpStatus: 'OK',
    errorCode: null,
    errorMsg: null,
  });
}

function changes(fields: Fields): Fields {
  const entries = Object.entries(fields).filter(([name, value]) => {
    // The documentation writes null with quotes around it in places, and public code sends that too.
    const keeps = KEPT_BY_NULL.includes(name) && (value === null || value === 'null');
    return !NOT_METADATA.includes(name) && !keeps;
  });
  return Object.fromEntries(entries);
}

const contentSubmit: AppHandler = ({ app, apps, note }) => {
  if (app.draft?.status !== 'UPDATING') {
    throw new ContentError('4105', 'there is no update to submit');
  }
  if (app.draft.binaries.length === 0) {
    throw new ContentError('4105', 'the update has no binary');
  }
  apps.putDraft(app, { ...app.draft, status: 'READY_FOR_REVIEW' });
  const binaries = app.draft.binaries.map(({ fileName }) => fileName).join(', ');
  note('submitted', `with ${binaries}`);
  return emptyAnswer(204);
};

/** Which status may become which (change-app-status.html). */
const CHANGES = {
  FOR_SALE: ['READY_FOR_CHANGE', 'READY_FOR_SALE'],
  SUSPENDED: ['FOR_SALE'],
} as const satisfies Readonly<Record<string, readonly ContentStatus[]>>;

const contentStatusUpdate: AppHandler = ({ app, apps, fields, note }) => {
  const target = oneOf(fields, 'contentStatus', ['FOR_SALE', 'SUSPENDED'] as const);
  const variant = target === 'FOR_SALE' ? app.draft : app.live;
  if (!CHANGES[target].some((status) => status === variant?.status) || variant === undefined) {
    throw new ContentError('4105', `nothing of it is ${CHANGES[target].join(' or ')}`);
  }
  if (target === 'FOR_SALE') {
    apps.release(app, variant);
  } else {
    apps.put({ ...app, live: { ...variant, status: target } });
  }
  note('updated', target);
  return emptyAnswer(204);
};

function describeVariant(app: App, variant: Variant): JsonValue {
  return {
    ...(variant.metadata as Readonly<Record<string, JsonValue>>),
    contentId: app.contentId,
    contentStatus: variant.status,
    applicationType: 'android',
    standardPrice: '0',
    binaryList: variant.binaries.map((binary) => describeBinary(app, binary)),
  };
}

function describeBinary(app: App, binary: Binary): JsonValue {
  return {
    ...binary,
    versionName: binary.versionCode,
    packageName: app.packageName,
    nativePlatforms: null,
    apiminSdkVersion: '26',
    apimaxSdkVersion: null,
    iapSdk: 'N',
  };
}

import { NO_ROLLOUT, variantOf } from './apps.ts';
import type { App, AppStore, AppStatus, Rollout } from './apps.ts';
import type { Backend, Handler, Routes } from './backend.ts';
import { resultOk } from './binaries.ts';
import { contentHandler } from './content.ts';
import type { ContentCall, ContentHandler } from './content.ts';
import { ContentError } from './content-errors.ts';
import { jsonFields, oneOf, required } from './fields.ts';

const APP_STATUSES = ['REGISTRATION', 'SALE'] as const;

/** The four calls of user-guide-staged-rollout.html. */
export function rolloutRoutes(backend: Backend, apps: AppStore): Routes {
  const route = (handler: ContentHandler): Handler => contentHandler(backend, apps, handler);
  return {
    'GET /seller/v2/content/stagedRolloutBinary': route(viewBinaries),
    'PUT /seller/v2/content/stagedRolloutBinary': route(addBinary),
    'GET /seller/v2/content/stagedRolloutRate': route(viewRate),
    'PUT /seller/v2/content/stagedRolloutRate': route(updateRate),
  };
}

const viewBinaries: ContentHandler = ({ call, apps, account }) => {
  const fields = Object.fromEntries(call.query);
  const app = apps.get(required(fields, 'contentId'), account);
  const appStatus = oneOf(fields, 'appStatus', APP_STATUSES);
  const { binaries, rollout } = variantOf(app, appStatus);
  return resultOk({
    binaries: binaries.map(({ binarySeq, versionCode, fileName }) => ({
      seq: Number(binarySeq),
      versionCode,
      versionName: versionCode,
      fileName,
      fileSize: '0',
      rolloutStatus: rollout.binaries.includes(binarySeq) ? 'ENABLED' : 'DISABLED',
      appStatus,
    })),
  });
};

const addBinary: ContentHandler = (content) => {
  const { call, apps, account } = content;
  const fields = jsonFields(call);
  const app = apps.get(required(fields, 'contentId'), account);
  oneOf(fields, 'function', ['ADD']);
  const binarySeq = required(fields, 'binarySeq');
  const { draft } = app;
  if (draft?.status !== 'UPDATING') {
    throw new ContentError('3206');
  }
  if (!draft.binaries.some((binary) => binary.binarySeq === binarySeq)) {
    throw new ContentError('1000', `there is no binary ${binarySeq}`);
  }
  const binaries = [...new Set([...draft.rollout.binaries, binarySeq])];
  save(content, app, 'REGISTRATION', { ...draft.rollout, binaries }, `ADD ${binarySeq}`);
  return resultOk({});
};

const viewRate: ContentHandler = ({ call, apps, account }) => {
  const fields = Object.fromEntries(call.query);
  const app = apps.get(required(fields, 'contentId'), account);
  const { rollout } = variantOf(app, oneOf(fields, 'appStatus', APP_STATUSES));
  if (rollout.binaries.length === 0) {
    throw new ContentError('3208');
  }
  return resultOk({ rolloutRate: rollout.rate, countries: [] });
};

const updateRate: ContentHandler = (content) => {
  const { call, apps, account } = content;
  const fields = jsonFields(call);
  const app = apps.get(required(fields, 'contentId'), account);
  const status = oneOf(fields, 'appStatus', APP_STATUSES);
  const { rollout } = variantOf(app, status);
  if (oneOf(fields, 'function', ['ENABLE_ROLLOUT', 'DISABLE_ROLLOUT']) === 'DISABLE_ROLLOUT') {
    save(content, app, status, NO_ROLLOUT, 'released to everybody');
    return resultOk({});
  }
  if (rollout.binaries.length === 0) {
    throw new ContentError('3207');
  }
  const rate = Number(fields['rolloutRate']);
  if (!Number.isInteger(fields['rolloutRate']) || rate < 1 || rate > 100) {
    throw new ContentError('1000', 'rolloutRate must be a whole number from 1 to 100');
  }
  if (rate <= rollout.rate) {
    throw new ContentError('3104');
  }
  save(content, app, status, { ...rollout, rate }, `rollout to ${rate} %`);
  return resultOk({});
};

function save(
  { apps, log, account }: ContentCall,
  app: App,
  status: AppStatus,
  rollout: Rollout,
  detail: string,
): void {
  const variant = { ...variantOf(app, status), rollout };
  apps.put(status === 'SALE' ? { ...app, live: variant } : { ...app, draft: variant });
  log({ kind: 'updated', detail: `${app.contentId}: ${detail}`, account });
}

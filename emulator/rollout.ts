import { NO_ROLLOUT, variantOf } from './apps.ts';
import type { AppStore, AppStatus, Rollout } from './apps.ts';
import type { Backend, Handler, Routes } from './backend.ts';
import { resultOk } from './binaries.ts';
import { appHandler } from './content.ts';
import type { AppCall, AppHandler } from './content.ts';
import { ContentError } from './content-errors.ts';
import { oneOf, required } from './fields.ts';

const APP_STATUSES = ['REGISTRATION', 'SALE'] as const;

/** The four calls of user-guide-staged-rollout.html. */
export function rolloutRoutes(backend: Backend, apps: AppStore): Routes {
  const route = (handler: AppHandler): Handler => appHandler(backend, apps, handler);
  return {
    'GET /seller/v2/content/stagedRolloutBinary': route(viewBinaries),
    'PUT /seller/v2/content/stagedRolloutBinary': route(addBinary),
    'GET /seller/v2/content/stagedRolloutRate': route(viewRate),
    'PUT /seller/v2/content/stagedRolloutRate': route(updateRate),
  };
}

const viewBinaries: AppHandler = ({ app, fields }) => {
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

const addBinary: AppHandler = (content) => {
  const { app, fields } = content;
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
  save(content, 'REGISTRATION', { ...draft.rollout, binaries }, `ADD ${binarySeq}`);
  return resultOk({});
};

const viewRate: AppHandler = ({ app, fields }) => {
  const { rollout } = variantOf(app, oneOf(fields, 'appStatus', APP_STATUSES));
  if (rollout.binaries.length === 0) {
    throw new ContentError('3208');
  }
  return resultOk({ rolloutRate: rollout.rate, countries: [] });
};

const updateRate: AppHandler = (content) => {
  const { app, fields } = content;
  const status = oneOf(fields, 'appStatus', APP_STATUSES);
  const { rollout } = variantOf(app, status);
  if (oneOf(fields, 'function', ['ENABLE_ROLLOUT', 'DISABLE_ROLLOUT']) === 'DISABLE_ROLLOUT') {
    save(content, status, NO_ROLLOUT, 'released to everybody');
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
  save(content, status, { ...rollout, rate }, `rollout to ${rate} %`);
  return resultOk({});
};

function save(
  { app, apps, note }: AppCall,
  status: AppStatus,
  rollout: Rollout,
  detail: string,
): void {
  const variant = { ...variantOf(app, status), rollout };
  apps.put(status === 'SALE' ? { ...app, live: variant } : { ...app, draft: variant });
  note('updated', detail);
}

import { variantOf } from './apps.ts';
import type { App, AppStore, AppStatus, CountryRate, Rollout } from './apps.ts';
import type { Backend, Handler, Routes } from './backend.ts';
import { resultOk } from './binaries.ts';
import { contentHandler } from './content.ts';
import type { ContentCall, ContentHandler } from './content.ts';
import { ContentError } from './content-errors.ts';
import { isRecord, jsonFields, oneOf, required } from './fields.ts';

const APP_STATUSES = ['REGISTRATION', 'SALE'] as const;

/** The four calls of user-guide-staged-rollout.html. */
export function rolloutRoutes(backend: Backend, apps: AppStore): Routes {
  const route = (handler: ContentHandler): Handler => contentHandler(backend, apps, handler);
  return {
    'GET /seller/v2/content/stagedRolloutBinary': route(viewBinaries),
    'PUT /seller/v2/content/stagedRolloutBinary': route(updateBinaries),
    'GET /seller/v2/content/stagedRolloutRate': route(viewRate),
    'PUT /seller/v2/content/stagedRolloutRate': route(updateRate),
  };
}

const viewBinaries: ContentHandler = ({ call, apps, account }) => {
  const fields = Object.fromEntries(call.query);
  const app = apps.get(required(fields, 'contentId'), account);
  const { binaries, rollout } = variantOf(app, oneOf(fields, 'appStatus', APP_STATUSES));
  return resultOk({
    binaries: binaries.map(({ binarySeq, versionCode, fileName }) => ({
      seq: Number(binarySeq),
      versionCode,
      fileName,
      fileSize: '0',
      rolloutStatus: rollout.binaries.includes(binarySeq) ? 'Y' : 'N',
    })),
  });
};

const updateBinaries: ContentHandler = (content) => {
  const { call, apps, account } = content;
  const fields = jsonFields(call);
  const app = apps.get(required(fields, 'contentId'), account);
  const action = oneOf(fields, 'function', ['ADD', 'REMOVE']);
  const binarySeq = required(fields, 'binarySeq');
  const { draft } = app;
  if (draft?.status !== 'REGISTERING') {
    throw new ContentError('3206');
  }
  if (!draft.binaries.some((binary) => binary.binarySeq === binarySeq)) {
    throw new ContentError('1000', `there is no binary ${binarySeq}`);
  }
  const others = draft.rollout.binaries.filter((seq) => seq !== binarySeq);
  const binaries = action === 'ADD' ? [...others, binarySeq] : others;
  save(content, app, 'REGISTRATION', { ...draft.rollout, binaries }, `${action} ${binarySeq}`);
  return resultOk({});
};

const viewRate: ContentHandler = ({ call, apps, account }) => {
  const fields = Object.fromEntries(call.query);
  const app = apps.get(required(fields, 'contentId'), account);
  const { rollout } = variantOf(app, oneOf(fields, 'appStatus', APP_STATUSES));
  return resultOk({
    rolloutRate: rollout.rate,
    countries: rollout.countries.map(({ countryCode, rolloutRate }) => ({
      countryCode,
      rolloutRate,
    })),
  });
};

const updateRate: ContentHandler = (content) => {
  const { call, apps, account } = content;
  const fields = jsonFields(call);
  const app = apps.get(required(fields, 'contentId'), account);
  const status = oneOf(fields, 'appStatus', APP_STATUSES);
  const { rollout } = variantOf(app, status);
  if (oneOf(fields, 'function', ['ENABLE_ROLLOUT', 'DISABLE_ROLLOUT']) === 'DISABLE_ROLLOUT') {
    const released = { binaries: [], rate: 0, countries: [] };
    save(content, app, status, released, 'released to everybody');
    return resultOk({});
  }
  if (rollout.binaries.length === 0) {
    throw new ContentError('3207');
  }
  const rate = fields['rolloutRate'];
  if (!isRate(rate)) {
    throw new ContentError('1000', 'rolloutRate must be a whole number from 1 to 100');
  }
  if (rate <= rollout.rate) {
    throw new ContentError('3104');
  }
  const next = { ...rollout, rate, countries: countryRates(fields['countries']) };
  save(content, app, status, next, `rollout to ${rate} %`);
  return resultOk({});
};

function countryRates(value: unknown): readonly CountryRate[] {
  if (value === undefined || value === null) {
    return [];
  }
  if (!Array.isArray(value)) {
    throw new ContentError('1000', 'countries must be an array');
  }
  return value.map((entry: unknown) => {
    if (!isRecord(entry) || !isRate(entry['rolloutRate'])) {
      throw new ContentError('3105');
    }
    return { countryCode: required(entry, 'countryCode'), rolloutRate: entry['rolloutRate'] };
  });
}

function isRate(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 100;
}

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

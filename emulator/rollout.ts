import { openDraft, type Variant } from './apps.ts';
import type { Routes } from './backend.ts';
import { appHandler, resultOk, type AppCall } from './content-call.ts';
import { ContentError } from './content-errors.ts';
import { oneOf, required } from './fields.ts';
import type { JsonValue } from './http.ts';

/** What an appStatus means. @throws ContentError 3100 when the app has none such */
function variantOf({ app, fields }: AppCall): Variant & { readonly key: 'live' | 'draft' } {
  const isLive = oneOf(fields, 'appStatus', ['REGISTRATION', 'SALE']) === 'SALE';
  const key = isLive ? 'live' : 'draft';
  const variant = app[key];
  if (variant === undefined) throw new ContentError('3100', 'there is no update of it');
  return { ...variant, key };
}

/** Gives the variant of an appStatus another rollout. */
function setRollout(content: AppCall, rollout: Variant['rollout'], detail: string): JsonValue {
  const { key, ...variant } = variantOf(content);
  content.app[key] = { ...variant, rollout };
  content.note('updated', detail);
  return resultOk({});
}

function viewBinaries(content: AppCall): JsonValue {
  const { binaries, rollout } = variantOf(content);
  return resultOk({
    binaries: binaries.map(({ binarySeq, versionCode, fileName }) => ({
      seq: Number(binarySeq),
      versionCode,
      versionName: versionCode,
      fileName,
      fileSize: '0',
      rolloutStatus: rollout.binaries.includes(binarySeq) ? 'ENABLED' : 'DISABLED',
      appStatus: content.fields['appStatus'] ?? null,
    })),
  });
}

function addBinary({ app, fields, note }: AppCall): JsonValue {
  oneOf(fields, 'function', ['ADD']);
  const binarySeq = required(fields, 'binarySeq');
  const draft = openDraft(app, '3206');
  if (!draft.binaries.some((binary) => binary.binarySeq === binarySeq)) {
    throw new ContentError('1000', `there is no binary ${binarySeq}`);
  }
  const binaries = [...new Set([...draft.rollout.binaries, binarySeq])];
  app.draft = { ...draft, rollout: { ...draft.rollout, binaries } };
  note('updated', `ADD ${binarySeq}`);
  return resultOk({});
}

function viewRate(content: AppCall): JsonValue {
  const { rollout } = variantOf(content);
  if (rollout.binaries.length === 0) throw new ContentError('3208');
  return resultOk({ rolloutRate: rollout.rate, countries: [] });
}

function updateRate(content: AppCall): JsonValue {
  const { fields } = content;
  const { rollout } = variantOf(content);
  if (oneOf(fields, 'function', ['ENABLE_ROLLOUT', 'DISABLE_ROLLOUT']) === 'DISABLE_ROLLOUT') {
    return setRollout(content, { binaries: [], rate: 0 }, 'released to everybody');
  }
  if (rollout.binaries.length === 0) throw new ContentError('3207');
  const rate = fields['rolloutRate'];
  if (typeof rate !== 'number' || !Number.isInteger(rate) || rate < 1 || rate > 100) {
    throw new ContentError('1000', 'rolloutRate must be a whole number from 1 to 100');
  }
  if (rate <= rollout.rate) throw new ContentError('3104');
  return setRollout(content, { ...rollout, rate }, `rollout to ${rate} %`);
}

/** The four calls of user-guide-staged-rollout.html. */
export const ROLLOUT_ROUTES: Routes = {
  'GET /seller/v2/content/stagedRolloutBinary': appHandler(viewBinaries),
  'PUT /seller/v2/content/stagedRolloutBinary': appHandler(addBinary),
  'GET /seller/v2/content/stagedRolloutRate': appHandler(viewRate),
  'PUT /seller/v2/content/stagedRolloutRate': appHandler(updateRate),
};

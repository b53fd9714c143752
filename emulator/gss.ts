import { createHash } from 'node:crypto';
import { authorise } from './access.ts';
import type { AppStore } from './apps.ts';
import type { Backend, Handler, Routes } from './backend.ts';
import { ContentError, answering } from './content-errors.ts';
import { isRecord, jsonFields, oneOf, required } from './fields.ts';
import type { Fields } from './fields.ts';
import { bearer, jsonAnswer } from './http.ts';
import type { Answer, Call, JsonValue } from './http.ts';

const SELLER_METRICS = [
  'total_unique_installs_filter',
  'revenue_total',
  'dn_by_total_dvce',
  'revenue_item',
];
/** "volumne" is Samsung's spelling. */
const CONTENT_METRICS = [
  'total_unique_installs_filter',
  'revenue_total',
  'revenue_iap_order_count',
  'daily_rat_score',
  'daily_rat_volumne',
];
const DAY_MS = 24 * 60 * 60 * 1000;

interface Period {
  readonly startDate: string;
  readonly endDate: string;
}

/** gss-metric-api.html. */
export function gssRoutes(backend: Backend, apps: AppStore): Routes {
  const route =
    (query: typeof contentMetric): Handler =>
    async (call, log) => {
      const access = authorise(backend, call, log, 'gss');
      if ('refusal' in access) {
        return access.refusal;
      }
      const { id } = access.account;
      return await answering(log, id, call.path, 'bare', () => query(call, apps, id));
    };
  const ofContent = route(contentMetric);
  return {
    'POST /gss/query/sellerMetric': route(sellerMetric),
    'POST /gss/query/contentMetric': (call, log) => ofContent(withAccount(backend, call), log),
  };
}

/** contentMetric alone does not require `service-account-id`: the token names the account. */
function withAccount(backend: Backend, call: Call): Call {
  const account = backend.tokens.look(bearer(call.headers) ?? '')?.account;
  const named = account === undefined ? {} : { 'service-account-id': account.id };
  return { ...call, headers: { ...named, ...call.headers } };
}

function contentMetric(call: Call, apps: AppStore, account: string): Answer {
  const fields = jsonFields(call);
  const { contentId } = apps.get(required(fields, 'contentId'), account);
  const metricIds = metrics(fields, CONTENT_METRICS);
  const periods = periodsOf(fields).map((period) => ({
    ...period,
    [contentId]: values(contentId, metricIds, period),
  }));
  return jsonAnswer(200, { contentId, metricIds, data: { periods } });
}

function sellerMetric(call: Call, apps: AppStore, account: string): Answer {
  const fields = jsonFields(call);
  const metricIds = metrics(fields, SELLER_METRICS);
  const own = apps.of(account);
  const periods = periodsOf(fields).map((period) => ({
    ...period,
    metricSummaries: values('all apps', metricIds, period),
    ...Object.fromEntries(
      own.map(({ contentId }) => [contentId, values(contentId, metricIds, period)]),
    ),
  }));
  return jsonAnswer(200, { metricIds, data: { periods } });
}

function metrics(fields: Fields, known: readonly string[]): readonly string[] {
  oneOf(fields, 'trendAggregation', ['day', 'week', 'month']);
  const asked: unknown = fields['metricIds'];
  if (!Array.isArray(asked) || asked.length === 0) {
    throw new ContentError('1000', 'metricIds is required');
  }
  return asked.map((id: unknown) => {
    if (typeof id !== 'string' || !known.includes(id)) {
      throw new ContentError('1000', `metricIds must be among ${known.join(', ')}`);
    }
    return id;
  });
}

function periodsOf(fields: Fields): readonly Period[] {
  const asked: unknown = fields['periods'];
  if (!Array.isArray(asked) || asked.length === 0) {
    throw new ContentError('1000', 'periods is required');
  }
  return asked.map((period: unknown) => {
    const { startDate, endDate } = isRecord(period) ? period : {};
    if (!isDate(startDate) || !isDate(endDate) || startDate > endDate) {
      throw new ContentError('1000', 'a period needs startDate and endDate as yyyy-MM-dd');
    }
    return { startDate, endDate };
  });
}

function isDate(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^\d{4}-\d{2}-\d{2}$/.test(value) &&
    !Number.isNaN(Date.parse(value))
  );
}

/** The value of each metric, as a whole and by day. */
function values(of: string, metricIds: readonly string[], period: Period): JsonValue {
  const days = daysOf(period);
  return Object.fromEntries(
    metricIds.map((id) => {
      const byDay = days.map((day) => [day, madeUp(`${of} ${id} ${day}`)] as const);
      const value = byDay.reduce((sum, [, one]) => sum + one, 0);
      const trend = byDay.map(([day, one]) => [day, { value: one, subValuesMap: { all: one } }]);
      return [id, { value, dailyTrend: Object.fromEntries(trend) as JsonValue }];
    }),
  );
}

function daysOf({ startDate, endDate }: Period): readonly string[] {
  const first = Date.parse(startDate);
  const count = (Date.parse(endDate) - first) / DAY_MS + 1;
  return Array.from({ length: count }, (_, day) =>
    new Date(first + day * DAY_MS).toISOString().slice(0, 10),
  );
}

/** From 1 to 10, which also suits a rating, and the same whenever the same is asked. */
function madeUp(seed: string): number {
  return (createHash('sha256').update(seed).digest().readUInt8() % 10) + 1;
}

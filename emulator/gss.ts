import { createHash } from 'node:crypto';
import { CONTENT_METRIC } from './access.ts';
import type { Backend, Handler, Routes } from './backend.ts';
import { appOf, contentHandler } from './content-call.ts';
import { ContentError } from './content-errors.ts';
import { isRecord, jsonFields, oneOf, type Fields } from './fields.ts';
import type { JsonValue } from './http.ts';

const COMMON = ['total_unique_installs_filter', 'revenue_total'];
const SELLER_METRICS = [...COMMON, 'dn_by_total_dvce', 'revenue_item'];
/** "volumne" is Samsung's spelling. */
const APP_METRICS = [...COMMON, 'revenue_iap_order_count', 'daily_rat_score', 'daily_rat_volumne'];
const DAY_MS = 24 * 60 * 60 * 1000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** A query. Each period of its answer has the numbers of these subjects, beside its dates. */
function query(
  known: readonly string[],
  subjectsOf: (backend: Backend, fields: Fields) => readonly string[],
): Handler {
  return contentHandler('gss', ({ call, backend }) => {
    const fields = jsonFields(call);
    const subjects = subjectsOf(backend, fields);
    oneOf(fields, 'trendAggregation', ['day', 'week', 'month']);
    const metricIds = listOf(fields, 'metricIds').map((id) => oneOf({ id }, 'id', known));
    const periods = listOf(fields, 'periods').map((period) => ({
      ...(isRecord(period) ? period : {}),
      ...objectOf(subjects, (subject) => values(subject, metricIds, daysOf(period))),
    }));
    return { metricIds, data: { periods } };
  });
}

/** A list that is not empty. @throws ContentError 1000 */
function listOf(fields: Fields, name: string): readonly JsonValue[] {
  const list = fields[name];
  if (Array.isArray(list) && list.length > 0) return list as readonly JsonValue[];
  throw new ContentError('1000', `${name} is required`);
}

/** The days of a period, as yyyy-MM-dd. @throws ContentError 1000 */
function daysOf(period: JsonValue): readonly string[] {
  const [first = NaN, last = NaN] = ['startDate', 'endDate'].map((name) => {
    const date = isRecord(period) ? period[name] : undefined;
    return typeof date === 'string' && DATE.test(date) ? Date.parse(date) : NaN;
  });
  if (!(first <= last)) {
    throw new ContentError('1000', 'a period needs startDate and endDate as yyyy-MM-dd');
  }
  return Array.from({ length: (last - first) / DAY_MS + 1 }, (_, day) =>
    new Date(first + day * DAY_MS).toISOString().slice(0, 10),
  );
}

/** The value of each metric, as a whole and by day. */
function values(of: string, metricIds: readonly string[], days: readonly string[]): JsonValue {
  return objectOf(metricIds, (id) => {
    const byDay = days.map((day) => madeUp(`${of} ${id} ${day}`));
    const trend = days.map((day, index) => {
      const value = byDay[index] ?? 0;
      return [day, { value, subValuesMap: { all: value } }] as const;
    });
    const value = byDay.reduce((sum, one) => sum + one, 0);
    return { value, dailyTrend: Object.fromEntries(trend) };
  });
}

/** From 1 to 10, which also suits a rating, and the same whenever the same is asked. */
function madeUp(seed: string): number {
  return (createHash('sha256').update(seed).digest().readUInt8() % 10) + 1;
}

function objectOf(names: readonly string[], valueOf: (name: string) => JsonValue): Fields {
  return Object.fromEntries(names.map((name) => [name, valueOf(name)]));
}

/** gss-metric-api.html. */
export const GSS_ROUTES: Routes = {
  'POST /gss/query/sellerMetric': query(SELLER_METRICS, ({ apps }) => [
    'metricSummaries',
    ...apps.keys(),
  ]),
  [`POST ${CONTENT_METRIC}`]: query(APP_METRICS, (backend, fields) => [
    appOf(backend, fields).contentId,
  ]),
};

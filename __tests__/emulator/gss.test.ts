import { expect, test } from '@jest/globals';
import { ACCOUNT_ID, ID, OTHER_ID, bothHeaders, clientOf, send } from './support.ts';

const CONTENT = 'POST /gss/query/contentMetric';
const SELLER = 'POST /gss/query/sellerMetric';
const metricIds = [
  ...['total_unique_installs_filter', 'revenue_total', 'revenue_iap_order_count'],
  ...['daily_rat_score', 'daily_rat_volumne'],
];
const period = { startDate: '2026-02-28', endDate: '2026-03-01' };
const QUERY = { contentId: ID, periods: [period], metricIds, trendAggregation: 'day' };
const ALL_APPS = { ...QUERY, metricIds: ['revenue_item', 'dn_by_total_dvce'] };
const value = expect.any(Number) as unknown;

test('contentMetric gives a value per metric and day, the same each time', async () => {
  const { client } = await clientOf({}, 'gss');
  const reply = await client(CONTENT, QUERY);
  const day = { value, subValuesMap: { all: value } };
  const dailyTrend = { '2026-02-28': day, '2026-03-01': day };
  const metrics = Object.fromEntries(metricIds.map((id) => [id, { value, dailyTrend }]));
  const data = { periods: [{ ...period, [ID]: metrics }] };
  expect(reply.json).toEqual({ metricIds, data });
  expect((await client(CONTENT, QUERY)).text).toBe(reply.text);
});

test('sellerMetric covers all apps, as a whole and each, and knows its own metrics only', async () => {
  const { client } = await clientOf({ contentIds: [ID, '000000000002'] }, 'gss');
  const metrics = { revenue_item: { value }, dn_by_total_dvce: { value } };
  const periods = [{ metricSummaries: metrics, [ID]: metrics, '000000000002': metrics }];
  expect((await client(SELLER, ALL_APPS)).json).toMatchObject({ data: { periods } });
  expect((await client(SELLER, QUERY)).status).toBe(400);
  const { client: publisher } = await clientOf();
  for (const target of [CONTENT, SELLER]) {
    expect((await publisher(target, ALL_APPS)).json).toMatchObject({ code: 'NO_PERMISSION' });
  }
  expect((await client(SELLER, ALL_APPS, { 'service-account-id': '' })).status).toBe(401);
});

test.each([
  { contentId: '999999999999' },
  { metricIds: ['daily_rat_volume'] },
  { metricIds: [] },
  { periods: [] },
  { periods: [{ startDate: '2026-03-01', endDate: '2026-02-28' }] },
  { periods: [{ startDate: '01.03.2026', endDate: '2026-03-02' }] },
  { trendAggregation: 'year' },
])('contentMetric refuses %j', async (fields) => {
  const { client } = await clientOf({}, 'gss');
  expect((await client(CONTENT, { ...QUERY, ...fields })).status).toBe(400);
});

test.each([
  ['a token alone', 200, (token: string) => ({ authorization: `Bearer ${token}` })],
  ['a wrong account', 401, (token: string) => bothHeaders(token, OTHER_ID)],
  ['a token that was made up', 401, () => ({ authorization: 'Bearer made-up' })],
  ['an account alone', 401, () => ({ 'service-account-id': ACCOUNT_ID })],
])('contentMetric with %s: %i', async (_what, status, headers) => {
  const { emulator, token } = await clientOf({}, 'gss');
  const sent = { 'content-type': 'application/json', ...headers(token) };
  const reply = await send(emulator, CONTENT, { headers: sent, body: JSON.stringify(QUERY) });
  expect(reply.status).toBe(status);
});

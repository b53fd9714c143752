import { describe, expect, test } from '@jest/globals';
import { ACCOUNT_ID, ID, OTHER_ID, clientOf, send, tokenOf, withEmulator } from './support.ts';
import type { Client } from './support.ts';

const CONTENT = 'POST /gss/query/contentMetric';
const SELLER = 'POST /gss/query/sellerMetric';
const CONTENT_METRICS = [
  'total_unique_installs_filter',
  'revenue_total',
  'revenue_iap_order_count',
  'daily_rat_score',
  'daily_rat_volumne',
];
const QUERY = {
  contentId: ID,
  periods: [{ startDate: '2026-02-28', endDate: '2026-03-01' }],
  metricIds: CONTENT_METRICS,
  filters: {},
  noBreakdown: true,
  trendAggregation: 'day',
};
const ALL_APPS = { ...QUERY, metricIds: ['revenue_item', 'dn_by_total_dvce'] };

async function querying(run: (client: Client) => Promise<void>): Promise<void> {
  await withEmulator({}, async (emulator) => {
    await run(await clientOf(emulator, 'gss'));
  });
}

test('contentMetric gives a value per metric and day, the same each time', async () => {
  await querying(async (client) => {
    const reply = await client(CONTENT, QUERY);
    const value = expect.any(Number) as unknown;
    const day = { value, subValuesMap: { all: value } };
    const dailyTrend = { '2026-02-28': day, '2026-03-01': day };
    const metrics = CONTENT_METRICS.map((id) => [id, { value, dailyTrend }] as const);
    expect(reply.json).toEqual({
      contentId: ID,
      metricIds: CONTENT_METRICS,
      data: { periods: [{ ...QUERY.periods[0], [ID]: Object.fromEntries(metrics) }] },
    });
    expect((await client(CONTENT, QUERY)).text).toBe(reply.text);
  });
});

test('sellerMetric covers all apps, knows its own metrics only, and wants an account', async () => {
  const apps = [{ contentId: ID }, { contentId: '000000000002', title: 'Two' }];
  await withEmulator({ apps }, async (emulator) => {
    const client = await clientOf(emulator, 'gss');
    expect((await client(SELLER, ALL_APPS)).json).toMatchObject({
      data: { periods: [{ [ID]: { revenue_item: {} }, '000000000002': { dn_by_total_dvce: {} } }] },
    });
    expect((await client(SELLER, QUERY)).status).toBe(400);
    expect((await client(SELLER, ALL_APPS, { 'service-account-id': '' })).status).toBe(401);
  });
});

test.each([
  { contentId: '999999999999' },
  { metricIds: ['daily_rat_volume'] },
  { metricIds: [] },
  { periods: [] },
  { periods: [{ startDate: '2026-03-01', endDate: '2026-02-28' }] },
  { periods: [{ startDate: '01.03.2026', endDate: '2026-03-02' }] },
  { periods: [{ startDate: '2000-01-01', endDate: '2026-03-02' }] },
  { trendAggregation: 'year' },
])('contentMetric refuses %j', async (fields) => {
  await querying(async (client) => {
    expect((await client(CONTENT, { ...QUERY, ...fields })).status).toBe(400);
  });
});

describe('contentMetric', () => {
  test('does without service-account-id, but takes no wrong one, and wants a token', async () => {
    await withEmulator({}, async (emulator) => {
      const token = await tokenOf(emulator, ['gss']);
      const path = '/gss/query/contentMetric';
      const body = JSON.stringify(QUERY);
      for (const [headers, status] of [
        [{ authorization: `Bearer ${token}` }, 200],
        [{ authorization: `Bearer ${token}`, 'service-account-id': OTHER_ID }, 401],
        [{ authorization: 'Bearer made-up' }, 401],
        [{ 'service-account-id': ACCOUNT_ID }, 401],
        [{}, 401],
      ] as const) {
        const all = { 'content-type': 'application/json', ...headers };
        const reply = await send(emulator, { method: 'POST', path, headers: all, body });
        expect(reply.status).toBe(status);
      }
    });
  });
});

test('both need the scope gss', async () => {
  await withEmulator({}, async (emulator) => {
    const client = await clientOf(emulator, 'publishing');
    for (const target of [CONTENT, SELLER]) {
      const reply = await client(target, ALL_APPS);
      expect(reply).toMatchObject({ status: 403, json: { code: 'NO_PERMISSION' } });
    }
  });
});

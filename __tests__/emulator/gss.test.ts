import { describe, expect, test } from '@jest/globals';
import { DEFAULT_APP } from '../../emulator/emulator.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { ACCOUNT_ID, OTHER_ID, bothHeaders, send, tokenOf, withEmulator } from './support.ts';
import type { Reply } from './support.ts';

const ID = DEFAULT_APP.contentId;
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

async function query(
  emulator: Emulator,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: object = QUERY,
): Promise<Reply> {
  const all = { 'content-type': 'application/json', ...headers };
  return await send(emulator, { method: 'POST', path, headers: all, body: JSON.stringify(body) });
}

describe('contentMetric', () => {
  test('gives a value per metric and day, the same each time', async () => {
    await withEmulator({}, async (emulator) => {
      const headers = bothHeaders(await tokenOf(emulator, ['gss']));
      const reply = await query(emulator, '/gss/query/contentMetric', headers);
      expect(reply.status).toBe(200);
      const value = { value: expect.any(Number) as unknown };
      const dailyTrend = { '2026-02-28': value, '2026-03-01': value };
      const metrics = CONTENT_METRICS.map((id) => [id, { dailyTrend }] as const);
      expect(reply.json).toEqual({
        contentId: ID,
        metricIds: CONTENT_METRICS,
        data: { periods: [{ ...QUERY.periods[0], [ID]: Object.fromEntries(metrics) }] },
      });
      const again = await query(emulator, '/gss/query/contentMetric', headers);
      expect(again.text).toBe(reply.text);
    });
  });

  test('does without service-account-id, but does not take a wrong one or no token', async () => {
    await withEmulator({}, async (emulator) => {
      const path = '/gss/query/contentMetric';
      const token = await tokenOf(emulator, ['gss']);
      const alone = { authorization: `Bearer ${token}` };
      expect((await query(emulator, path, alone)).status).toBe(200);
      expect((await query(emulator, path, bothHeaders(token, OTHER_ID))).status).toBe(401);
      expect((await query(emulator, path, { authorization: 'Bearer made-up' })).status).toBe(401);
      expect((await query(emulator, path, {})).status).toBe(401);
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
  ])('refuses %j', async (fields) => {
    await withEmulator({}, async (emulator) => {
      const headers = bothHeaders(await tokenOf(emulator, ['gss']));
      const body = { ...QUERY, ...fields };
      const reply = await query(emulator, '/gss/query/contentMetric', headers, body);
      expect(reply.status).toBe(400);
    });
  });
});

describe('sellerMetric', () => {
  const path = '/gss/query/sellerMetric';
  const body = { ...QUERY, metricIds: ['revenue_item', 'dn_by_total_dvce'] };

  test('covers all apps of the seller and names them unless told not to', async () => {
    const apps = [{ contentId: ID }, { contentId: '000000000002', title: 'Two' }];
    await withEmulator({ apps }, async (emulator) => {
      const headers = bothHeaders(await tokenOf(emulator, ['gss']));
      const reply = await query(emulator, path, headers, body);
      expect(reply.json).toMatchObject({
        data: {
          periods: [{ [ID]: { revenue_item: {} }, '000000000002': { dn_by_total_dvce: {} } }],
          contents: { '000000000002': { content_name: 'Two' } },
        },
      });
      const bare = await query(emulator, path, headers, { ...body, noContentMetadata: true });
      expect(bare.text).not.toContain('content_name');
    });
  });

  test('requires service-account-id and knows its own metrics only', async () => {
    await withEmulator({}, async (emulator) => {
      const token = await tokenOf(emulator, ['gss']);
      const alone = { authorization: `Bearer ${token}` };
      expect((await query(emulator, path, alone, body)).status).toBe(401);
      expect((await query(emulator, path, bothHeaders(token), QUERY)).status).toBe(400);
    });
  });
});

test('both need the scope gss', async () => {
  await withEmulator({}, async (emulator) => {
    const headers = bothHeaders(await tokenOf(emulator, ['publishing']), ACCOUNT_ID);
    for (const path of ['/gss/query/contentMetric', '/gss/query/sellerMetric']) {
      const reply = await query(emulator, path, headers);
      expect(reply).toMatchObject({ status: 403, json: { code: 'NO_PERMISSION' } });
    }
  });
});

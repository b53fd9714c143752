import { describe, expect, test } from '@jest/globals';
import type { Sent } from './support.ts';
import { DRAFT, ID, publishing } from './publisher.ts';

describe('contentUpdate', () => {
  test('refuses binaryList with 8014, but not when it is null', async () => {
    await publishing(async (publisher) => {
      const refused = await publisher.post('/seller/contentUpdate', { ...DRAFT, binaryList: [] });
      expect(refused).toMatchObject({ status: 400, json: { errorCode: '8014' } });
      const kept = await publisher.post('/seller/contentUpdate', { ...DRAFT, binaryList: null });
      expect(kept.status).toBe(200);
    });
  });

  test.each(['contentId', 'defaultLanguageCode', 'paid', 'publicationType'])(
    'requires %s',
    async (name) => {
      await publishing(async (publisher) => {
        const fields = { ...DRAFT, [name]: undefined };
        const reply = await publisher.post('/seller/contentUpdate', fields);
        expect(reply).toMatchObject({ status: 400, json: { errorCode: '1000' } });
        expect(reply.text).toContain(name);
      });
    },
  );

  test('requires a date for publication on a date', async () => {
    await publishing(async (publisher) => {
      const fields = { ...DRAFT, publicationType: '02' };
      expect((await publisher.post('/seller/contentUpdate', fields)).status).toBe(400);
      const startPublicationDate = '2027-01-02 03:04:05';
      const dated = { ...fields, startPublicationDate };
      expect((await publisher.post('/seller/contentUpdate', dated)).status).toBe(200);
    });
  });

  test('keeps what is left out or null, and wipes what is empty', async () => {
    await publishing(async (publisher) => {
      const fields = {
        screenshots: null,
        addLanguage: 'null',
        sellCountryList: [],
        newFeature: 'x',
      };
      await publisher.post('/seller/contentUpdate', { ...DRAFT, ...fields });
      const [draft] = (await publisher.info()) as readonly Record<string, unknown>[];
      expect(draft).toMatchObject({
        appTitle: 'Example App',
        newFeature: 'x',
        screenshots: [{}],
        addLanguage: [],
        sellCountryList: [],
      });
    });
  });

  test('does not open an update that is under review', async () => {
    await publishing(async (publisher) => {
      await publisher.post('/seller/contentUpdate', DRAFT);
      await publisher.post('/seller/contentSubmit', { contentId: ID });
      for (const path of ['/seller/contentUpdate', '/seller/contentSubmit']) {
        const reply = await publisher.post(path, DRAFT);
        expect(reply).toMatchObject({ status: 403, json: { errorCode: '4105' } });
      }
    });
  });

  test.each<[string, Sent]>([
    ['no JSON', { path: '', body: 'abc', headers: { 'content-type': 'application/json' } }],
    ['an array', { path: '', body: '[]', headers: { 'content-type': 'application/json' } }],
    ['another content type', { path: '', body: JSON.stringify(DRAFT) }],
  ])('answers %s with 1000', async (_what, sent) => {
    await publishing(async (publisher) => {
      const reply = await publisher.send({
        ...sent,
        method: 'POST',
        path: '/seller/contentUpdate',
      });
      expect(reply).toMatchObject({ status: 400, json: { errorCode: '1000' } });
    });
  });
});

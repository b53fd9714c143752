import { describe, expect, test } from '@jest/globals';
import type { Reply } from './support.ts';
import { DRAFT, ID, publishing } from './publisher.ts';

describe('binaries', () => {
  test('need an app that is REGISTERING, else 3201', async () => {
    await publishing(async (publisher) => {
      const filekey = await publisher.uploaded('app-2.apk');
      const binary = { contentId: ID, filekey, gms: 'Y' };
      const reply = await publisher.post('/seller/v2/content/binary', binary);
      expect(reply).toMatchObject({ status: 400, json: { errorCode: '3201' } });
    });
  });

  test('want filekey in lower case, though the upload says fileKey', async () => {
    await publishing(async (publisher) => {
      const fileKey = await publisher.uploaded('app-2.apk');
      await publisher.post('/seller/contentUpdate', DRAFT);
      const binary = { contentId: ID, fileKey, gms: 'Y' };
      const reply = await publisher.post('/seller/v2/content/binary', binary);
      expect(reply).toMatchObject({ status: 400, json: { errorCode: '1000' } });
    });
  });

  test.each([{ filekey: 'made-up' }, { gms: 'yes' }, { binarySeqForDeviceInfo: '7' }])(
    'refuse %j with 1000',
    async (fields) => {
      await publishing(async (publisher) => {
        const filekey = await publisher.uploaded('app-2.apk');
        await publisher.post('/seller/contentUpdate', DRAFT);
        const binary = { contentId: ID, filekey, gms: 'Y', ...fields };
        const reply = await publisher.post('/seller/v2/content/binary', binary);
        expect(reply).toMatchObject({ status: 400, json: { errorCode: '1000' } });
      });
    },
  );

  test('are modified by PUT and deleted by DELETE', async () => {
    await publishing(async (publisher) => {
      await publisher.post('/seller/contentUpdate', DRAFT);
      const path = '/seller/v2/content/binary';
      const changed = { contentId: ID, binarySeq: '1', gms: 'N' };
      expect((await publisher.put(path, changed)).json).toMatchObject({ resultCode: '0000' });
      expect(await publisher.info()).toMatchObject([{ binaryList: [{ gms: 'N' }] }, {}]);
      const gone = { method: 'DELETE', path: `${path}?contentId=${ID}&binarySeq=1` };
      expect((await publisher.send(gone)).json).toMatchObject({ resultCode: '0000' });
      expect(await publisher.info()).toMatchObject([{ binaryList: [] }, {}]);
      const again = await publisher.send(gone);
      expect(again).toMatchObject({ status: 400, json: { errorCode: '1000' } });
      const empty = await publisher.post('/seller/contentSubmit', { contentId: ID });
      expect(empty).toMatchObject({ status: 403, json: { errorCode: '4105' } });
    });
  });
});

describe('staged rollout', () => {
  const BINARY = '/seller/v2/content/stagedRolloutBinary';
  const RATE = '/seller/v2/content/stagedRolloutRate';
  const add = { contentId: ID, function: 'ADD', binarySeq: '1' };
  const rate = (rolloutRate: number): Record<string, unknown> => ({
    contentId: ID,
    function: 'ENABLE_ROLLOUT',
    appStatus: 'REGISTRATION',
    rolloutRate,
  });

  async function codeOf(reply: Promise<Reply>): Promise<unknown> {
    const json = (await reply).json as Record<string, unknown>;
    return json['resultCode'] ?? json['errorCode'];
  }

  test('wants binaries before the rate, and a rate that only rises', async () => {
    await publishing(async (publisher) => {
      expect(await codeOf(publisher.put(BINARY, add))).toBe('3206');
      expect(await codeOf(publisher.put(RATE, rate(10)))).toBe('3100');
      await publisher.post('/seller/contentUpdate', DRAFT);
      expect(await codeOf(publisher.put(RATE, rate(10)))).toBe('3207');
      expect(await codeOf(publisher.put(BINARY, { ...add, binarySeq: '9' }))).toBe('1000');
      expect(await codeOf(publisher.put(BINARY, add))).toBe('0000');
      expect(await codeOf(publisher.put(RATE, rate(0)))).toBe('1000');
      const countries = [{ countryCode: 'KOR', rolloutRate: 20 }];
      expect(await codeOf(publisher.put(RATE, { ...rate(10), countries }))).toBe('0000');
      const damaged = { ...rate(20), countries: [{ countryCode: 'KOR' }] };
      expect(await codeOf(publisher.put(RATE, damaged))).toBe('3105');
      expect(await codeOf(publisher.put(RATE, rate(5)))).toBe('3104');
      const where = `?contentId=${ID}&appStatus=REGISTRATION`;
      const seen = await publisher.get(RATE + where);
      expect(seen.json).toEqual({
        resultCode: '0000',
        resultMessage: 'Ok',
        data: { rolloutRate: 10, countries },
      });
      const binaries = await publisher.get(BINARY + where);
      expect(binaries.json).toMatchObject({ data: { binaries: [{ seq: 1, rolloutStatus: 'Y' }] } });
    });
  });

  test('is disabled to release to everybody, and binaries can be taken out', async () => {
    await publishing(async (publisher) => {
      await publisher.post('/seller/contentUpdate', DRAFT);
      await publisher.put(BINARY, add);
      expect(await codeOf(publisher.put(BINARY, { ...add, function: 'REMOVE' }))).toBe('0000');
      expect(await codeOf(publisher.put(RATE, rate(10)))).toBe('3207');
      await publisher.put(BINARY, add);
      await publisher.put(RATE, rate(10));
      const disabled = { ...rate(10), function: 'DISABLE_ROLLOUT' };
      expect(await codeOf(publisher.put(RATE, disabled))).toBe('0000');
      const seen = await publisher.get(`${RATE}?contentId=${ID}&appStatus=REGISTRATION`);
      expect(seen.json).toMatchObject({ data: { rolloutRate: 0, countries: [] } });
    });
  });
});

import { describe, expect, test } from '@jest/globals';
import type { Emulator } from '../../emulator/emulator.ts';
import { ACCOUNT_ID, OTHER_ID, bothHeaders, send, tokenOf, withEmulator } from './support.ts';
import type { Reply, Sent } from './support.ts';
import { DRAFT, ID, Publisher, publishing } from './publisher.ts';

describe('who may call', () => {
  const calls: readonly Sent[] = [
    { path: '/seller/contentList' },
    { path: `/seller/contentInfo?contentId=${ID}` },
    { method: 'POST', path: '/seller/createUploadSessionId' },
    { method: 'POST', path: '/galaxyapi/fileUpload' },
    { method: 'POST', path: '/seller/contentUpdate' },
    { method: 'POST', path: '/seller/contentSubmit' },
    { method: 'POST', path: '/seller/contentStatusUpdate' },
    { method: 'POST', path: '/seller/v2/content/binary' },
    { method: 'PUT', path: '/seller/v2/content/stagedRolloutBinary' },
    { method: 'PUT', path: '/seller/v2/content/stagedRolloutRate' },
  ];

  test.each(calls)('$method $path needs both headers and the publishing scope', async (sent) => {
    await withEmulator({}, async (emulator) => {
      const token = await tokenOf(emulator, ['publishing']);
      const withHeaders = async (headers: Record<string, string>): Promise<Reply> =>
        await send(emulator, { ...sent, headers });
      const unauthorised = [
        await withHeaders({}),
        await withHeaders({ authorization: `Bearer ${token}` }),
        await withHeaders({ 'service-account-id': ACCOUNT_ID }),
        await withHeaders(bothHeaders(token, OTHER_ID)),
      ];
      for (const reply of unauthorised) {
        expect(reply).toMatchObject({ status: 401, json: { code: 'AUTH_REQUIRE' } });
      }
      const gss = await tokenOf(emulator, ['gss']);
      const forbidden = await withHeaders(bothHeaders(gss));
      expect(forbidden).toMatchObject({ status: 403, json: { code: 'NO_PERMISSION' } });
    });
  });

  test('an app of another seller is 4008, an unknown one 3100', async () => {
    const apps = [{ contentId: ID, serviceAccountIds: [OTHER_ID] }];
    await withEmulator({ apps }, async (emulator) => {
      const publisher = await Publisher.of(emulator);
      expect(await publisher.get('/seller/contentList')).toMatchObject({ status: 200, json: [] });
      const foreign = await publisher.get(`/seller/contentInfo?contentId=${ID}`);
      expect(foreign).toMatchObject({ status: 403, json: { errorCode: '4008' } });
      const unknown = await publisher.get('/seller/contentInfo?contentId=999999999999');
      expect(unknown).toMatchObject({ status: 400, json: { errorCode: '3100' } });
    });
  });
});

describe('a release from beginning to end', () => {
  test('goes through upload, draft, binary and submission', async () => {
    await publishing(async (publisher, emulator) => {
      const list = await publisher.get('/seller/contentList');
      expect(list.json).toMatchObject([{ contentId: ID, contentStatus: 'FOR_SALE', paid: 'N' }]);
      const filekey = await publisher.uploaded('app-2.apk');
      const before = await publisher.info();
      expect(before).toMatchObject([{ contentStatus: 'FOR_SALE', binaryList: [{ gms: 'Y' }] }]);

      const update = await publisher.post('/seller/contentUpdate', DRAFT);
      expect(update).toMatchObject({ status: 200, json: { contentStatus: 'REGISTERING' } });
      const binary = { contentId: ID, filekey, gms: 'Y', binarySeqForDeviceInfo: '1' };
      const added = await publisher.post('/seller/v2/content/binary', binary);
      const json = { resultCode: '0000', resultMessage: 'Ok', data: { binarySeq: '2' } };
      expect(added).toMatchObject({ status: 200, json });
      expect(await publisher.info()).toMatchObject([
        {
          contentStatus: 'REGISTERING',
          binaryList: [{}, { fileName: 'app-2.apk', versionCode: '2' }],
        },
        { contentStatus: 'FOR_SALE', binaryList: [{ fileName: 'app-1.apk' }] },
      ]);

      const updated = await publisher.get('/seller/contentList');
      expect(updated.json).toMatchObject([{ contentStatus: 'REGISTERING' }]);
      const submitted = await publisher.post('/seller/contentSubmit', { contentId: ID });
      expect(submitted).toMatchObject({ status: 204, text: '' });
      expect(await publisher.info()).toMatchObject([{ contentStatus: 'READY_FOR_REVIEW' }, {}]);
      emulator.passReview(ID);
      expect(await publisher.info()).toMatchObject([
        { contentStatus: 'FOR_SALE', binaryList: [{}, { fileName: 'app-2.apk' }] },
      ]);
      const kinds = emulator.events.map(({ kind }) => kind).filter((kind) => kind !== 'used');
      expect(kinds).toEqual(['minted', 'uploaded', 'updated', 'updated', 'submitted']);
    });
  });

  test('a manual publication waits for contentStatusUpdate after the review', async () => {
    await publishing(async (publisher, emulator) => {
      await publisher.post('/seller/contentUpdate', { ...DRAFT, publicationType: '03' });
      await publisher.post('/seller/contentSubmit', { contentId: ID });
      const release = { contentId: ID, contentStatus: 'FOR_SALE' };
      const early = await publisher.post('/seller/contentStatusUpdate', release);
      expect(early).toMatchObject({ status: 403, json: { errorCode: '4105' } });
      emulator.passReview(ID);
      expect(await publisher.info()).toMatchObject([{ contentStatus: 'READY_FOR_CHANGE' }, {}]);
      expect((await publisher.post('/seller/contentStatusUpdate', release)).status).toBe(204);
      expect(await publisher.info()).toHaveLength(1);
    });
  });

  test('an app is suspended before it is terminated', async () => {
    await publishing(async (publisher) => {
      const to = async (contentStatus: string): Promise<number> =>
        (await publisher.post('/seller/contentStatusUpdate', { contentId: ID, contentStatus }))
          .status;
      expect(await to('TERMINATED')).toBe(403);
      expect(await to('SUSPENDED')).toBe(204);
      expect(await to('TERMINATED')).toBe(204);
      expect(await to('REGISTERING')).toBe(400);
    });
  });
});

test('passing a review that nobody asked for is a mistake in the test', async () => {
  await withEmulator({}, async (emulator: Emulator) => {
    expect(() => {
      emulator.passReview(ID);
    }).toThrow(/no update that waits/);
    await Promise.resolve();
  });
});

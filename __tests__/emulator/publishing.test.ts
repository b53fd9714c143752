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
        { contentStatus: 'REGISTERING', binaryList: [{}, { fileName: 'app-2.apk' }] },
        { contentStatus: 'FOR_SALE', binaryList: [{ fileName: 'app-1.apk' }] },
      ]);

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

describe('fileUpload', () => {
  test('createUploadSessionId names this emulator, or the URL of the options', async () => {
    const path = '/seller/createUploadSessionId';
    const urlOf = (reply: Reply): unknown => (reply.json as Record<string, unknown>)['url'];
    await publishing(async (publisher, emulator) => {
      const reply = await publisher.send({ method: 'POST', path });
      expect(urlOf(reply)).toBe(`${emulator.url}/galaxyapi/fileUpload`);
    });
    const uploadUrl = 'https://seller.samsungapps.com/galaxyapi/fileUpload';
    await withEmulator({ uploadUrl }, async (emulator) => {
      const publisher = await Publisher.of(emulator);
      expect(urlOf(await publisher.send({ method: 'POST', path }))).toBe(uploadUrl);
    });
  });

  test('tells key, name and size', async () => {
    await publishing(async (publisher) => {
      const reply = await publisher.upload(await publisher.session(), 'app-9.apk', 'content');
      expect(reply).toMatchObject({
        status: 200,
        json: { fileName: 'app-9.apk', fileSize: '7', errorCode: null, errorMsg: null },
      });
    });
  });

  test('wants a file and a live session', async () => {
    await publishing(async (publisher) => {
      const noFile = await publisher.upload(await publisher.session(), undefined);
      expect(noFile).toMatchObject({ status: 403, json: { errorCode: '7001' } });
      const noSession = await publisher.upload('made-up', 'app-9.apk');
      expect(noSession).toMatchObject({ status: 403, json: { errorCode: '7002' } });
    });
  });

  test('hides the refusal of a reused file name in a 200', async () => {
    await publishing(async (publisher) => {
      for (const name of ['app-1.apk', 'app-2.apk']) {
        const first = await publisher.upload(await publisher.session(), name);
        expect(first.status).toBe(200);
        const second = await publisher.upload(await publisher.session(), name);
        expect(second).toMatchObject({ status: 200, json: { fileKey: null, errorCode: '1000' } });
      }
    });
  });

  test('is served by the second host only, as everything else by the first', async () => {
    await publishing(async (publisher) => {
      const on = async (host: string, sent: Sent): Promise<number> =>
        (await publisher.send({ ...sent, headers: { host } })).status;
      const upload = { method: 'POST', path: '/galaxyapi/fileUpload' };
      const list = { path: '/seller/contentList' };
      expect(await on('devapi.samsungapps.com', upload)).toBe(404);
      expect(await on('seller.samsungapps.com', upload)).toBe(400);
      expect(await on('seller.samsungapps.com', list)).toBe(404);
      expect(await on('devapi.samsungapps.com:443', list)).toBe(200);
    });
  });
});

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

test('passing a review that nobody asked for is a mistake in the test', async () => {
  await withEmulator({}, async (emulator: Emulator) => {
    expect(() => {
      emulator.passReview(ID);
    }).toThrow(/no update that waits/);
    await Promise.resolve();
  });
});

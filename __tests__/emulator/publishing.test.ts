import { describe, expect, test } from '@jest/globals';
import { AppStore } from '../../emulator/apps.ts';
import { Uploads } from '../../emulator/upload.ts';
import {
  ACCOUNT_ID,
  ID,
  OTHER_ID,
  bothHeaders,
  clientOf,
  field,
  form,
  publishing,
  send,
  tokenOf,
  uploaded,
  withEmulator,
} from './support.ts';
import type { Client, Reply } from './support.ts';

const INFO = `GET /seller/contentInfo?contentId=${ID}`;
const UPDATE = 'POST /seller/contentUpdate';
const ADD = 'POST /seller/v2/content/binary';
const SUBMIT = 'POST /seller/contentSubmit';
const STATUS = 'POST /seller/contentStatusUpdate';
const BINARY = 'PUT /seller/v2/content/stagedRolloutBinary';
const RATE = 'PUT /seller/v2/content/stagedRolloutRate';
const app = { contentId: ID };

/** Status and code of a refusal, which may be wrapped. */
function refusal({ status, json }: Reply): string {
  const { body } = json as { readonly body?: Readonly<Record<string, string>> };
  return `${status} ${body?.['errorCode'] ?? body?.['resultCode'] ?? JSON.stringify(json)}`;
}

async function draft(client: Client): Promise<unknown> {
  return (json(await client(INFO)) as readonly unknown[])[1];
}

const json = (reply: Reply): unknown => reply.json;

describe('who may call', () => {
  test.each([
    'GET /seller/contentList',
    INFO,
    'POST /seller/createUploadSessionId',
    'POST /galaxyapi/fileUpload',
    ...[UPDATE, SUBMIT, STATUS, ADD, BINARY, RATE],
  ])('%s needs both headers and the publishing scope', async (target) => {
    const [method = '', path = ''] = target.split(' ');
    await withEmulator({}, async (emulator) => {
      const token = await tokenOf(emulator, ['publishing']);
      for (const headers of [
        {},
        { authorization: `Bearer ${token}` },
        { 'service-account-id': ACCOUNT_ID },
        bothHeaders(token, OTHER_ID),
      ]) {
        const reply = await send(emulator, { method, path, headers });
        expect(reply).toMatchObject({ status: 401, json: { code: 'AUTH_REQUIRE', from: 'asgw' } });
      }
      const headers = bothHeaders(await tokenOf(emulator, ['gss']));
      const reply = await send(emulator, { method, path, headers });
      expect(reply).toMatchObject({ status: 403, json: { code: 'NO_PERMISSION' } });
    });
  });

  test('an app of another seller is 4008, an unknown one 3100', async () => {
    const apps = [{ contentId: ID, serviceAccountIds: [OTHER_ID] }];
    await publishing(
      async (client) => {
        expect(await client('GET /seller/contentList')).toMatchObject({ status: 200, json: [] });
        expect(refusal(await client(INFO))).toBe('403 4008');
        const unknown = await client('GET /seller/contentInfo?contentId=999999999999');
        expect(refusal(unknown)).toBe('400 3100');
      },
      { apps },
    );
  });
});

describe('an update from beginning to end', () => {
  test('goes through upload, draft, binary and submission', async () => {
    await publishing(async (client, emulator) => {
      expect(json(await client('GET /seller/contentList'))).toMatchObject([
        { contentId: ID, contentStatus: 'FOR_SALE', paid: 'N' },
      ]);
      const filekey = await uploaded(client, 'app-2.apk');
      expect(json(await client(UPDATE, app))).toEqual({
        contentId: ID,
        contentStatus: 'REGISTERING',
        httpStatus: 'OK',
        errorCode: null,
        errorMsg: null,
      });
      const added = await client(ADD, { ...app, filekey, gms: 'Y' });
      const data = { binarySeq: '2' };
      expect(json(added)).toEqual({ resultCode: '0000', resultMessage: 'Ok', data });
      const listed = json(await client('GET /seller/contentList'));
      expect(listed).toMatchObject([{ contentStatus: 'UPDATING' }, { contentStatus: 'FOR_SALE' }]);
      const binaryList = [{}, { fileName: 'app-2.apk', versionCode: '2', versionName: '2' }];
      expect(json(await client(INFO))).toMatchObject([
        { contentStatus: 'FOR_SALE', binaryList: [{ fileName: 'app-1.apk' }] },
        { contentStatus: 'UPDATING', binaryList, ageLimit: '', reviewComment: '' },
      ]);

      const remove = `DELETE /seller/v2/content/binary?contentId=${ID}&binarySeq=1`;
      expect(json(await client(remove))).toMatchObject({ resultCode: '0000' });
      expect(refusal(await client(remove))).toBe('400 1000');
      const submitted = await client(SUBMIT, app);
      expect(submitted).toMatchObject({ status: 204, text: '' });
      expect(submitted.headers).not.toHaveProperty('content-type');
      expect(await draft(client)).toMatchObject({ contentStatus: 'READY_FOR_REVIEW' });
      for (const call of [UPDATE, SUBMIT])
        expect(refusal(await client(call, app))).toBe('403 4105');
      expect(refusal(await client(ADD, { ...app, filekey, gms: 'Y' }))).toBe('400 3201');
      emulator.review(ID, 'pass');
      expect(json(await client(INFO))).toMatchObject([
        { contentStatus: 'FOR_SALE', binaryList: [{ fileName: 'app-2.apk' }] },
      ]);
      const kinds = emulator.events.map(({ kind }) => kind).filter((kind) => kind !== 'used');
      expect(kinds.filter((kind) => kind !== 'refused')).toEqual([
        ...['created', 'uploaded', 'updated', 'updated', 'updated', 'submitted'],
      ]);
    });
  });

  test('needs a binary, and is a draft again after a refused review', async () => {
    await publishing(async (client, emulator) => {
      expect(() => {
        emulator.review(ID, 'pass');
      }).toThrow(/no update that waits/);
      expect(refusal(await client(SUBMIT, app))).toBe('403 4105');
      await client(UPDATE, app);
      await client(SUBMIT, app);
      emulator.review(ID, 'refuse');
      expect(await draft(client)).toMatchObject({ contentStatus: 'UPDATING' });
      await client(`DELETE /seller/v2/content/binary?contentId=${ID}&binarySeq=1`);
      expect(refusal(await client(SUBMIT, app))).toBe('403 4105');
    });
  });

  test.each([
    ['03', 'READY_FOR_CHANGE'],
    ['02', 'READY_FOR_SALE'],
  ])(
    'publicationType %s: it waits as %s for contentStatusUpdate',
    async (publicationType, waits) => {
      await publishing(async (client, emulator) => {
        const startPublicationDate = '2027-01-02 03:04:05';
        await client(UPDATE, { ...app, publicationType, startPublicationDate });
        await client(SUBMIT, app);
        const release = { ...app, contentStatus: 'FOR_SALE' };
        expect(refusal(await client(STATUS, release))).toBe('403 4105');
        emulator.review(ID, 'pass');
        expect(await draft(client)).toMatchObject({ contentStatus: waits });
        expect((await client(STATUS, release)).status).toBe(204);
        expect(json(await client(INFO))).toHaveLength(1);
        expect((await client(STATUS, { ...app, contentStatus: 'SUSPENDED' })).status).toBe(204);
        expect(refusal(await client(STATUS, { ...app, contentStatus: 'UPDATING' }))).toBe(
          '400 1000',
        );
      });
    },
  );
});

describe('contentUpdate', () => {
  test.each<[object, string]>([
    [{ ...app, binaryList: [] }, '400 8014'],
    [{ ...app, publicationType: '04' }, '400 1000'],
    [{ ...app, publicationType: '02' }, '400 1000'],
    [{}, '400 1000'],
    [[], '400 1000'],
  ])('refuses %j with %s', async (fields, expected) => {
    await publishing(async (client) => {
      expect(refusal(await client(UPDATE, fields))).toBe(expected);
    });
  });

  test('wants its body to be called JSON', async () => {
    await publishing(async (client) => {
      expect(refusal(await client(UPDATE, app, { 'content-type': 'text/plain' }))).toBe('400 1000');
    });
  });

  test('asks for what its reference calls required, when the option is strict', async () => {
    const all = { ...app, defaultLanguageCode: 'ENG', paid: 'N', publicationType: '01' };
    await publishing(
      async (client) => {
        for (const name of Object.keys(all)) {
          const reply = await client(UPDATE, { ...all, [name]: undefined });
          expect([refusal(reply), reply.text]).toEqual(['400 1000', expect.stringContaining(name)]);
        }
        expect((await client(UPDATE, all)).status).toBe(200);
      },
      { contentUpdate: 'strict' },
    );
  });

  test('keeps what is left out or null, and wipes what is empty', async () => {
    await publishing(async (client) => {
      const lists = {
        screenshots: null,
        addLanguage: 'null',
        sellCountryList: [],
        binaryList: null,
      };
      await client(UPDATE, { ...app, ...lists, newFeature: 'x' });
      const kept = { appTitle: 'Example App', screenshots: [{}], addLanguage: [] };
      expect(await draft(client)).toMatchObject({ ...kept, newFeature: 'x', sellCountryList: [] });
    });
  });
});

describe('uploads and binaries', () => {
  test.each(['form-data', 'mixed'])('a file gets a key, sent as multipart/%s', async (type) => {
    await publishing(async (client, emulator) => {
      const session = await client('POST /seller/createUploadSessionId');
      expect(field(session, 'url')).toBe(`${emulator.url}/galaxyapi/fileUpload`);
      const boundary = 'x'.repeat(30);
      const part = (name: string, content: string): string =>
        `--${boundary}\r\nContent-Disposition: form-data; name=${name}\r\n\r\n${content}\r\n`;
      const parts = part('"sessionId"', String(field(session, 'sessionId')));
      const body = `${parts}${part('"file"; filename="a.apk"', 'content')}--${boundary}--\r\n`;
      const header = { 'content-type': `multipart/${type}; boundary=${boundary}` };
      expect(await client('POST /galaxyapi/fileUpload', body, header)).toMatchObject({
        status: 200,
        json: { fileName: 'a.apk', fileSize: '7', errorCode: null, errorMsg: null },
      });
    });
  });

  test('a file and a live session are required, and a form', async () => {
    const uploadUrl = 'https://seller.samsungapps.com/galaxyapi/fileUpload';
    await publishing(
      async (client) => {
        const session = await client('POST /seller/createUploadSessionId');
        expect(field(session, 'url')).toBe(uploadUrl);
        const noFile = new FormData();
        noFile.set('sessionId', String(field(session, 'sessionId')));
        const upload = async (body: object): Promise<unknown> =>
          json(await client('POST /galaxyapi/fileUpload', body));
        // The upload host is not behind the gateway, so nothing wraps its errors.
        expect(await upload(noFile)).toMatchObject({ errorCode: '7001' });
        expect(await upload(form('made-up', 'a.apk'))).toMatchObject({ errorCode: '7002' });
        expect(await upload({})).toMatchObject({ errorCode: '1000' });
      },
      { uploadUrl },
    );
  });

  test('is served by the second host only, as everything else by the first', async () => {
    await publishing(async (client) => {
      const on = async (host: string, target: string): Promise<number> =>
        (await client(target, target.startsWith('GET') ? undefined : {}, { host })).status;
      const upload = 'POST /galaxyapi/fileUpload';
      expect(await on('devapi.samsungapps.com', upload)).toBe(404);
      expect(await on('seller.samsungapps.com', upload)).toBe(400);
      expect(await on('seller.samsungapps.com', 'GET /seller/contentList')).toBe(404);
      expect(await on('devapi.samsungapps.com:443', 'GET /seller/contentList')).toBe(200);
    });
  });

  test('a binary with the name of an earlier one is refused, though its upload is not', async () => {
    await publishing(async (client) => {
      await client(UPDATE, app);
      for (const [name, expected] of [
        ['app-2.apk', 200],
        ['app-2.apk', 400],
        ['app-1.apk', 400],
      ] as const) {
        const filekey = await uploaded(client, name);
        const reply = await client(ADD, { ...app, filekey, gms: 'Y' });
        expect(reply.status).toBe(expected);
        if (expected === 400) expect(refusal(reply)).toBe('400 5021');
      }
    });
  });

  test.each([{ filekey: 'made-up' }, { gms: 'yes' }, { filekey: undefined, fileKey: 'x' }])(
    'a binary with %j is refused with 1000',
    async (fields) => {
      await publishing(async (client) => {
        await client(UPDATE, app);
        const filekey = await uploaded(client, 'app-2.apk');
        const reply = await client(ADD, { ...app, filekey, gms: 'Y', ...fields });
        expect(refusal(reply)).toBe('400 1000');
      });
    },
  );

  test('a session is valid for 24 hours', () => {
    const hour = 60 * 60 * 1000;
    let now = 0;
    const clock = (): number => now;
    const uploads = new Uploads(new AppStore([], clock), [], clock);
    const session = uploads.openSession();
    now = 24 * hour - 1;
    expect(uploads.isOpen(session)).toBe(true);
    now = 24 * hour;
    expect(uploads.isOpen(session)).toBe(false);
  });
});

describe('staged rollout', () => {
  const add = { ...app, function: 'ADD', binarySeq: '1' };
  const enable = (rolloutRate: number, appStatus = 'REGISTRATION'): object => ({
    ...app,
    ...{ function: 'ENABLE_ROLLOUT', appStatus, rolloutRate },
  });
  const view = (what: string, appStatus = 'REGISTRATION'): string =>
    `GET /seller/v2/content/stagedRollout${what}?contentId=${ID}&appStatus=${appStatus}`;
  const code = async (reply: Promise<Reply>): Promise<unknown> => {
    const answer = await reply;
    return answer.status === 200 ? field(answer, 'resultCode') : refusal(answer);
  };

  test('wants binaries before the rate, and a rate that only rises', async () => {
    await publishing(async (client) => {
      expect(await code(client(BINARY, add))).toBe('400 3206');
      expect(await code(client(RATE, enable(10)))).toBe('400 3100');
      await client(UPDATE, app);
      expect(await code(client(RATE, enable(10)))).toBe('400 3207');
      expect(await code(client(view('Rate')))).toBe('400 3208');
      expect(await code(client(BINARY, { ...add, binarySeq: '9' }))).toBe('400 1000');
      expect(await code(client(BINARY, add))).toBe('0000');
      for (const rate of [0, 101, 1.5])
        expect(await code(client(RATE, enable(rate)))).toBe('400 1000');
      expect(await code(client(RATE, enable(10)))).toBe('0000');
      expect(await code(client(RATE, enable(5)))).toBe('400 3104');
      expect(json(await client(view('Rate')))).toMatchObject({ data: { rolloutRate: 10 } });
      const binaries = [{ seq: 1, versionName: '1', rolloutStatus: 'ENABLED' }];
      expect(json(await client(view('Binary')))).toMatchObject({ data: { binaries } });
    });
  });

  test('is raised or ended on sale, and ended before the next update', async () => {
    await publishing(async (client, emulator) => {
      await client(UPDATE, app);
      await client(BINARY, add);
      await client(RATE, enable(10));
      await client(SUBMIT, app);
      emulator.review(ID, 'pass');
      expect(refusal(await client(UPDATE, app))).toBe('403 4105');
      expect(await code(client(RATE, enable(20, 'SALE')))).toBe('0000');
      const end = { ...app, function: 'DISABLE_ROLLOUT', appStatus: 'SALE' };
      expect(await code(client(RATE, end))).toBe('0000');
      const binaries = [{ rolloutStatus: 'DISABLED' }];
      expect(json(await client(view('Binary', 'SALE')))).toMatchObject({ data: { binaries } });
      expect((await client(UPDATE, app)).status).toBe(200);
    });
  });
});

describe('errors from behind the gateway', () => {
  const message = 'Request failed with status code 400';
  const old = { errorCode: '3100', errorMsg: 'Not found for contentId', httpStatus: 'BAD_REQUEST' };
  const v2 = { resultCode: '3100', resultMessage: 'Not found for contentId' };
  const unknown = { contentId: '999999999999' };

  test.each([
    ['wrapped', { from: 'seller', message, body: old }, { from: 'seller', message, body: v2 }],
    ['bare', old, v2],
  ] as const)('are %s, as the option says', async (errorShape, update, binary) => {
    await publishing(
      async (client) => {
        expect(json(await client(UPDATE, unknown))).toEqual(update);
        expect(json(await client(ADD, unknown))).toEqual(binary);
      },
      { errorShape },
    );
  });
});

describe('requests of clients that cannot be run here', () => {
  test("Samsung's fastlane plugin opens a draft with contentId alone, then changes it", async () => {
    await publishing(async (client) => {
      expect(await client(UPDATE, app)).toMatchObject({ status: 200 });
      expect(await client(UPDATE, { ...app, publicationType: '03' })).toMatchObject({
        status: 200,
      });
      const texts = { ...app, defaultLanguageCode: 'ENG', newFeature: 'Faster' };
      expect(await client(UPDATE, texts)).toMatchObject({ status: 200 });
    });
  });

  test('a Gradle plugin reads httpStatus, and refuses fields that it does not know', async () => {
    await publishing(async (client) => {
      const names = ['contentId', 'contentStatus', 'errorCode', 'errorMsg', 'httpStatus'];
      expect(Object.keys((await client(UPDATE, app)).json as object).sort()).toEqual(names);
    });
  });

  test('gsc reads metricSummaries of all apps, and the value of each metric of one', async () => {
    await withEmulator({}, async (emulator) => {
      const client = await clientOf(emulator, 'gss');
      const query = {
        ...app,
        periods: [{ startDate: '2026-02-28', endDate: '2026-03-01' }],
        metricIds: ['revenue_total'],
        trendAggregation: 'day',
      };
      const value = expect.any(Number) as unknown;
      const all = json(await client('POST /gss/query/sellerMetric', query));
      const summaries = { metricSummaries: { revenue_total: { value } } };
      expect(all).toMatchObject({ data: { periods: [summaries] } });
      const one = json(await client('POST /gss/query/contentMetric', query));
      const day = { value, subValuesMap: expect.any(Object) as unknown };
      const metric = { value, dailyTrend: { '2026-03-01': day } };
      expect(one).toMatchObject({ data: { periods: [{ [ID]: { revenue_total: metric } }] } });
    });
  });
});

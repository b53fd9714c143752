import { expect, test } from '@jest/globals';
import {
  ACCOUNT_ID,
  ID,
  OTHER_ID,
  bothHeaders,
  clientOf,
  send,
  tokenOf,
  type Client,
  type Reply,
} from './support.ts';

const LIST = 'GET /seller/contentList';
const INFO = `GET /seller/contentInfo?contentId=${ID}`;
const SESSION = 'POST /seller/createUploadSessionId';
const UPLOAD = 'POST /galaxyapi/fileUpload';
const UPDATE = 'POST /seller/contentUpdate';
const ADD = 'POST /seller/v2/content/binary';
const DELETE = `DELETE /seller/v2/content/binary?contentId=${ID}&binarySeq=1`;
const SUBMIT = 'POST /seller/contentSubmit';
const STATUS = 'POST /seller/contentStatusUpdate';
const BINARY = 'PUT /seller/v2/content/stagedRolloutBinary';
const RATE = 'PUT /seller/v2/content/stagedRolloutRate';
const app = { contentId: ID };

/** Status of a reply, with the code of a refusal, which may be wrapped. */
function outcomeOf({ status, json }: Reply): string {
  const { body } = (json ?? {}) as { readonly body?: Readonly<Record<string, string>> };
  return [status, body?.['errorCode'] ?? body?.['resultCode'] ?? ''].join(' ').trim();
}

/** A call, what comes of it (its outcome, or a part of its JSON), and its fields beside the content ID. */
type Row = readonly [call: string, expected: string | object, fields?: object];

/** Makes calls in order. */
async function play(client: Client, ...rows: readonly Row[]): Promise<void> {
  for (const [call, expected, fields] of rows) {
    const reply = await client(call, /^GET|^DELETE/.test(call) ? undefined : { ...app, ...fields });
    const came = typeof expected === 'string' ? outcomeOf(reply) : reply.json;
    expect({ call, fields, came }).toMatchObject({ call, fields, came: expected });
  }
}

async function field(reply: Promise<Reply>, name: string): Promise<string> {
  return String(((await reply).json as Readonly<Record<string, unknown>>)[name]);
}

function form(sessionId: string, name?: string): FormData {
  const made = new FormData();
  made.set('sessionId', sessionId);
  if (name !== undefined) made.set('file', new Blob(['content']), name);
  return made;
}

/** Uploads a file and gives its key. */
async function uploaded(client: Client, name: string): Promise<string> {
  const session = await field(client(SESSION), 'sessionId');
  return await field(client(UPLOAD, form(session, name)), 'fileKey');
}

const calls = [LIST, INFO, SESSION, UPLOAD, UPDATE, SUBMIT, STATUS, ADD, DELETE, BINARY, RATE];

test.each(calls)('%s needs both headers and the publishing scope', async (target) => {
  const { emulator, token } = await clientOf();
  const { authorization = '' } = bothHeaders(token);
  const id = { 'service-account-id': ACCOUNT_ID };
  for (const headers of [{}, { authorization }, id, bothHeaders(token, OTHER_ID)]) {
    const reply = await send(emulator, target, { headers });
    expect(reply).toMatchObject({ status: 401, json: { code: 'AUTH_REQUIRE', from: 'asgw' } });
  }
  const headers = bothHeaders(await tokenOf(emulator, ['gss']));
  const reply = await send(emulator, target, { headers });
  expect(reply).toMatchObject({ status: 403, json: { code: 'NO_PERMISSION' } });
});

test('an update goes through upload, draft, binary and submission', async () => {
  const { client, emulator } = await clientOf();
  const onSale = { contentId: ID, contentStatus: 'FOR_SALE', paid: 'N' };
  const binary = { filekey: await uploaded(client, 'app-2.apk'), gms: 'Y' };
  await play(client, [LIST, [onSale]]);
  // Samsung's fastlane plugin sends no more; a Gradle plugin refuses any field but these five.
  expect((await client(UPDATE, app)).json).toEqual({
    ...{ contentId: ID, contentStatus: 'REGISTERING' },
    ...{ httpStatus: 'OK', errorCode: null, errorMsg: null },
  });
  const data = { binarySeq: '2' };
  const added = { resultCode: '0000', resultMessage: 'Ok', data };
  expect((await client(ADD, { ...app, ...binary })).json).toEqual(added);
  const binaryList = [{}, { fileName: 'app-2.apk', versionCode: '2', versionName: '2' }];
  await play(
    client,
    [LIST, [{ contentStatus: 'UPDATING' }, onSale]],
    [
      INFO,
      [
        { contentStatus: 'FOR_SALE', binaryList: [{ fileName: 'app-1.apk' }] },
        { contentStatus: 'UPDATING', binaryList, ageLimit: '', reviewComment: '' },
      ],
    ],
    [DELETE, { resultCode: '0000' }],
    [DELETE, '400 1000'],
  );
  const submitted = await client(SUBMIT, app);
  expect(submitted).toMatchObject({ status: 204, text: '' });
  expect(submitted.headers).not.toHaveProperty('content-type');
  await play(
    client,
    [INFO, [{}, { contentStatus: 'READY_FOR_REVIEW' }]],
    [UPDATE, '403 4105'],
    [SUBMIT, '403 4105'],
    [ADD, '400 3201', binary],
  );
  emulator.review(ID, 'pass');
  const released = [{ contentStatus: 'FOR_SALE', binaryList: [{ fileName: 'app-2.apk' }] }];
  await play(client, [INFO, released]);
  const kinds = emulator.events.map(({ kind }) => kind).join(' ');
  expect(kinds.replaceAll(/ (used|refused)\b/g, '')).toBe(
    'created uploaded updated updated updated submitted',
  );
});

test('an update needs a binary, and is a draft again after a refused review', async () => {
  const { client, emulator } = await clientOf();
  const review = (): void => {
    emulator.review(ID, 'refuse');
  };
  expect(review).toThrow(/no update that waits/);
  await play(client, [SUBMIT, '403 4105'], [UPDATE, '200'], [SUBMIT, '204']);
  review();
  const updating = [{}, { contentStatus: 'UPDATING' }];
  await play(client, [INFO, updating], [DELETE, '200'], [SUBMIT, '403 4105']);
});

test.each([
  ['03', 'READY_FOR_CHANGE'],
  ['02', 'READY_FOR_SALE'],
])('an update of publicationType %s waits as %s', async (publicationType, contentStatus) => {
  const { client, emulator } = await clientOf();
  const startPublicationDate = '2027-01-02 03:04:05';
  const release = { contentStatus: 'FOR_SALE' };
  await play(
    client,
    [UPDATE, '200', { publicationType, startPublicationDate }],
    [SUBMIT, '204'],
    [STATUS, '403 4105', release],
  );
  emulator.review(ID, 'pass');
  await play(client, [INFO, [{}, { contentStatus }]], [STATUS, '204', release]);
  await play(client, [INFO, [release]], [STATUS, '204', { contentStatus: 'SUSPENDED' }]);
  await play(client, [STATUS, '400 1000', { contentStatus: 'UPDATING' }]);
});

test.each<[object | string, string]>([
  [{ ...app, binaryList: [] }, '400 8014'],
  [{ ...app, publicationType: '04' }, '400 1000'],
  [{ ...app, publicationType: '02' }, '400 1000'],
  [{}, '400 1000'],
  [[], '400 1000'],
  ['no JSON', '400 1000'],
])('contentUpdate refuses %j with %s', async (fields, expected) => {
  const { client } = await clientOf();
  expect(outcomeOf(await client(UPDATE, fields))).toBe(expected);
  const asText = { 'content-type': 'text/plain' };
  expect(outcomeOf(await client(UPDATE, app, asText))).toBe('400 1000');
});

test('contentUpdate keeps what is left out or null, and wipes what is empty', async () => {
  const { client } = await clientOf();
  const lists = { screenshots: null, addLanguage: 'null', sellCountryList: [], binaryList: null };
  const kept = { appTitle: 'Example App', screenshots: [{}], addLanguage: [] };
  const changed = { ...kept, newFeature: 'x', sellCountryList: [] };
  await play(client, [UPDATE, '200', { ...lists, newFeature: 'x' }], [INFO, [{}, changed]]);
});

test.each(['form-data', 'mixed'])('a file gets a key, sent as multipart/%s', async (type) => {
  const { client } = await clientOf();
  const encoded = new Response(form(await field(client(SESSION), 'sessionId'), 'a.apk'));
  const header = encoded.headers.get('content-type')?.replace('form-data', type) ?? '';
  const reply = await client(UPLOAD, await encoded.text(), { 'content-type': header });
  expect(reply.json).toEqual({
    ...{ fileKey: expect.any(String) as unknown, fileName: 'a.apk', fileSize: '7' },
    ...{ errorCode: null, errorMsg: null },
  });
});

test('a file and a live session are required, and a form', async () => {
  const { client } = await clientOf();
  const session = await field(client(SESSION), 'sessionId');
  // The upload host is not behind the gateway, so nothing wraps its errors.
  const code = async (body: object): Promise<string> =>
    await field(client(UPLOAD, body), 'errorCode');
  expect(await code(form(session))).toBe('7001');
  expect(await code(form('made-up', 'a.apk'))).toBe('7002');
  expect(await code({})).toBe('1000');
});

test('files go to the host of the emulator, or to the second one of the Galaxy Store', async () => {
  const { client, emulator } = await clientOf();
  const url = (headers = {}): Promise<string> => field(client(SESSION, undefined, headers), 'url');
  expect(await url()).toBe(`${emulator.url}/galaxyapi/fileUpload`);
  expect(await url({ host: 'devapi.samsungapps.com' })).toBe(
    'https://seller.samsungapps.com/galaxyapi/fileUpload',
  );
});

test.each([
  ['devapi.samsungapps.com', UPLOAD, 404],
  ['seller.samsungapps.com', UPLOAD, 400],
  ['seller.samsungapps.com', LIST, 404],
  ['devapi.samsungapps.com:443', LIST, 200],
])('%s answers %s with %i', async (host, target, status) => {
  const { client } = await clientOf();
  expect((await client(target, undefined, { host })).status).toBe(status);
});

test.each<[string, string, object]>([
  ['a new name', '200', {}],
  ['the name of an earlier binary, which uploads well', '400 5021', { name: 'app-1.apk' }],
  ['an unknown key', '400 1000', { filekey: 'made-up' }],
  ['its key in upper case', '400 1000', { filekey: undefined, fileKey: 'x' }],
  ['an odd gms', '400 1000', { gms: 'yes' }],
])('a binary with %s: %s', async (_what, expected, more: { name?: string }) => {
  const { client } = await clientOf();
  const { name = 'app-2.apk', ...fields } = more;
  const binary = { filekey: await uploaded(client, name), gms: 'Y', ...fields };
  await play(client, [UPDATE, '200'], [ADD, expected, binary]);
  if (expected === '200') await play(client, [ADD, '400 5021', binary]);
});

const add = { function: 'ADD', binarySeq: '1' };
const enable = (rolloutRate: number, appStatus = 'REGISTRATION'): object => ({
  ...{ function: 'ENABLE_ROLLOUT', appStatus, rolloutRate },
});
const view = (what: string, appStatus = 'REGISTRATION'): string =>
  `GET /seller/v2/content/stagedRollout${what}?contentId=${ID}&appStatus=${appStatus}`;

test('a staged rollout wants binaries before the rate, and a rate that only rises', async () => {
  const { client } = await clientOf();
  const binaries = [{ seq: 1, versionName: '1', rolloutStatus: 'ENABLED' }];
  await play(
    client,
    [BINARY, '400 3206', add],
    [RATE, '400 3100', enable(10)],
    [UPDATE, '200'],
    [RATE, '400 3207', enable(10)],
    [view('Rate'), '400 3208'],
    [BINARY, '400 1000', { ...add, binarySeq: '9' }],
    [BINARY, '200', add],
    ...[0, 101, 1.5].map((odd): Row => [RATE, '400 1000', enable(odd)]),
    [RATE, '200', enable(10)],
    [RATE, '400 3104', enable(5)],
    [view('Rate'), { data: { rolloutRate: 10 } }],
    [view('Binary'), { data: { binaries } }],
  );
});

test('a staged rollout is raised or ended on sale, and ended before the next update', async () => {
  const { client, emulator } = await clientOf();
  await play(client, [UPDATE, '200'], [BINARY, '200', add]);
  await play(client, [RATE, '200', enable(10)], [SUBMIT, '204']);
  emulator.review(ID, 'pass');
  await play(
    client,
    [UPDATE, '403 4105'],
    [RATE, '200', enable(20, 'SALE')],
    [RATE, '200', { function: 'DISABLE_ROLLOUT', appStatus: 'SALE' }],
    [view('Binary', 'SALE'), { data: { binaries: [{ rolloutStatus: 'DISABLED' }] } }],
    [UPDATE, '200'],
  );
});

test.each([false, true])('errors name two things differently, and are bare: %s', async (strict) => {
  const { client } = await clientOf({ strict });
  const outer = { from: 'seller', message: 'Request failed with status code 400' };
  const shaped = (body: object): object => (strict ? body : { ...outer, body });
  const text = 'Not found for contentId';
  const old = { errorCode: '3100', errorMsg: text, httpStatus: 'BAD_REQUEST' };
  const unknown = { contentId: '999999999999' };
  expect((await client(UPDATE, unknown)).json).toEqual(shaped(old));
  expect((await client(ADD, unknown)).json).toEqual(
    shaped({ resultCode: '3100', resultMessage: text }),
  );
});

test('contentUpdate asks for what its reference calls required, when the emulator is strict', async () => {
  const { client } = await clientOf({ strict: true });
  const all = { ...app, defaultLanguageCode: 'ENG', paid: 'N', publicationType: '01' };
  for (const name of Object.keys(all)) {
    const { status, text } = await client(UPDATE, { ...all, [name]: undefined });
    expect([status, text]).toEqual([400, expect.stringContaining(name)]);
  }
  expect((await client(UPDATE, all)).status).toBe(200);
});

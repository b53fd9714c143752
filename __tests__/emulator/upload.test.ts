import { describe, expect, test } from '@jest/globals';
import { AppStore } from '../../emulator/apps.ts';
import { Uploads } from '../../emulator/upload.ts';
import { withEmulator } from './support.ts';
import type { Reply, Sent } from './support.ts';
import { Publisher, publishing } from './publisher.ts';

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

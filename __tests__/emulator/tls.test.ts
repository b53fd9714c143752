import { get } from 'node:https';
import { describe, expect, test } from '@jest/globals';
import { generate } from 'selfsigned';
import type { Emulator } from '../../emulator/emulator.ts';
import { codeOf, withEmulator } from './support.ts';

describe('over TLS', () => {
  test('answers, and resets the TCP connection beneath', async () => {
    const made = await generate([{ name: 'commonName', value: 'localhost' }]);
    const tls = { key: made.private, cert: made.cert };
    await withEmulator({ tls }, async (emulator) => {
      expect(emulator.url).toMatch(/^https:/);
      expect(await statusOverTls(emulator, tls.cert)).toBe(404);
      emulator.setFaults(() => ({ kind: 'reset' }));
      expect(await codeOf(statusOverTls(emulator, tls.cert))).toBe('ECONNRESET');
    });
  });
});

async function statusOverTls(emulator: Emulator, ca: string): Promise<number | undefined> {
  return await new Promise((resolve, reject) => {
    const options = { ca, servername: 'localhost', agent: false, checkServerIdentity };
    get(`${emulator.url}/`, options, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}

/** The certificate names localhost, the URL its address; that is not what is tested here. */
function checkServerIdentity(): undefined {
  return undefined;
}

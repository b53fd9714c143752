import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { maskAll, maskProxyCredentials, setSecret } from '../../src/mask.ts';
import { withoutProxy } from './helpers/proxy-variables.ts';

withoutProxy();

const written: string[] = [];

beforeEach(() => {
  written.length = 0;
  for (const name of ['stdout', 'stderr'] as const) {
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      written.push(`${name} ${String(text).trimEnd()}`);
      return true;
    });
  }
});

afterEach(() => {
  jest.restoreAllMocks();
});

const masked = (where: string): string => `${where} ::add-mask::50 %25%0D%0Aof it`;

test.each([
  ['stdout', {}, [masked('stdout')]],
  ['both, where Node prints', { NODE_DEBUG: 'https' }, [masked('stdout'), masked('stderr')]],
])('a mask stands on %s', (_where, env, lines) => {
  Object.assign(process.env, env);
  setSecret('50 %\r\nof it');

  expect(written).toEqual(lines);
});

test('all masks are set once, and none that would hide ordinary text', () => {
  const masks: string[] = [];
  maskAll({ setSecret: (mask) => masks.push(mask) }, ['12345678', '1234567', '12345678', '']);

  expect(masks).toEqual(['12345678']);
  expect(process.stdout.writableCorked).toBe(0);
});

describe('the credentials of a proxy', () => {
  const masksFor = (address: string, nodeDebug = 'http'): readonly string[] => {
    Object.assign(process.env, { NODE_DEBUG: nodeDebug, HTTPS_PROXY: address });
    const masks: string[] = [];
    maskProxyCredentials({ setSecret: (secret) => masks.push(secret) }, 'https://store.example');
    return masks;
  };

  test.each([
    ['user:p%40ss', 'user:p@ss'],
    ['user', 'user:'],
    [':pass', ':pass'],
  ])('are masked as they are sent: %s', (userInfo, credentials) => {
    const sent = Buffer.from(credentials).toString('base64');

    expect(masksFor(`http://${userInfo}@proxy.example:3128`)).toEqual([sent]);
    expect(masksFor(`http://${userInfo}@proxy.example:3128`, '')).toEqual([]);
  });

  test.each([
    ['there are none', 'http://proxy.example'],
    ['they are so short that the mask would hide ordinary text', 'http://u:@proxy.example'],
    ['the address is not used', 'http://user:pass@word@proxy.example'],
    ['there is no proxy', ''],
  ])('are not masked where %s', (_why, address) => {
    expect(masksFor(address)).toEqual([]);
  });
});

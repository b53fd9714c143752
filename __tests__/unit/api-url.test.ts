import { describe, expect, test } from '@jest/globals';

import { parseApiUrl } from '../../src/api-url.ts';
import { UserError } from '../../src/user-error.ts';
import { thrownBy } from '../helpers/thrown.ts';

const PLAIN_HTTP = 'is plain http, which would show the token to the network';

describe('the address of the API', () => {
  test.each([
    ['https://devapi.samsungapps.com', 'https://devapi.samsungapps.com'],
    ['https://devapi.samsungapps.com/', 'https://devapi.samsungapps.com'],
    ['https://devapi.samsungapps.com///', 'https://devapi.samsungapps.com'],
    ['HTTPS://DevApi.SamsungApps.com:443', 'https://devapi.samsungapps.com'],
    ['https://proxy.example:8443/galaxy/store/', 'https://proxy.example:8443/galaxy/store'],
    ['https://localhost', 'https://localhost'],
    ['http://localhost', 'http://localhost'],
    ['http://localhost:8080/', 'http://localhost:8080'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://127.100.20.255', 'http://127.100.20.255'],
    ['http://127.1', 'http://127.0.0.1'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('%s is taken as %s', (text, address) => {
    expect(parseApiUrl(text)).toBe(address);
  });

  test.each([
    ['devapi.samsungapps.com', 'is not a URL'],
    ['https://', 'is not a URL'],
    ['https://devapi.samsungapps.com:0', 'has a host name or a port that cannot exist'],
    ['https://devapi.samsungapps.com:65536', 'is not a URL'],
    [`https://${'a'.repeat(64)}.test`, 'has a host name or a port that cannot exist'],
    ['https://devapi..samsungapps.com', 'has a host name or a port that cannot exist'],
    ['http://127.0.0.1:0', 'has a host name or a port that cannot exist'],
    ['ftp://devapi.samsungapps.com', 'is not an https address'],
    ['file:///etc/passwd', 'is not an https address'],
    ['devapi:443', 'is not an https address'],
    ['http://devapi.samsungapps.com', PLAIN_HTTP],
    ['http://localhost.example', PLAIN_HTTP],
    ['http://mylocalhost', PLAIN_HTTP],
    ['http://127.0.0.1.example', PLAIN_HTTP],
    ['http://a127.0.0.1.example', PLAIN_HTTP],
    ['http://128.0.0.1', PLAIN_HTTP],
    ['http://[::2]', PLAIN_HTTP],
    ['https://user@devapi.samsungapps.com', 'holds a user name or a password'],
    ['https://:password@devapi.samsungapps.com', 'holds a user name or a password'],
    ['https://devapi.samsungapps.com?a=b', 'has a query or a fragment'],
    ['https://devapi.samsungapps.com/?', 'has a query or a fragment'],
    ['https://devapi.samsungapps.com#', 'has a query or a fragment'],
    ['https://devapi.samsungapps.com/#top', 'has a query or a fragment'],
  ])('%s is refused because it %s', (text, problem) => {
    const error = thrownBy(UserError, () => parseApiUrl(text));

    expect(error.topic).toBe('api-url-not-allowed');
    expect(error.message).toBe(
      `api-url ${problem}. Leave the input out to use https://devapi.samsungapps.com, or give an ` +
        'https address without user name, password, query and fragment. Plain http is accepted for ' +
        'loopback addresses alone, such as http://127.0.0.1:8080.',
    );
  });
});

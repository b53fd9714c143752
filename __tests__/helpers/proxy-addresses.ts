/** Addresses of a proxy that cannot be used, by what is wrong with them. Most of them hold a password. */
export const BAD_PROXY_ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  'one of the characters / ? # \\ @ or a space stands where it may not': [
    'ht tp://proxy-user:s3cret-pw@proxy.test',
    'http://proxy-user:12345/s3cret@proxy.test:3128',
    'http://proxy-user:12345?s3cret@proxy.test:3128',
    'http://proxy-user:12345#s3cret@proxy.test:3128',
    'http://proxy-user:12345\\s3cret@proxy.test:3128',
    'http://proxy-user:pass@s3cret@127.0.0.1:1',
    ...['http://127.0.0.1:1/s3cret', 'http://127.0.0.1:1//', 'http://127.0.0.1: 1'],
    'http:/127.0.0.1:1',
  ],
  'its host, its port, or a % in it is not valid': [
    'proxy-user:s3cret%pw@127.0.0.1:1',
    'proxy-user:s3cret%ff@127.0.0.1:1',
    ...['http://proxy-user:s3cret-pw@', 'http://:3128', 'http:proxy.test:3128', 'http://['],
    ...['http://127.0.0.1:0', 'http://127.0.0.1:65536', 'http://proxy..test:3128'],
    `http://${'a'.repeat(64)}.test:3128`,
  ],
  'it is neither an http nor an https address': [
    'socks5://proxy-user:s3cret-pw@127.0.0.1:1080',
    'file://s3cret',
  ],
};

import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';

import { afterAll, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { createCertificates } from '../../../emulator/certificates.ts';

import { attemptTimedOut, networkFault } from '../../../src/galaxy-store/network-fault.ts';
import { recogniseErrorsOfNode } from '../helpers/errors-of-node.ts';
import { withoutProxy } from '../helpers/proxy-variables.ts';

const URL_OF_CALL = 'https://devapi.samsungapps.com/auth/accessToken';
const HOST = 'devapi.samsungapps.com';

/** An error as Node throws it. */
function nodeError(code: unknown, message = 'what Node says'): Error {
  return Object.assign(new Error(message), { code });
}

/** An error as `tunnel` throws it, always with this code. */
function tunnelError(what: string): Error {
  return nodeError('ECONNRESET', `tunneling socket could not be established, ${what}`);
}

withoutProxy();
recogniseErrorsOfNode();
const loaded = jest.spyOn(tls, 'getCACertificates');
beforeEach(() => {
  loaded.mockReturnValue([]);
});

describe('a connection that fails', () => {
  test.each<[string, string]>([
    ['ECONNREFUSED', 'the connection was refused (ECONNREFUSED)'],
    ['EAI_AGAIN', 'the name server did not answer (EAI_AGAIN)'],
    ['EHOSTUNREACH', 'the host cannot be reached (EHOSTUNREACH)'],
    ['ENETUNREACH', 'the network cannot be reached (ENETUNREACH)'],
    ['ENOTFOUND', 'the host name is not known (ENOTFOUND)'],
    ['ECONNRESET', 'the connection was closed before the answer was complete (ECONNRESET)'],
    ['EPIPE', 'the connection was closed while the request was sent (EPIPE)'],
    ['ETIMEDOUT', 'the connection was not answered in time (ETIMEDOUT)'],
    [
      'EPROTO',
      'the connection could not be made secure, so another server may answer there (EPROTO)',
    ],
    [
      'ERR_SSL_WRONG_VERSION_NUMBER',
      'the connection could not be made secure, so another server may answer there (ERR_SSL_WRONG_VERSION_NUMBER)',
    ],
    ['ERR_STREAM_PREMATURE_CLOSE', 'the connection failed (ERR_STREAM_PREMATURE_CLOSE)'],
    ['NOT_CERT_HAS_EXPIRED', 'the connection failed (NOT_CERT_HAS_EXPIRED)'],
    ['NOT_INVALID_CA', 'the connection failed (NOT_INVALID_CA)'],
    ['INVALID_CA_X', 'the connection failed (INVALID_CA_X)'],
    ['NOT_HPE_INVALID', 'the connection failed (NOT_HPE_INVALID)'],
    ['NOT_ERR_INVALID_CHAR', 'the connection failed (NOT_ERR_INVALID_CHAR)'],
    ['NOT_ERR_SSL_X', 'the connection failed (NOT_ERR_SSL_X)'],
  ])('with %s may be tried again', (code, reason) => {
    const cause = nodeError(code);
    const error = networkFault(URL_OF_CALL, cause, 'unanswered');

    expect(error.message).toBe(`${HOST}: ${reason}`);
    expect(error.facts).toEqual({ kind: 'network', transient: true, effect: 'unanswered' });
    expect(error.cause).toBe(cause);
  });

  test('before the request could go out has lost no answer', () => {
    expect(networkFault(URL_OF_CALL, nodeError('ECONNRESET'), 'none').facts).toEqual({
      kind: 'network',
      transient: true,
      effect: 'none',
    });
  });

  test('because Node refuses the request is not tried again', () => {
    expect(networkFault(URL_OF_CALL, nodeError('ERR_INVALID_CHAR'), 'none').facts).toEqual({
      kind: 'network',
      transient: false,
      effect: 'none',
    });
  });

  test.each([
    ['an error without a code', new Error('aborted')],
    ['an error whose code is a number', nodeError(5)],
    ['what is no error', 'aborted'],
  ])('without a known reason is told as such: %s', (_what, cause) => {
    const error = networkFault(URL_OF_CALL, cause, 'unanswered');

    expect(error.message).toBe(`${HOST}: the connection failed`);
    expect(error.facts).toEqual({ kind: 'network', transient: true, effect: 'unanswered' });
    expect(error.cause).toBe(cause);
  });

  test('is told with the port, where it is not the usual one', () => {
    const error = networkFault('http://127.0.0.1:9/auth', nodeError('ECONNREFUSED'), 'none');

    expect(error.message).toBe('127.0.0.1:9: the connection was refused (ECONNREFUSED)');
  });
});

describe('a certificate that is not accepted', () => {
  test.each([
    ['CERT_HAS_EXPIRED', 'the certificate has expired'],
    ['CERT_SIGNATURE_FAILURE', 'the certificate was not signed by the authority that it names'],
    ['CERT_NOT_YET_VALID', 'the certificate is not valid yet'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'the certificate is self-signed'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'the certificate is for another host name'],
    [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'the certificate comes from an authority that is not trusted here',
    ],
    ['UNABLE_TO_GET_ISSUER_CERT', 'the certificate comes from an authority that is not known here'],
    [
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'the certificate comes from an authority that is not known here',
    ],
    [
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'the certificate comes from an authority that is not known here',
    ],
    ['INVALID_CA', 'the certificate comes from an authority that may not issue certificates'],
    ['INVALID_PURPOSE', 'the certificate, or that of its authority, is not made for servers'],
    ['CERT_REVOKED', 'the certificate was not accepted'],
    ['PATH_LENGTH_EXCEEDED', 'the certificate was not accepted'],
    ['HOSTNAME_MISMATCH', 'the certificate was not accepted'],
    ['UNSPECIFIED', 'the certificate was not accepted'],
  ])('is not tried again: %s', (code, reason) => {
    const cause = nodeError(code);
    const error = networkFault(URL_OF_CALL, cause, 'unanswered');

    expect(error.message).toBe(`${HOST}: ${reason} (${code})`);
    expect(error.facts).toEqual({ kind: 'certificate', transient: false, effect: 'none' });
    expect(error.cause).toBe(cause);
  });
});

describe('an answer that is not HTTP', () => {
  test('is not tried again, although the request went out', () => {
    const cause = nodeError('HPE_INVALID_CONSTANT', 'Parse Error: Expected HTTP/');
    const error = networkFault(URL_OF_CALL, cause, 'unanswered');

    expect(error.message).toBe(
      `${HOST} answered with something that is not HTTP (HPE_INVALID_CONSTANT)`,
    );
    expect(error.facts).toEqual({
      kind: 'unexpected-answer',
      transient: false,
      effect: 'unanswered',
    });
    expect(error.cause).toBe(cause);
  });
});

describe('an attempt that takes too long', () => {
  test.each([
    [20_000, '20'],
    [5_499, '5'],
    [5_500, '6'],
  ])('%d ms', (ms, seconds) => {
    const cause = new Error('aborted');
    const error = attemptTimedOut(URL_OF_CALL, ms, 'unanswered', cause);

    expect(error.message).toBe(`${HOST}: no complete answer within ${seconds} s`);
    expect(error.facts).toEqual({ kind: 'network', transient: true, effect: 'unanswered' });
    expect(error.cause).toBe(cause);
  });
});

describe('a proxy', () => {
  beforeEach(() => {
    process.env['https_proxy'] = 'http://user:password@proxy.example:3128';
  });

  test.each<[string, boolean, number | undefined, string]>([
    ['statusCode=407', false, 407, 'it wants a user name and a password (HTTP 407)'],
    ['statusCode=403', false, 403, 'it refused the connection (HTTP 403)'],
    ['statusCode=499', false, 499, 'it refused the connection (HTTP 499)'],
    ['statusCode=500', true, 500, 'it refused the connection (HTTP 500)'],
    ['statusCode=502', true, 502, 'it refused the connection (HTTP 502)'],
    [
      'cause=connect ECONNREFUSED 127.0.0.1:9',
      true,
      undefined,
      'the connection was refused (ECONNREFUSED)',
    ],
    [
      'cause=getaddrinfo ENOTFOUND proxy.example',
      true,
      undefined,
      'the host name is not known (ENOTFOUND)',
    ],
    [
      'cause=getaddrinfo EAI_AGAIN proxy.example',
      true,
      undefined,
      'the name server did not answer (EAI_AGAIN)',
    ],
    ['cause=Parse Error:\nExpected HTTP/', true, undefined, 'the connection failed'],
    ['cause=socket hang up', true, undefined, 'the connection failed'],
    ['cause=NOECONNREFUSED', true, undefined, 'the connection failed'],
    ['cause=', true, undefined, 'the connection failed'],
  ])('that does not let us through is named without its password: %s', (...row) => {
    const [what, transient, status, reason] = row;
    const cause = tunnelError(what);
    const error = networkFault(URL_OF_CALL, cause, 'unanswered');

    expect(error.message).toBe(`the proxy proxy.example:3128: ${reason}`);
    expect(error.facts).toStrictEqual({
      kind: 'proxy',
      transient,
      effect: 'none',
      ...(status === undefined ? {} : { status }),
    });
    expect(error.cause).toBe(cause);
  });

  test.each(['x tunneling socket could not be established, statusCode=407', 'statusCode=407'])(
    'is not to blame for "%s"',
    (message) => {
      expect(
        networkFault(URL_OF_CALL, nodeError('ECONNRESET', message), 'unanswered').facts.kind,
      ).toBe('network');
    },
  );

  test('is named when the connection through it fails', () => {
    expect(networkFault(URL_OF_CALL, nodeError('ECONNRESET'), 'unanswered').message).toBe(
      `${HOST} through the proxy proxy.example:3128: ` +
        'the connection was closed before the answer was complete (ECONNRESET)',
    );
    expect(networkFault(URL_OF_CALL, nodeError('HPE_X'), 'unanswered').message).toBe(
      `${HOST} through the proxy proxy.example:3128 answered with something that is not HTTP (HPE_X)`,
    );
    expect(attemptTimedOut(URL_OF_CALL, 20_000, 'none', undefined).message).toBe(
      `${HOST} through the proxy proxy.example:3128: no complete answer within 20 s`,
    );
  });

  test.each([
    'self-signed certificate',
    'unable to verify the first certificate',
    "Hostname/IP does not match certificate's altnames: Host: localhost. is not in the cert's altnames",
    'CERTIFICATE_VERIFY_FAILED',
    'no altnames',
  ])('whose certificate is not accepted is not tried again: %s', (what) => {
    const cause = tunnelError(`cause=${what}`);
    const error = networkFault(URL_OF_CALL, cause, 'none');

    expect(error.message).toBe('the proxy proxy.example:3128: its certificate was not accepted');
    expect(error.facts).toEqual({ kind: 'certificate', transient: false, effect: 'none' });
    expect(error.cause).toBe(cause);
  });

  test('is named with the entry of NO_PROXY that is not understood', () => {
    process.env['no_proxy'] = `https://${HOST}`;

    expect(networkFault(URL_OF_CALL, tunnelError('statusCode=403'), 'none').message).toBe(
      `the proxy proxy.example:3128 ("https://${HOST}" in NO_PROXY is not understood): ` +
        'it refused the connection (HTTP 403)',
    );
  });

  test.each([
    ['self-signed certificate in certificate chain', true],
    ['unable to get local issuer certificate', true],
    ['unable to verify the first certificate', true],
    ['certificate signature failure', true],
    ['certificate not trusted', true],
    ['certificate has expired', false],
    ["Hostname/IP does not match certificate's altnames", false],
  ])('whose certificate is not accepted may lack an authority: %s', (what, unknownAuthority) => {
    process.env['NODE_EXTRA_CA_CERTS'] = '/nowhere';
    const { message } = networkFault(URL_OF_CALL, tunnelError(`cause=${what}`), 'none');

    expect(message.endsWith('NODE_EXTRA_CA_CERTS names does not exist')).toBe(unknownAuthority);
  });
});

describe('the file in NODE_EXTRA_CA_CERTS', () => {
  const unknownAuthority = (): string =>
    networkFault(URL_OF_CALL, nodeError('SELF_SIGNED_CERT_IN_CHAIN'), 'none').message;
  const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
  const write = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test.each([
    ['UNABLE_TO_GET_ISSUER_CERT', true],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', true],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', true],
    ['CERT_SIGNATURE_FAILURE', true],
    ['CERT_UNTRUSTED', true],
    ['CERT_HAS_EXPIRED', false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', false],
  ])('may be the reason for %s: %s', (code, maybe) => {
    process.env['NODE_EXTRA_CA_CERTS'] = '/nowhere';

    expect(networkFault(URL_OF_CALL, nodeError(code), 'none').message.includes('EXTRA')).toBe(
      maybe,
    );
  });

  test('may not be set', () => {
    process.env['NODE_EXTRA_CA_CERTS'] = '';

    expect(unknownAuthority()).toMatch(/\(SELF_SIGNED_CERT_IN_CHAIN\)$/);
  });

  test('may have been loaded without any use', () => {
    process.env['NODE_EXTRA_CA_CERTS'] = '/nowhere';
    loaded.mockClear().mockReturnValue(['one', 'two']);

    expect(unknownAuthority()).toBe(
      `${HOST}: the certificate comes from an authority that is not trusted here (SELF_SIGNED_CERT_IN_CHAIN). ` +
        'The file that NODE_EXTRA_CA_CERTS names has no authority of this chain up to its root (certificates: 2)',
    );
    expect(loaded.mock.calls).toEqual([['extra']]);
  });

  test('may be missing, unreadable, or of another form', async () => {
    const { authority } = await createCertificates(['store.example']);
    const { raw } = new X509Certificate(authority);
    const none = 'holds no certificate in PEM form that can be read';
    for (const [file, problem] of [
      ['/nowhere', 'does not exist'],
      [folder, 'cannot be read (EISDIR)'],
      [
        write('der', raw),
        'is in DER form. Convert it to PEM: openssl x509 -inform der -in FILE -out FILE.pem',
      ],
      [write('cut', raw.subarray(0, 99)), none],
      [write('trusted', authority), none],
    ] as const) {
      process.env['NODE_EXTRA_CA_CERTS'] = file;

      expect(unknownAuthority().split('The file that NODE_EXTRA_CA_CERTS names ')[1]).toBe(problem);
    }
  });
});

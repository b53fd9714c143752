import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';

import { afterAll, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { createCertificates } from '../../../emulator/certificates.ts';
import type { Effect, FailureFacts } from '../../../src/galaxy-store/errors.ts';
import { attemptTimedOut, networkFault } from '../../../src/galaxy-store/network-fault.ts';
import { withoutProxy } from '../helpers/proxy-variables.ts';

const URL_OF_CALL = 'https://devapi.samsungapps.com/auth/accessToken';
const HOST = 'devapi.samsungapps.com';

/** An error as Node throws it. */
function nodeError(code: unknown, message = 'what Node says'): Error {
  return Object.assign(new Error(message), { code });
}

const TUNNEL = 'tunneling socket could not be established, ';

/** An error as `tunnel` throws it, always with this code. */
function tunnelError(what: string): Error {
  return nodeError('ECONNRESET', `${TUNNEL}${what}`);
}

withoutProxy();
const loaded = jest.spyOn(tls, 'getCACertificates');
beforeEach(() => {
  loaded.mockReturnValue([]);
});

/** Expects how an attempt that threw this is classified, and that the error knows its cause. */
function expectFault(
  cause: unknown,
  message: string,
  facts: FailureFacts,
  effect: Effect = 'unanswered',
): void {
  const error = networkFault(URL_OF_CALL, cause, effect);
  expect(error.message).toBe(message);
  expect(error.facts).toStrictEqual(facts);
  expect(error.cause).toBe(cause);
}

const LOST: FailureFacts = { kind: 'network', transient: true, effect: 'unanswered' };
const NOT_TRUSTED: FailureFacts = { kind: 'certificate', transient: false, effect: 'none' };

describe('a connection that fails', () => {
  const INSECURE = 'the connection could not be made secure, so another server may answer there';

  test.each([
    ['ECONNREFUSED', 'the connection was refused'],
    ['EAI_AGAIN', 'the name server did not answer'],
    ['EHOSTUNREACH', 'the host cannot be reached'],
    ['ENETUNREACH', 'the network cannot be reached'],
    ['ENOTFOUND', 'the host name is not known'],
    ['ECONNRESET', 'the connection was closed before the answer was complete'],
    ['EPIPE', 'the connection was closed while the request was sent'],
    ['ETIMEDOUT', 'the connection was not answered in time'],
    ['EPROTO', INSECURE],
    ['ERR_SSL_WRONG_VERSION_NUMBER', INSECURE],
    ['ERR_STREAM_PREMATURE_CLOSE', 'the connection failed'],
    ['NOT_CERT_HAS_EXPIRED', 'the connection failed'],
    ['NOT_INVALID_CA', 'the connection failed'],
    ['INVALID_CA_X', 'the connection failed'],
    ['NOT_HPE_INVALID', 'the connection failed'],
    ['NOT_ERR_INVALID_CHAR', 'the connection failed'],
    ['NOT_ERR_SSL_X', 'the connection failed'],
  ])('with %s may be tried again', (code, reason) => {
    const cause = nodeError(code);
    for (const effect of ['unanswered', 'none'] as const) {
      expectFault(cause, `${HOST}: ${reason} (${code})`, { ...LOST, effect }, effect);
    }
  });

  test('because Node refuses the request is not tried again', () => {
    const { facts } = networkFault(URL_OF_CALL, nodeError('ERR_INVALID_CHAR'), 'none');
    expect(facts).toEqual({ kind: 'network', transient: false, effect: 'none' });
  });

  test.each([
    ['an error without a code', new Error('aborted')],
    ['an error whose code is a number', nodeError(5)],
    ['what is no error', 'aborted'],
  ])('without a known reason is told as such: %s', (_what, cause) => {
    expectFault(cause, `${HOST}: the connection failed`, LOST);
  });

  test('is told with the port, where it is not the usual one', () => {
    const error = networkFault('http://127.0.0.1:9/auth', nodeError('ECONNREFUSED'), 'none');
    expect(error.message).toBe('127.0.0.1:9: the connection was refused (ECONNREFUSED)');
  });

  test('by an answer that is not HTTP is not tried again, although the request went out', () => {
    expectFault(
      nodeError('HPE_INVALID_CONSTANT', 'Parse Error: Expected HTTP/'),
      `${HOST} answered with something that is not HTTP (HPE_INVALID_CONSTANT)`,
      { kind: 'unexpected-answer', transient: false, effect: 'unanswered' },
    );
  });

  test.each([
    [20_000, '20'],
    [5_499, '5'],
    [5_500, '6'],
  ])('after %d ms took too long', (ms, seconds) => {
    const cause = new Error('aborted');
    const error = attemptTimedOut(URL_OF_CALL, ms, 'unanswered', cause);
    expect(error.message).toBe(`${HOST}: no complete answer within ${seconds} s`);
    expect(error.facts).toEqual(LOST);
    expect(error.cause).toBe(cause);
  });
});

const FILE_MISSING = '. The file that NODE_EXTRA_CA_CERTS names does not exist';

describe('a certificate that is not accepted', () => {
  const UNKNOWN = 'the certificate comes from an authority that is not known here';
  const OTHER = 'the certificate was not accepted';

  // Another authority in NODE_EXTRA_CA_CERTS could have helped, or could not.
  test.each([
    ['CERT_HAS_EXPIRED', false, 'the certificate has expired'],
    [
      'CERT_SIGNATURE_FAILURE',
      true,
      'the certificate was not signed by the authority that it names',
    ],
    ['CERT_NOT_YET_VALID', false, 'the certificate is not valid yet'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', true, 'the certificate is self-signed'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', false, 'the certificate is for another host name'],
    ['SELF_SIGNED_CERT_IN_CHAIN', true, UNKNOWN.replace('known', 'trusted')],
    ['UNABLE_TO_GET_ISSUER_CERT', true, UNKNOWN],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', true, UNKNOWN],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', true, UNKNOWN],
    ['INVALID_CA', false, UNKNOWN.replace('is not known here', 'may not issue certificates')],
    [
      'INVALID_PURPOSE',
      false,
      'the certificate, or that of its authority, is not made for servers',
    ],
    ['CERT_REVOKED', false, OTHER],
    ['CERT_UNTRUSTED', true, OTHER],
    ['PATH_LENGTH_EXCEEDED', false, OTHER],
    ['HOSTNAME_MISMATCH', false, OTHER],
    ['UNSPECIFIED', false, OTHER],
  ])('is not tried again: %s, which may lack an authority: %s', (code, lacking, reason) => {
    process.env['NODE_EXTRA_CA_CERTS'] = '/nowhere';
    const message = `${HOST}: ${reason} (${code})${lacking ? FILE_MISSING : ''}`;
    expectFault(nodeError(code), message, NOT_TRUSTED);
  });
});

describe('a proxy', () => {
  const PROXY = 'the proxy proxy.example:3128';
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
      'cause=ECONNREFUSED 127.0.0.1:9',
      true,
      undefined,
      'the connection was refused (ECONNREFUSED)',
    ],
    ['cause=lookup ENOTFOUND x.example', true, undefined, 'the host name is not known (ENOTFOUND)'],
    ['cause=lookup EAI_AGAIN x', true, undefined, 'the name server did not answer (EAI_AGAIN)'],
    ['cause=Parse Error:\nExpected HTTP/', true, undefined, 'the connection failed'],
    ['cause=socket hang up', true, undefined, 'the connection failed'],
    ['cause=NOECONNREFUSED', true, undefined, 'the connection failed'],
    ['cause=', true, undefined, 'the connection failed'],
  ])('that does not let us through is named without its password: %s', (...row) => {
    const [what, transient, status, reason] = row;
    const facts = { kind: 'proxy', transient, effect: 'none', ...(status && { status }) } as const;
    expectFault(tunnelError(what), `${PROXY}: ${reason}`, facts);
  });

  test.each(['x ', ''])(
    'is not to blame where the words of `tunnel` do not stand in front',
    (text) => {
      const error = nodeError('ECONNRESET', `${text}${text && TUNNEL}statusCode=407`);
      expect(networkFault(URL_OF_CALL, error, 'unanswered').facts.kind).toBe('network');
    },
  );

  test('is named when the connection through it fails', () => {
    const faultOf = (code: string): string =>
      networkFault(URL_OF_CALL, nodeError(code), 'unanswered').message;
    expect(faultOf('EPIPE')).toMatch(`${HOST} through ${PROXY}: the connection was closed while`);
    expect(faultOf('HPE_X')).toMatch(`${HOST} through ${PROXY} answered with something that is`);
    expect(attemptTimedOut(URL_OF_CALL, 20_000, 'none', undefined).message).toBe(
      `${HOST} through ${PROXY}: no complete answer within 20 s`,
    );
  });

  test('is named with the entry of NO_PROXY that is not understood', () => {
    process.env['no_proxy'] = `https://${HOST}`;
    expect(networkFault(URL_OF_CALL, tunnelError('statusCode=403'), 'none').message).toBe(
      `${PROXY} ("https://${HOST}" in NO_PROXY is not understood): ` +
        'it refused the connection (HTTP 403)',
    );
  });

  test.each([
    ['self-signed certificate', true],
    ['unable to get local issuer certificate', true],
    ['unable to verify the first certificate', true],
    ['certificate signature failure', true],
    ['certificate not trusted', true],
    ['certificate has expired', false],
    ["Hostname/IP does not match certificate's altnames: Host: localhost. is not in them", false],
    ['CERTIFICATE_VERIFY_FAILED', false],
    ['no altnames', false],
  ])('has a certificate that is not accepted: %s, which may lack an authority: %s', (...row) => {
    const [what, lacking] = row;
    process.env['NODE_EXTRA_CA_CERTS'] = '/nowhere';
    const message = `${PROXY}: its certificate was not accepted${lacking ? FILE_MISSING : ''}`;
    expectFault(tunnelError(`cause=${what}`), message, NOT_TRUSTED);
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

  test('may not be set, or be set to nothing', () => {
    expect(unknownAuthority()).toMatch(/\(SELF_SIGNED_CERT_IN_CHAIN\)$/);
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

import { getProxyUrl } from '@actions/http-client';

import { GalaxyStoreError } from './errors.ts';

/** What the error codes of Node and OpenSSL mean, for those that people meet most. */
const REASONS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_SIGNATURE_FAILURE: 'the certificate was not signed by the authority that it names',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host name',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate comes from an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT: 'the certificate comes from an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'the certificate comes from an authority that is not known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate comes from an authority that is not known here',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was closed before the answer was complete',
  EAI_AGAIN: 'the name server did not answer',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ENOTFOUND: 'the host name is not known',
  EPIPE: 'the connection was closed while the request was sent',
  ETIMEDOUT: 'the connection was not answered in time',
};

/** With these the connection never stood, so the request cannot have gone out. */
const NEVER_CONNECTED = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
]);

const CERTIFICATE_CODE = /^(CERT_|ERR_TLS_CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** `tunnel` tells what the proxy did only in the sentence of its error. */
const TUNNEL_FAILURE = 'tunneling socket could not be established, ';

/** Node says so when the connection ends during the TLS handshake. */
const BEFORE_TLS = 'before secure TLS connection';

/**
 * Tells what a failed attempt means: which remedy it asks for, whether another attempt may succeed,
 * and whether the server may have received the request.
 *
 * @param error - what the HTTP client threw
 */
export function networkFault(url: string, error: unknown): GalaxyStoreError {
  const { code, message } = asFailure(error);
  if (code === 'ERR_INVALID_URL') {
    return new GalaxyStoreError(
      'the address in HTTPS_PROXY or HTTP_PROXY is no URL',
      { kind: 'proxy', transient: false },
      { cause: error },
    );
  }
  if (message.startsWith(TUNNEL_FAILURE)) {
    return proxyFault(url, message.slice(TUNNEL_FAILURE.length), error);
  }
  if (CERTIFICATE_CODE.test(code)) {
    return new GalaxyStoreError(
      `${hostOf(url)}: ${reasonOf(code)}`,
      { kind: 'certificate', transient: false },
      { cause: error },
    );
  }
  if (code.startsWith('HPE_')) {
    return new GalaxyStoreError(
      `${routeTo(url)} answered with something that is not HTTP (${code})`,
      { kind: 'unexpected-answer', transient: false, answerLost: true },
      { cause: error },
    );
  }
  const answerLost = !NEVER_CONNECTED.has(code) && !message.includes(BEFORE_TLS);
  return new GalaxyStoreError(
    `${routeTo(url)}: ${reasonOf(code)}`,
    { kind: 'network', transient: true, answerLost },
    { cause: error },
  );
}

/**
 * The attempt was cut off. Whether the request had gone out cannot be known, so it counts as sent.
 *
 * @param waitedMs - how long the attempt was allowed to take, in milliseconds
 */
export function attemptTimedOut(url: string, waitedMs: number, cause: unknown): GalaxyStoreError {
  return new GalaxyStoreError(
    `${routeTo(url)}: no complete answer within ${(waitedMs / 1000).toFixed(0)} s`,
    { kind: 'network', transient: true, answerLost: true },
    { cause },
  );
}

/** @param detail - such as `statusCode=407` or `cause=connect ECONNREFUSED 127.0.0.1:3128` */
function proxyFault(url: string, detail: string, cause: unknown): GalaxyStoreError {
  const prefix = 'statusCode=';
  const status = detail.startsWith(prefix) ? Number(detail.slice(prefix.length)) : undefined;
  // 407 and its like are the proxy's last word; a 5xx or a connection that fails may pass.
  const transient = status === undefined || status >= 500;
  const reason =
    status === 407
      ? 'it wants a user name and a password (HTTP 407)'
      : status === undefined
        ? reasonOf(/\b(E[A-Z_]+)\b/.exec(detail)?.[1] ?? '')
        : `it refused to connect us (HTTP ${status})`;
  return new GalaxyStoreError(
    `the proxy ${proxyOf(url)}: ${reason}`,
    { kind: 'proxy', transient, ...(status !== undefined && { status }) },
    { cause },
  );
}

function reasonOf(code: string): string {
  const reason = REASONS[code];
  if (reason) return `${reason} (${code})`;
  return code === '' ? 'the connection failed' : `the connection failed (${code})`;
}

/** The server, and the proxy on the way to it where there is one. */
function routeTo(url: string): string {
  const proxy = proxyOf(url);
  return proxy === '' ? hostOf(url) : `${hostOf(url)} through the proxy ${proxy}`;
}

function hostOf(url: string): string {
  return new URL(url).host;
}

/** Host and port alone: the address of a proxy may hold a password. */
function proxyOf(url: string): string {
  const proxy = getProxyUrl(url);
  return proxy === '' ? '' : new URL(proxy).host;
}

function asFailure(error: unknown): { readonly code: string; readonly message: string } {
  if (!(error instanceof Error)) return { code: '', message: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { code, message: error.message };
}

import { GalaxyStoreError, permanent, type Effect } from './errors.ts';
import { extraCaCertsProblem } from './extra-ca-certs.ts';
import { proxyFor, unknownNoProxyEntry } from './proxy.ts';

/** What the error codes of Node and OpenSSL mean, for those that people meet most. */
const REASONS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_SIGNATURE_FAILURE: 'the certificate was not signed by the authority that it names',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host name',
  INVALID_CA: 'the certificate comes from an authority that may not issue certificates',
  INVALID_PURPOSE: 'the certificate, or that of its authority, is not made for servers',
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
  EPROTO: 'the connection could not be made secure, so another server may answer there',
  EPIPE: 'the connection was closed while the request was sent',
  ETIMEDOUT: 'the connection was not answered in time',
};

// "X509 certificate error codes" of Node's documentation of TLS, and UNSPECIFIED, by which Node calls the
// ones that it has no name for.
const CERTIFICATE_CODE =
  /^(CERT_|ERR_TLS_CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|(INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH|UNSPECIFIED)$)/;

/** `tunnel` reports what the proxy did only in the sentence of its error. */
const TUNNEL_FAILURE = 'tunneling socket could not be established, ';

/**
 * Classifies a failed attempt: what there is to do about it, and whether another attempt may succeed.
 *
 * @param error - what the HTTP client threw
 * @param effect - what the request may have done at the server
 */
export function networkFault(url: string, error: unknown, effect: Effect): GalaxyStoreError {
  const { code, message } = asFailure(error);
  if (message.startsWith(TUNNEL_FAILURE)) {
    return proxyFault(url, message.slice(TUNNEL_FAILURE.length), error);
  }
  const route = routeTo(url);
  if (CERTIFICATE_CODE.test(code)) {
    const reason = `${route}: ${reasonOf(code, 'the certificate was not accepted')}`;
    const unknown = /ISSUER|LEAF_SIGNATURE|SELF_SIGNED|SIGNATURE_FAILURE|UNTRUSTED/.test(code);
    return certificateFault(reason, unknown, error);
  }
  if (code.startsWith('HPE_')) {
    const message = `${route} answered with something that is not HTTP (${code})`;
    return new GalaxyStoreError(message, permanent('unexpected-answer', effect), error);
  }
  // ERR_INVALID_…: Node refused the request itself, as it will the next time.
  const transient = !code.startsWith('ERR_INVALID_');
  const facts = { kind: 'network', transient, effect } as const;
  return new GalaxyStoreError(`${route}: ${reasonOf(code)}`, facts, error);
}

/**
 * The attempt took longer than it may.
 *
 * @param waitedMs - how long the attempt was allowed to take, in milliseconds
 * @param effect - what the request may have done at the server
 */
export function attemptTimedOut(
  url: string,
  waitedMs: number,
  effect: Effect,
  cause: unknown,
): GalaxyStoreError {
  const message = `${routeTo(url)}: no complete answer within ${(waitedMs / 1000).toFixed(0)} s`;
  return new GalaxyStoreError(message, { kind: 'network', transient: true, effect }, cause);
}

/** @param detail - such as `statusCode=407` or `cause=connect ECONNREFUSED 127.0.0.1:3128` */
function proxyFault(url: string, detail: string, cause: unknown): GalaxyStoreError {
  const proxy = proxyName(url);
  if (/certificate|altnames/i.test(detail)) {
    const unknown = /issuer|first certificate|self-signed|signature|not trusted/i.test(detail);
    return certificateFault(`${proxy}: its certificate was not accepted`, unknown, cause);
  }
  const prefix = 'statusCode=';
  const status = detail.startsWith(prefix) ? Number(detail.slice(prefix.length)) : undefined;
  // 407 and its like are the proxy's last word; a 5xx or a connection that fails is temporary.
  const transient = status === undefined || status >= 500;
  const facts = { ...permanent('proxy'), transient, ...(status !== undefined && { status }) };
  return new GalaxyStoreError(`${proxy}: ${proxyReason(status, detail)}`, facts, cause);
}

/** @param unknownAuthority - whether another authority in NODE_EXTRA_CA_CERTS could have helped */
function certificateFault(
  reason: string,
  unknownAuthority: boolean,
  cause: unknown,
): GalaxyStoreError {
  const problem = unknownAuthority ? extraCaCertsProblem() : '';
  const message = problem === '' ? reason : `${reason}. ${problem}`;
  return new GalaxyStoreError(message, permanent('certificate'), cause);
}

function proxyReason(status: number | undefined, detail: string): string {
  if (status === 407) return 'it wants a user name and a password (HTTP 407)';
  if (status !== undefined) return `it refused the connection (HTTP ${status})`;
  return reasonOf(/\b(E[A-Z_]+)\b/.exec(detail)?.[1] ?? '');
}

function reasonOf(code: string, unknown = 'the connection failed'): string {
  const reason = REASONS[code.startsWith('ERR_SSL_') ? 'EPROTO' : code] ?? unknown;
  return code === '' ? reason : `${reason} (${code})`;
}

/** The server, and the proxy on the way to it where there is one. */
function routeTo(url: string): string {
  const { host } = new URL(url);
  return proxyFor(url) === undefined ? host : `${host} through ${proxyName(url)}`;
}

/** Names the proxy without its credentials, and what may be the reason that it is used at all. */
function proxyName(url: string): string {
  const entry = unknownNoProxyEntry(url);
  const proxy = `the proxy ${proxyFor(url)?.host}`;
  return entry === '' ? proxy : `${proxy} (${entry} in NO_PROXY is not understood)`;
}

function asFailure(error: unknown): { readonly code: string; readonly message: string } {
  if (!(error instanceof Error)) return { code: '', message: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { code, message: error.message };
}

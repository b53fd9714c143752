import type { PrivateKeyResult } from './private-key.ts';
import { isUsable, readRsaKey } from './private-key/rsa-key.ts';
import type { ServiceAccountIdResult } from './service-account-id.ts';

/** The form of the IDs that Seller Portal gives. Such a text can be nothing else. */
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** A PEM file as OpenSSL writes it (RFC 7468), with nothing around it. */
const PEM =
  /^-----BEGIN (RSA )?PRIVATE KEY-----((?:\r?\n[A-Za-z0-9+/]{64})+(?:\r?\n[A-Za-z0-9+/]{1,63}={0,2})?)\r?\n-----END \1PRIVATE KEY-----$/;

/** Takes an ID in the form that Seller Portal gives, and nothing else. */
export function readUsualId(text: string): ServiceAccountIdResult | undefined {
  return UUID.test(text) ? { id: text, secretsToMask: [] } : undefined;
}

/**
 * Takes a key that proves itself, in the PEM form that OpenSSL writes. For this form, private-key.ts gives the
 * same.
 */
export function readUsualKey(text: string): PrivateKeyResult | undefined {
  const [, , pasted = ''] = PEM.exec(text) ?? [];
  const lines = pasted.trim().split(/\s+/);
  const body = lines.join('');
  const der = Buffer.from(body, 'base64');
  const rsa = readRsaKey(der);
  // Node forgives a wrong end of base64; then the masks would lack the right one.
  if (!isUsable(rsa) || der.toString('base64') !== body) return undefined;
  return { key: rsa.key, secretsToMask: [body, body.replace(/=+$/, ''), ...lines] };
}

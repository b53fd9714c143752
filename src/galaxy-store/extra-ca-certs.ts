import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import tls from 'node:tls';

/**
 * Says why NODE_EXTRA_CA_CERTS did not help when the authority of a certificate is not known, as a sentence
 * without its full stop. Empty where the variable is not set. It reads a file, so it is for a failure only.
 */
export function extraCaCertsProblem(): string {
  const path = process.env['NODE_EXTRA_CA_CERTS'] ?? '';
  return path === '' ? '' : `The file that NODE_EXTRA_CA_CERTS names ${problemOf(path)}`;
}

function problemOf(path: string): string {
  const { length: count } = tls.getCACertificates('extra');
  if (count > 0) return `has no authority of this chain up to its root (certificates: ${count})`;
  try {
    return isDer(readFileSync(path))
      ? 'is in DER form. Convert it to PEM: openssl x509 -inform der -in FILE -out FILE.pem'
      : 'holds no certificate in PEM form that can be read';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? 'does not exist' : `cannot be read (${String(code)})`;
  }
}

function isDer(bytes: Buffer): boolean {
  try {
    // It reads both forms; `raw` is DER.
    return new X509Certificate(bytes).raw[0] === bytes[0];
  } catch {
    return false;
  }
}

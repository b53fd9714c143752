import { generate } from 'selfsigned';

export interface Certificates {
  /** PEM of the certificate authority, for clients to trust. */
  readonly authority: string;
  /** PEM of the server's key and certificate. */
  readonly server: { readonly key: string; readonly cert: string };
}

/** Makes a certificate authority and a server certificate for the host names. Both live for a day. */
export async function createCertificates(hosts: readonly string[]): Promise<Certificates> {
  const options = {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + 24 * 60 * 60 * 1000),
  } as const;
  const authority = await generate([{ name: 'commonName', value: 'End-to-end tests' }], {
    ...options,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'Galaxy Store emulator' }], {
    ...options,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: hosts.map((value) => ({ type: 2, value })) },
    ],
  });
  return { authority: authority.cert, server: { key: server.private, cert: server.cert } };
}

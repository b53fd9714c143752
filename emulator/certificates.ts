import { generate } from 'selfsigned';

const DAY_MS = 24 * 60 * 60 * 1000;

export interface Certificates {
  /** PEM of the certificate authority, for clients to trust. */
  readonly authority: string;
  /** PEM of the server's key and certificate. */
  readonly server: { readonly key: string; readonly cert: string };
}

/**
 * Makes a certificate authority and a server certificate for the host names.
 *
 * @param faults - `notAfter`: when it ends; it began a week before now. `forClients`: it is made for clients
 */
export async function createCertificates(
  hosts: readonly string[],
  faults: { readonly notAfter?: Date; readonly forClients?: boolean } = {},
): Promise<Certificates> {
  const { notAfter = new Date(Date.now() + DAY_MS), forClients = false } = faults;
  const options = {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 7 * DAY_MS),
    notAfterDate: new Date(Date.now() + DAY_MS),
  } as const;
  const authority = await generate([{ name: 'commonName', value: 'Authority of the tests' }], {
    ...options,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'Galaxy Store emulator' }], {
    ...options,
    notAfterDate: notAfter,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: !forClients, clientAuth: forClients },
      { name: 'subjectAltName', altNames: hosts.map((value) => ({ type: 2, value })) },
    ],
  });
  return { authority: authority.cert, server: { key: server.private, cert: server.cert } };
}

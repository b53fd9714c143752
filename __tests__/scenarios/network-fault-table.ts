import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

import { createCertificates } from '../../emulator/certificates.ts';
import { BAD_PROXY_ADDRESSES } from '../helpers/proxy-addresses.ts';
import type { FaultCase } from './fault-table.ts';
import { HOST, type Network, type NetworkOptions } from '../../runner/network.ts';

/** One way in which a proxy or a certificate can keep the job from its token. */
export interface NetworkFault extends Pick<FaultCase, 'name' | 'requests' | 'says' | 'topic'> {
  readonly network?: NetworkOptions | (() => Promise<NetworkOptions>);
  /** The variables of the step. Default: the proxy, and no further authority. */
  readonly env?: (network: Network) => Readonly<Record<string, string>>;
  /** No request comes so far that the proxy sees it. */
  readonly proxySeesNothing?: boolean;
}

type Row = Omit<NetworkFault, 'requests' | 'topic'> & Partial<NetworkFault>;

/** Most faults are final, so there is one request. */
function faults(topic: string, rows: readonly Row[]): readonly NetworkFault[] {
  return rows.map((row) => ({ requests: 1, topic, ...row }));
}

/** Nobody listens there: port 1 belongs to a service (tcpmux) of long ago. */
export const CLOSED_ADDRESS = '127.0.0.1:1';

const PROXY = 'the proxy 127.0.0.1:';

const PROXY_FAULTS = faults('proxy-fault', [
  ...[
    { given: 'none', credentials: '' },
    { given: 'wrong ones', credentials: 'proxy-user:s3cret-pw@' },
  ].map(({ given, credentials }) => ({
    name: `the proxy wants a user name and a password, and gets ${given}`,
    network: { proxy: { credentials: 'proxy-user:right' } },
    env: ({ proxy }: Network) => ({ HTTPS_PROXY: `http://${credentials}127.0.0.1:${proxy.port}` }),
    says: [PROXY, 'it wants a user name and a password (HTTP 407)', 'Check HTTPS_PROXY'],
  })),
  {
    name: 'the proxy refuses the host',
    network: { proxy: { fault: 'refuse' } },
    says: [PROXY, 'it refused the connection (HTTP 403)', 'let the host through'],
  },
  {
    name: 'the proxy cannot reach the store',
    network: { proxy: { fault: 'bad-gateway' } },
    requests: 8,
    says: [
      PROXY,
      'refused the connection (HTTP 502) (after 8 attempts',
      'The proxy cannot connect',
    ],
  },
  {
    name: 'the proxy cannot be reached',
    env: () => ({ HTTPS_PROXY: `http://proxy-user:s3cret-pw@${CLOSED_ADDRESS}` }),
    requests: 8,
    proxySeesNothing: true,
    says: [`${PROXY}1: the connection was refused (ECONNREFUSED) (after 8 attempts`],
  },
  ...Object.entries(BAD_PROXY_ADDRESSES).flatMap(([problem, addresses]) =>
    addresses.map((address) => ({
      name: `the address of the proxy is "${address.replace('a'.repeat(64), 'aaa…')}"`,
      env: () => ({ HTTPS_PROXY: address }),
      proxySeesNothing: true,
      says: [`the proxy in HTTPS_PROXY cannot be used: ${problem}`, 'such as %40 for @'],
    })),
  ),
  ...[
    { entry: `https://${HOST}`, shown: `"https://${HOST}"` },
    { entry: 'http://proxy-user:s3cret@proxy.test', shown: 'an entry' },
  ].map(({ entry, shown }) => ({
    name: `the proxy refuses the host, and NO_PROXY has ${shown}`,
    network: { proxy: { fault: 'refuse' as const } },
    env: ({ proxy }: Network) => ({ HTTPS_PROXY: proxy.url, NO_PROXY: `10.0.0.0/8,${entry}` }),
    says: [`(${shown} in NO_PROXY is not understood): it refused the connection`],
  })),
]);

const ROUTE_FAULTS = faults('network-fault', [
  {
    name: 'the proxy never answers',
    network: { proxy: { fault: 'silent' } },
    requests: [3, 6],
    says: [`${HOST} through ${PROXY}`, 'no complete answer within'],
  },
  {
    name: 'the server behind the proxy does not speak TLS',
    network: { plain: true },
    requests: 8,
    says: ['the connection could not be made secure', '(after 8 attempts'],
  },
]);

const UNKNOWN = 'comes from an authority that is not known here';
const OTHER_AUTHORITY = await createCertificates([HOST]);

/** Files in NODE_EXTRA_CA_CERTS that do not help. */
const AUTHORITY_FILES = [
  {
    name: 'is not there',
    file: ({ authorityFile }: Network) => `${authorityFile}.missing`,
    says: 'does not exist',
  },
  { name: 'is a folder', file: () => '/', says: 'cannot be read (EISDIR)' },
  {
    name: 'is in DER form',
    file: ({ authorityFile }: Network) => {
      writeFileSync(`${authorityFile}.der`, new X509Certificate(readFileSync(authorityFile)).raw);
      return `${authorityFile}.der`;
    },
    says: 'is in DER form. Convert it to PEM',
  },
  {
    name: 'holds something else',
    file: () => import.meta.filename,
    says: 'holds no certificate in PEM form that can be read',
  },
  {
    name: 'has another authority',
    file: ({ authorityFile }: Network) => {
      writeFileSync(`${authorityFile}.other`, OTHER_AUTHORITY.authority);
      return `${authorityFile}.other`;
    },
    reason: 'the certificate was not signed by the authority that it names',
    says: 'has no authority of this chain up to its root (certificates: 1)',
  },
];

type CertificateOptions = Parameters<typeof createCertificates>[1];

/** A certificate that is wrong in itself, although its authority is trusted. */
const wrong = (name: string, says: string, host = HOST, options: CertificateOptions = {}): Row => ({
  name: `the certificate ${name}`,
  network: async () => ({ certificates: await createCertificates([host], options) }),
  env: ({ env }) => env,
  says: [says],
});

const CERTIFICATE_FAULTS = faults('certificate-refused', [
  {
    name: 'the certificate of a proxy with TLS is not accepted',
    network: async () => {
      const { server } = await createCertificates(['localhost']);
      return { proxy: { tls: server } };
    },
    env: ({ proxy }) => ({ HTTPS_PROXY: `https://localhost:${proxy.port}` }),
    proxySeesNothing: true,
    says: ['the proxy localhost:', 'its certificate was not accepted'],
  },
  { name: 'the certificate is from an unknown authority', says: [UNKNOWN] },
  ...AUTHORITY_FILES.map(({ name, file, reason = UNKNOWN, says }) => ({
    name: `the certificate is from an unknown authority, and the file in NODE_EXTRA_CA_CERTS ${name}`,
    env: (network: Network) => ({
      HTTPS_PROXY: network.proxy.url,
      NODE_EXTRA_CA_CERTS: file(network),
    }),
    says: [reason, `The file that NODE_EXTRA_CA_CERTS names ${says}`],
  })),
  wrong('has expired', 'the certificate has expired (CERT_HAS_EXPIRED)', HOST, {
    notAfter: new Date(Date.now() - 3_600_000),
  }),
  wrong('is made for clients', 'is not made for servers (INVALID_PURPOSE)', HOST, {
    forClients: true,
  }),
  wrong('is for another host', 'host name (ERR_TLS_CERT_ALTNAME_INVALID)', 'another-store.test'),
]).map((fault) => ({ ...fault, says: [...fault.says, 'Nothing was sent.'] }));

export const NETWORK_FAULTS = [...PROXY_FAULTS, ...ROUTE_FAULTS, ...CERTIFICATE_FAULTS];

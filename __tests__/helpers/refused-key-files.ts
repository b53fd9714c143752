import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';

import type { HelpTopic } from '../../src/user-error.ts';
import { certificateRequest, diffieHellmanKey, keyStore, selfSignedCertificate } from './der.ts';
import { generateRsaKey } from '../../emulator/rsa-key.ts';
import { bodyOf, toBase64, toPem, wrap } from './key-shapes.ts';
import type { RsaKey } from '../../emulator/rsa-key.ts';

/** A text that is refused, and what the refusal must say. */
export interface RefusedShape {
  readonly name: string;
  readonly text: string;
  readonly topic: HelpTopic;
  readonly says: RegExp;
}

/** Intact files that are something else than a plain private key. */
export function otherFiles({ privateKey, publicKey, pkcs8 }: RsaKey): readonly RefusedShape[] {
  const spki = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const pkcs1 = publicKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const certificate = selfSignedCertificate(privateKey, publicKey);
  const request = certificateRequest(privateKey, publicKey);
  const cipher = { cipher: 'aes-256-cbc', passphrase: 'correct horse' } as const;
  const encrypted = privateKey.export({ type: 'pkcs8', format: 'pem', ...cipher }).toString();
  const older = privateKey.export({ type: 'pkcs1', format: 'pem', ...cipher }).toString();
  const openSsh = Buffer.concat([Buffer.from('openssh-key-v1\0'), randomBytes(1800)]);
  const store = keyStore(randomBytes(1500));
  const java = Buffer.concat([Buffer.from('feedfeed00000002', 'hex'), randomBytes(1500)]);

  const isPublic = { topic: 'private-key-is-a-public-key', says: /public key/ } as const;
  const isCertificate = { topic: 'private-key-is-a-certificate', says: /certificate/ } as const;
  const isRequest = {
    topic: 'private-key-is-a-certificate-request',
    says: /certificate request/,
  } as const;
  const isEncrypted = { topic: 'private-key-is-encrypted', says: /openssl pkey -in/ } as const;
  const isOpenSsh = {
    topic: 'private-key-is-in-openssh-format',
    says: /ssh-keygen -p -m PEM/,
  } as const;
  const isStore = { topic: 'private-key-is-not-a-key', says: /key store/ } as const;
  return [
    { name: 'a public key', text: spki, ...isPublic },
    { name: 'a public key with literal \\n', text: spki.replaceAll('\n', '\\n'), ...isPublic },
    { name: 'a public key in PKCS#1', text: pkcs1, ...isPublic },
    { name: 'a bare public key', text: bodyOf(spki), ...isPublic },
    { name: 'a bare public key in PKCS#1', text: bodyOf(pkcs1), ...isPublic },
    { name: 'a damaged public key in PKCS#1', text: pkcs1.slice(0, 150), ...isPublic },
    { name: 'a damaged public key', text: spki.slice(0, 150), ...isPublic },
    {
      name: 'an SSH public key among words',
      text: `restrict,no-pty ecdsa-sha2-nistp256 AAAAE2${'x'.repeat(130)} me@host`,
      ...isPublic,
    },
    { name: 'an SSH public key', text: `ssh-rsa AAAAB3${'x'.repeat(360)} me@host`, ...isPublic },
    { name: 'a certificate', text: toPem('CERTIFICATE', certificate), ...isCertificate },
    { name: 'a bare certificate', text: certificate.toString('base64'), ...isCertificate },
    {
      name: 'a damaged certificate',
      text: toPem('CERTIFICATE', certificate.subarray(9)),
      ...isCertificate,
    },
    {
      name: 'a damaged certificate of the older kind of OpenSSL',
      text: toPem('X509 CERTIFICATE', certificate.subarray(9)),
      ...isCertificate,
    },
    { name: 'a certificate request', text: toPem('CERTIFICATE REQUEST', request), ...isRequest },
    {
      name: 'a damaged certificate request',
      text: toPem('NEW CERTIFICATE REQUEST', request.subarray(9)),
      ...isRequest,
    },
    { name: 'a bare certificate request', text: request.toString('base64'), ...isRequest },
    { name: 'an encrypted key', text: encrypted, ...isEncrypted },
    { name: 'an encrypted key on one line', text: encrypted.replace(/\n/g, ' '), ...isEncrypted },
    { name: 'a bare encrypted key', text: bodyOf(encrypted), ...isEncrypted },
    { name: 'the end of an encrypted key', text: encrypted.replace(/MII.*/, ''), ...isEncrypted },
    { name: 'an encrypted key in PKCS#1', text: older, ...isEncrypted },
    { name: 'base64 of an encrypted key', text: toBase64(older), ...isEncrypted },
    {
      name: 'an encrypted key after a certificate',
      text: toPem('CERTIFICATE', certificate) + encrypted,
      ...isEncrypted,
    },
    { name: 'an OpenSSH key', text: toPem('OPENSSH PRIVATE KEY', openSsh), ...isOpenSsh },
    { name: 'a bare OpenSSH key', text: openSsh.toString('base64'), ...isOpenSsh },
    {
      name: 'a damaged OpenSSH key',
      text: toPem('OPENSSH PRIVATE KEY', openSsh.subarray(9)),
      ...isOpenSsh,
    },
    { name: 'a PKCS#12 key store', text: store.toString('base64'), ...isStore },
    { name: 'a Java key store', text: java.toString('base64'), ...isStore },
    {
      name: 'a PGP key',
      text: `-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n${wrap(randomBytes(900).toString('base64'), 64)}\n-----END PGP PRIVATE KEY BLOCK-----`,
      topic: 'private-key-is-not-a-key',
      says: /PGP/,
    },
    {
      name: 'a PuTTY key',
      text: `PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nPrivate-Lines: 14\n${wrap(bodyOf(pkcs8).slice(9), 64)}`,
      topic: 'private-key-is-not-a-key',
      says: /PuTTY/,
    },
  ];
}

/** Private keys that cannot make RS256 signatures. */
export function otherAlgorithms(): readonly RefusedShape[] {
  const pairs = [
    ['EC', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['Ed25519', generateKeyPairSync('ed25519')],
    ['Ed448', generateKeyPairSync('ed448')],
    ['X25519', generateKeyPairSync('x25519')],
    ['X448', generateKeyPairSync('x448')],
    ['DSA', generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 })],
    ['RSA-PSS', generateKeyPairSync('rsa-pss', { modulusLength: 2048 })],
    [
      'DH',
      { privateKey: createPrivateKey({ key: diffieHellmanKey(), format: 'der', type: 'pkcs8' }) },
    ],
    ['another algorithm than RSA', generateKeyPairSync('ml-dsa-44')],
  ] as const;
  const topic = 'private-key-is-not-rsa';
  const shapes = pairs.flatMap(([algorithm, { privateKey }]): RefusedShape[] => {
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const says = new RegExp(`private key for .*\\b${algorithm}\\b`);
    return [
      { name: `a key for ${algorithm}`, text: pem, topic, says },
      { name: `a bare key for ${algorithm}`, text: bodyOf(pem), topic, says },
    ];
  });
  const sec1 = pairs[0][1].privateKey.export({ type: 'sec1', format: 'pem' }).toString();
  const dsa = pairs[5][1].privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const short = generateRsaKey(1024);
  const isShort = { topic: 'private-key-is-too-short', says: /1024 bits/ } as const;
  return [
    ...shapes,
    { name: 'an EC key in its own form', text: sec1, topic, says: /\(EC\)/ },
    { name: 'half an EC key', text: sec1.slice(0, 90), topic, says: /\(EC\)/ },
    {
      name: 'half a DSA key',
      text: dsa.replaceAll('PRIVATE', 'DSA PRIVATE').slice(0, 200),
      topic,
      says: /DSA/,
    },
    { name: 'a short key', text: short.pkcs8, ...isShort },
    { name: 'a short key in PKCS#1 without armour', text: bodyOf(short.pkcs1), ...isShort },
  ];
}

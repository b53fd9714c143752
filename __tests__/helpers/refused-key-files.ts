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

type Expected = readonly [topic: HelpTopic, says: RegExp];

/** Shapes from rows of a name, a text, and what the refusal of it must say. */
export function shapesOf(
  rows: readonly (readonly [name: string, text: string, expected: Expected])[],
): readonly RefusedShape[] {
  return rows.map(([name, text, [topic, says]]) => ({ name, text, topic, says }));
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

  const isPublic: Expected = ['private-key-is-a-public-key', /public key/];
  const isCertificate: Expected = ['private-key-is-a-certificate', /certificate/];
  const isRequest: Expected = ['private-key-is-a-certificate-request', /certificate request/];
  const isEncrypted: Expected = ['private-key-is-encrypted', /openssl pkey -in/];
  const isOpenSsh: Expected = ['private-key-is-in-openssh-format', /ssh-keygen -p -m PEM/];
  const isStore: Expected = ['private-key-is-not-a-key', /key store/];
  return shapesOf([
    ['a public key', spki, isPublic],
    ['a public key with literal \\n', spki.replaceAll('\n', '\\n'), isPublic],
    ['a public key in PKCS#1', pkcs1, isPublic],
    ['a bare public key', bodyOf(spki), isPublic],
    ['a bare public key in PKCS#1', bodyOf(pkcs1), isPublic],
    ['a damaged public key in PKCS#1', pkcs1.slice(0, 150), isPublic],
    ['a damaged public key', spki.slice(0, 150), isPublic],
    [
      'an SSH public key among words',
      `restrict,no-pty ecdsa-sha2-nistp256 AAAAE2${'x'.repeat(130)} me@host`,
      isPublic,
    ],
    ['an SSH public key', `ssh-rsa AAAAB3${'x'.repeat(360)} me@host`, isPublic],
    ['a certificate', toPem('CERTIFICATE', certificate), isCertificate],
    ['a bare certificate', certificate.toString('base64'), isCertificate],
    ['a damaged certificate', toPem('CERTIFICATE', certificate.subarray(9)), isCertificate],
    [
      'a damaged certificate of the older kind of OpenSSL',
      toPem('X509 CERTIFICATE', certificate.subarray(9)),
      isCertificate,
    ],
    ['a certificate request', toPem('CERTIFICATE REQUEST', request), isRequest],
    [
      'a damaged certificate request',
      toPem('NEW CERTIFICATE REQUEST', request.subarray(9)),
      isRequest,
    ],
    ['a bare certificate request', request.toString('base64'), isRequest],
    ['an encrypted key', encrypted, isEncrypted],
    ['an encrypted key on one line', encrypted.replace(/\n/g, ' '), isEncrypted],
    ['a bare encrypted key', bodyOf(encrypted), isEncrypted],
    ['the end of an encrypted key', encrypted.replace(/MII.*/, ''), isEncrypted],
    ['an encrypted key in PKCS#1', older, isEncrypted],
    ['base64 of an encrypted key', toBase64(older), isEncrypted],
    [
      'an encrypted key after a certificate',
      toPem('CERTIFICATE', certificate) + encrypted,
      isEncrypted,
    ],
    ['an OpenSSH key', toPem('OPENSSH PRIVATE KEY', openSsh), isOpenSsh],
    ['a bare OpenSSH key', openSsh.toString('base64'), isOpenSsh],
    ['a damaged OpenSSH key', toPem('OPENSSH PRIVATE KEY', openSsh.subarray(9)), isOpenSsh],
    ['a PKCS#12 key store', store.toString('base64'), isStore],
    ['a Java key store', java.toString('base64'), isStore],
    [
      'a PGP key',
      `-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n${wrap(randomBytes(900).toString('base64'), 64)}\n-----END PGP PRIVATE KEY BLOCK-----`,
      ['private-key-is-not-a-key', /PGP/],
    ],
    [
      'a PuTTY key',
      `PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nPrivate-Lines: 14\n${wrap(bodyOf(pkcs8).slice(9), 64)}`,
      ['private-key-is-not-a-key', /PuTTY/],
    ],
  ]);
}

/** Private keys that cannot make RS256 signatures. */
export function otherAlgorithms(): readonly RefusedShape[] {
  const pairs = [
    ['EC', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['ED25519', generateKeyPairSync('ed25519')],
    ['ED448', generateKeyPairSync('ed448')],
    ['X25519', generateKeyPairSync('x25519')],
    ['X448', generateKeyPairSync('x448')],
    ['DSA', generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 })],
    ['RSA-PSS', generateKeyPairSync('rsa-pss', { modulusLength: 2048 })],
    [
      'DH',
      { privateKey: createPrivateKey({ key: diffieHellmanKey(), format: 'der', type: 'pkcs8' }) },
    ],
    ['ML-DSA-44', generateKeyPairSync('ml-dsa-44')],
  ] as const;
  const topic = 'private-key-is-not-rsa';
  const shapes = pairs.flatMap(([algorithm, { privateKey }]): RefusedShape[] => {
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const says = new RegExp(`private key for ${algorithm}, which`);
    return [
      { name: `a key for ${algorithm}`, text: pem, topic, says },
      { name: `a bare key for ${algorithm}`, text: bodyOf(pem), topic, says },
    ];
  });
  const sec1 = pairs[0][1].privateKey.export({ type: 'sec1', format: 'pem' }).toString();
  const dsa = pairs[5][1].privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const short = generateRsaKey(1024);
  const isShort: Expected = ['private-key-is-too-short', /1024 bits/];
  const dsaFile = dsa.replaceAll('PRIVATE', 'DSA PRIVATE');
  return [
    ...shapes,
    ...shapesOf([
      ['an EC key in its own form', sec1, [topic, /EC, which/]],
      ['half an EC key', sec1.slice(0, 90), [topic, /another algorithm/]],
      ['half a DSA key', dsaFile.slice(0, 200), [topic, /another algorithm/]],
      ['a short key', short.pkcs8, isShort],
      ['a short key in PKCS#1 without armour', bodyOf(short.pkcs1), isShort],
    ]),
  ];
}

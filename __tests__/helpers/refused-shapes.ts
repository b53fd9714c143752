import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import type { HelpTopic } from '../../src/user-error.ts';
import { generateRsaKey, type RsaKey } from '../../emulator/rsa-key.ts';
import * as derOf from './der.ts';
import { bodyOf, toBase64, toPem, wrap } from './key-shapes.ts';

/** A text that is refused, and what the refusal must say. */
export interface RefusedShape {
  readonly name: string;
  readonly text: string;
  readonly topic: HelpTopic;
  readonly says: RegExp;
}

/** Every kind of text that is refused with a diagnosis of its own. Makes keys, so call it once. */
export function refusedShapes(key: RsaKey): readonly RefusedShape[] {
  return [
    ...otherFiles(key),
    ...otherAlgorithms(),
    ...damagedKeys(key),
    ...plainTexts(),
    ...documents(key),
    ...foreignTexts(key),
  ];
}

/** Shapes with one diagnosis, by their names; what has no name is called by its text. */
function shapes(
  topic: HelpTopic,
  says: RegExp,
  texts: Readonly<Record<string, string>> | readonly string[],
): readonly RefusedShape[] {
  const named = Array.isArray(texts)
    ? texts.map((text: string) => [JSON.stringify(text).slice(0, 60), text] as const)
    : Object.entries(texts);
  return named.map(([name, text]) => ({ name, text, topic, says }));
}

function random(length: number): string {
  return randomBytes(length).toString('base64');
}

/** Intact files that are something else than a plain private key, and damaged ones. */
function otherFiles({ privateKey, publicKey, pkcs8 }: RsaKey): readonly RefusedShape[] {
  const spki = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const pkcs1 = publicKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const certificate = derOf.selfSignedCertificate(privateKey, publicKey);
  const request = derOf.certificateRequest(privateKey, publicKey);
  const cipher = { cipher: 'aes-256-cbc', passphrase: 'correct horse' } as const;
  const encrypted = privateKey.export({ type: 'pkcs8', format: 'pem', ...cipher }).toString();
  const older = privateKey.export({ type: 'pkcs1', format: 'pem', ...cipher }).toString();
  const openSsh = Buffer.concat([Buffer.from('openssh-key-v1\0'), randomBytes(1800)]);
  const java = Buffer.concat([Buffer.from('feedfeed00000002', 'hex'), randomBytes(1500)]);
  const pgp = 'PGP PRIVATE KEY BLOCK';
  return [
    ...shapes('private-key-is-a-public-key', /public key/, {
      'a public key': spki,
      'a public key with literal \\n': spki.replaceAll('\n', '\\n'),
      'a public key in PKCS#1': pkcs1,
      'a bare public key': bodyOf(spki),
      'a bare public key in PKCS#1': bodyOf(pkcs1),
      'a damaged public key in PKCS#1': pkcs1.slice(0, 150),
      'a damaged public key': spki.slice(0, 150),
      'an SSH public key': `ssh-rsa AAAAB3${'x'.repeat(360)} me@host`,
      'an SSH public key among words': `no-pty ecdsa-sha2-nistp256 AAAAE2${'x'.repeat(130)} me`,
      'base64 of an SSH public key': toBase64(`ssh-rsa AAAAB3NzaC1yc2E${random(90)}`),
      'the middle of an SSH public key': `AAAAB3NzaC1yc2E${random(90)}`,
      'a public JWK': JSON.stringify(publicKey.export({ format: 'jwk' })),
    }),
    ...shapes('private-key-is-a-certificate', /certificate/, {
      'a certificate': toPem('CERTIFICATE', certificate),
      'a bare certificate': certificate.toString('base64'),
      'a damaged certificate': toPem('CERTIFICATE', certificate.subarray(9)),
      'an older damaged certificate': toPem('X509 CERTIFICATE', certificate.subarray(9)),
    }),
    ...shapes('private-key-is-a-certificate-request', /certificate request/, {
      'a certificate request': toPem('CERTIFICATE REQUEST', request),
      'a bare certificate request': request.toString('base64'),
      'a damaged certificate request': toPem('NEW CERTIFICATE REQUEST', request.subarray(9)),
    }),
    ...shapes('private-key-is-encrypted', /openssl pkey -in/, {
      'an encrypted key': encrypted,
      'an encrypted key on one line': encrypted.replace(/\n/g, ' '),
      'a bare encrypted key': bodyOf(encrypted),
      'the end of an encrypted key': encrypted.replace(/MII.*/, ''),
      'an encrypted key in PKCS#1': older,
      'base64 of an encrypted key': toBase64(older),
      'an encrypted key after a certificate': toPem('CERTIFICATE', certificate) + encrypted,
    }),
    ...shapes('private-key-is-in-openssh-format', /ssh-keygen -p -m PEM/, {
      'an OpenSSH key': toPem('OPENSSH PRIVATE KEY', openSsh),
      'a bare OpenSSH key': openSsh.toString('base64'),
      'a damaged OpenSSH key': toPem('OPENSSH PRIVATE KEY', openSsh.subarray(9)),
    }),
    ...shapes('private-key-is-not-a-key', /key store/, {
      'a PKCS#12 key store': derOf.keyStore(randomBytes(1500)).toString('base64'),
      'a PKCS#12 key store in hexadecimal': derOf.keyStore(randomBytes(900)).toString('hex'),
      'a Java key store': java.toString('base64'),
    }),
    ...shapes('private-key-is-not-a-key', /PGP/, { 'a PGP key': toPem(pgp, randomBytes(900)) }),
    ...shapes('private-key-is-not-a-key', /PuTTY/, {
      'a PuTTY key': `PuTTY-User-Key-File-3: ssh-rsa\nPrivate-Lines: 14\n${bodyOf(pkcs8).slice(9)}`,
    }),
  ];
}

/** Private keys that cannot make RS256 signatures. */
export function otherAlgorithms(): readonly RefusedShape[] {
  const dh = createPrivateKey({ key: derOf.diffieHellmanKey(), format: 'der', type: 'pkcs8' });
  const { privateKey: ec } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { privateKey: ed25519 } = generateKeyPairSync('ed25519');
  const dsa = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).privateKey;
  const keys = {
    EC: ec,
    ED25519: ed25519,
    ED448: generateKeyPairSync('ed448').privateKey,
    X25519: generateKeyPairSync('x25519').privateKey,
    X448: generateKeyPairSync('x448').privateKey,
    DSA: dsa,
    'RSA-PSS': generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey,
    DH: dh,
    'ML-DSA-44': generateKeyPairSync('ml-dsa-44').privateKey,
  };
  const sec1 = ec.export({ type: 'sec1', format: 'pem' }).toString();
  const dsaPem = dsa.export({ type: 'pkcs8', format: 'pem' }).toString();
  const numbers = [0, 9, 5, 3, 4, 2].map((value) => derOf.der(2, Buffer.from([value])));
  const short = generateRsaKey(1024);
  const notRsa = 'private-key-is-not-rsa';
  return [
    ...Object.entries(keys).flatMap(([algorithm, privateKey]) => {
      const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      return shapes(notRsa, new RegExp(`private key for ${algorithm}, which`), {
        [`a key for ${algorithm}`]: pem,
        [`a bare key for ${algorithm}`]: bodyOf(pem),
      });
    }),
    ...shapes(notRsa, /EC, which/, {
      'an EC key in its own form': sec1,
      'a bare EC key in its own form': bodyOf(sec1),
    }),
    ...shapes(notRsa, /ED25519, which/, {
      'a key in base64url': ed25519.export({ type: 'pkcs8', format: 'der' }).toString('base64url'),
    }),
    ...shapes(notRsa, /DSA, which/, {
      'a DSA key in its own form': bodyOf(toPem('', derOf.der(0x30, ...numbers))).padEnd(44, 'A'),
    }),
    ...shapes(notRsa, /another algorithm/, {
      'half an EC key': sec1.slice(0, 90),
      'half a DSA key': dsaPem.replaceAll('PRIVATE', 'DSA PRIVATE').slice(0, 200),
      'a JWK for EC': JSON.stringify(ec.export({ format: 'jwk' })),
      'a JWK for EdDSA': JSON.stringify(ed25519.export({ format: 'jwk' })),
    }),
    ...shapes('private-key-is-a-public-key', /public key/, {
      'a public JWK for EC': JSON.stringify({ ...ec.export({ format: 'jwk' }), d: undefined }),
    }),
    ...shapes('private-key-is-too-short', /1024 bits/, {
      'a short key': short.pkcs8,
      'a short key in PKCS#1 without armour': bodyOf(short.pkcs1),
    }),
  ];
}

function damagedKeys({ privateKey, pkcs8, pkcs1 }: RsaKey): readonly RefusedShape[] {
  const lines = pkcs8.trimEnd().split('\n');
  const half = Math.floor(lines.length / 2);
  const without = (from: number, to: number): string => lines.toSpliced(from, to - from).join('\n');
  const body = bodyOf(pkcs8);
  const bytes = Buffer.from(body, 'base64');
  const jwk = privateKey.export({ format: 'jwk' });
  const numbered = lines.slice(0, 9).map((line, index) => `${index}\t${line}`);
  const more = random(30);
  const damaged = (says: RegExp, texts: Record<string, string>): readonly RefusedShape[] =>
    shapes('private-key-is-damaged', says, texts);
  return [
    ...damaged(/the end is missing; \d+ of \d+ bytes/, {
      'the first half of a key': lines.slice(0, half).join('\n'),
      'the first half of a body': body.slice(0, 700),
      'the first half of a PKCS#1 key': pkcs1.slice(0, 800),
      'half of the base64 of a key': toBase64(pkcs8).slice(0, 1000),
      'half of the base64url of a key': bytes.toString('base64url').slice(0, 1000),
    }),
    ...damaged(/the end is missing; 500 of \d+ bytes/, {
      'half of the hexadecimal of a key': bytes.toString('hex').slice(0, 1000),
      'the same with colons': wrap(bytes.toString('hex', 0, 500), 2).replaceAll('\n', ':'),
    }),
    ...damaged(/end of a private key: the beginning is missing/, {
      'the second half of a key': lines.slice(half).join('\n'),
    }),
    ...damaged(/beginning (?:of it )?is missing or was changed/, {
      'a run of base64 that may be a part of a key': 'aB3x'.repeat(50),
      'the second half of a body': body.slice(700),
      'a key without its first line': without(1, 2),
    }),
    ...damaged(/a part between its first and last line is missing; \d+ of \d+ bytes/, {
      'a key without a middle line': without(half, half + 1),
    }),
    ...damaged(/cut off/, { 'the first line of a key': lines.slice(0, 1).join() }),
    ...damaged(/with nothing between them/, {
      'the armour of a key': without(1, lines.length - 1),
    }),
    ...damaged(/contradict each other/, {
      'a key with one other character': body.replace(/(?<=^.{300})./, (a) =>
        a === 'A' ? 'B' : 'A',
      ),
    }),
    ...damaged(/all of its \d+ bytes are there, but their structure is broken/, {
      'a key of another version': toPem('PRIVATE KEY', Buffer.from(bytes).fill(1, 6, 7)),
      'a key with broken structure': toPem('PRIVATE KEY', Buffer.from(bytes).fill(0xff, 30, 40)),
    }),
    ...damaged(/other characters stand between/, {
      'a structure of two bytes': `30820010020100${'02'.repeat(99)}`,
      'base64 of such a structure': `MIIAEAIBAAKC${'A'.repeat(60)}`,
      'half a key with numbered lines': numbered.join('\n'),
      'half a key with numbers behind its lines': lines
        .slice(0, 9)
        .join(' |7|\n')
        .replace(' |7|', ''),
    }),
    ...damaged(/: 40 characters more .* before its END line/, {
      'a key with more characters': pkcs8.slice(0, 800) + more + pkcs8.slice(800),
    }),
    ...damaged(/: 40 characters more .* after its beginning/, {
      'a body with more characters': body.slice(0, 800) + more + body.slice(800),
      'hexadecimal with more digits': bytes
        .toString('hex')
        .replace(/^.{800}/, `$&${'a'.repeat(40)}`),
    }),
    ...damaged(/JWK, of which a number/, {
      'a JWK with another number': JSON.stringify({ ...jwk, p: jwk.q }),
      'a JWK without a number': JSON.stringify({ ...jwk, dp: undefined }),
      'such a JWK as Node prints it': `{ kty: 'RSA', n: '${jwk.n ?? ''}', d: '${jwk.d ?? ''}' }`,
      'a JWK with short numbers': JSON.stringify({ ...jwk, d: 'AAAA', e: '' }),
    }),
  ];
}

function plainTexts(): readonly RefusedShape[] {
  const placeholder = 'private-key-is-a-placeholder';
  const prose = 'words upon words, '.repeat(40);
  return [
    ...shapes('private-key-missing', /fork.*Dependabot/, [
      '',
      '  \r\n\t',
      '""',
      '\\n',
      '\ufeff\u200b',
    ]),
    ...shapes('private-key-is-a-file-path', /file path/, [
      ...['privateKey.txt', './keys/privateKey.txt', '/home/me/private key', '~/galaxy/key'],
      ...['C:\\Users\\me\\new.pem', 'secrets/galaxy-store', '$(cat privateKey.txt)'],
      ...['https://example.com/key', '../keys/my key', 'C:\\Users\\me\\my key'],
      ...['https://example.com/my key', '" privateKey.txt "', `/${'k '.repeat(149)}k`],
    ]),
    ...shapes('private-key-is-an-expression', /secrets\./, [
      '-----BEGIN PRIVATE KEY-----\n${{ secrets.BODY }}\n-----END PRIVATE KEY-----',
      ...['${{ secrets.GALAXY_STORE_PRIVATE_KEY }}', 'secrets.GALAXY_STORE_PRIVATE_KEY'],
      ...['{{ secrets.KEY }}', '$GALAXY_STORE_PRIVATE_KEY', '${KEY}', '$env:PRIVATE_KEY'],
      ...['%PRIVATE_KEY%', 'GALAXY_STORE_PRIVATE_KEY', '$(PRIVATE_KEY)', '#{PRIVATE_KEY}#'],
      ...['<%= key %>', '#{KEY}', '!Ref Key', '@@KEY@@', '!KEY!', 'kv/galaxy key', '${{ KEY'],
      ...['steps.vault.outputs.key', '__PRIVATE_KEY__', 'op://vault/galaxy/key'],
      'arn:aws:secretsmanager:eu-west-1:123456789012:secret:galaxy-AbCdEf',
      ...['secret/data/galaxy#key', 'projects/galaxy/secrets/k/versions/2', 'awssm:key'],
      ...['https://galaxy.vault.azure.net/secrets/key', 'ref+awssm://key', 'gcpsm://key'],
      '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/key)',
    ]),
    ...shapes('private-key-is-the-service-account-id', /may be swapped/, [
      ...['85412253-21b2-4d84-8ff5-0123456789ab', ' "85412253-21b2-4d84-8ff5-0123456789ab" '],
      ...['abcd1234', `1${'a'.repeat(63)}`],
    ]),
    ...shapes('private-key-is-not-a-key', /no key/, [
      ...['this is no key at all', 'two\nlines/of.txt', '?'.repeat(400)],
      // What only contains one of the things above is none of them.
      ...['the key is $KEY', '$KEY is the key', 'look at %KEY%', '%KEY% it is'],
      ...['my secrets.TOKEN', 'secrets.TOKEN of mine', 'PRIVATE_KEY of mine', 'of PRIVATE_KEY'],
      ...['either / or', 'this and/or', 'and/or that', 'a.txt of mine', `/${'k '.repeat(149)}kk`],
      ...['abc1234', `1${'a'.repeat(64)}`, 'abcd1234!', '!abcd1234', 'abcd"1234'],
      ...['my sops:', 'sops: mine', '12 words', `${prose}${'1 2 '.repeat(20)}`],
      ...['see <a>b</a>', '<a>b</a> here', '\ufffdPNG', 'a 0\ufffd'],
      ...['a ***', '*** b', '{"a":1'.slice(1), 'see {"a":1}', 'R&D &amp; &unknown; things'],
      // Long, but without a run of base64; a run of base64, but not long.
      ...[prose, 'aB3'.repeat(66), 'A'.repeat(150), `${'aB3'.repeat(66)}x`],
    ]),
    ...shapes(placeholder, /masked value/, ['***', '***\n***\n***']),
    ...shapes(placeholder, /stands for the key/, [
      ...['[private key]', 'change-me', '....', 'the key', 'xxxx'],
      ...['changeme', '""todo""', '<private-key>', 'YOUR_PRIVATE_KEY', 'my PRIVATE_KEY'],
    ]),
    ...shapes(placeholder, /in place of a value/, [
      ...['null', 'undefined', 'None', '[object Object]', 'System.Byte[]', '[B@1b6d3586'],
      ...['PrivateKeyObject {', 'PrivateKeyObject{…', 'my.Key$1@1a2b3c', '<no value>'],
    ]),
    ...shapes('private-key-is-too-long', /128 KiB/, ['A'.repeat(131_073)]),
  ];
}

function documents({ privateKey, pkcs8 }: RsaKey): readonly RefusedShape[] {
  const google = JSON.stringify({ type: 'service_account', private_key: pkcs8 }, null, 2);
  const key = JSON.stringify({ privateKey: pkcs8 });
  const jwk = privateKey.export({ format: 'jwk' });
  const document = (says: RegExp, texts: Record<string, string>): readonly RefusedShape[] =>
    shapes('private-key-is-a-json-document', says, texts);
  return [
    ...document(/Google/, {
      'a file of Google': google,
      'base64 of a file of Google': toBase64(google),
      'a file of Google in a string in a string': JSON.stringify(JSON.stringify(google)),
    }),
    ...document(/paste its field with the key/, {
      'a JSON document with a key': key,
      'such a document in a string': JSON.stringify(key),
      'half a document': key.slice(0, 500),
      'a JSON document with a key without spaces': key.replaceAll(' ', ''),
      'a JSON document with a JWK': JSON.stringify({ client: 'x', key: jwk }),
      'one with a JWK in base64': JSON.stringify({ client: toBase64(JSON.stringify(jwk)) }),
    }),
    ...document(/No private key was found/, {
      'a JSON document without a key': '{"a":1}',
      'an escaped JSON document': '{\\"a\\":1}',
      'a JSON document with its spaces escaped': '{%20"a"%3A1}',
    }),
    ...document(/a JSON document/, { 'a JSON list': JSON.stringify([pkcs8]) }),
  ];
}

/** Things that are no key, which people have pasted under its name. */
function foreignTexts({ privateKey, pkcs8 }: RsaKey): readonly RefusedShape[] {
  const bytes = Buffer.from(bodyOf(pkcs8), 'base64');
  const colons = (length: number): string =>
    wrap(randomBytes(length).toString('hex'), 2).replaceAll('\n', ':');
  const java = Buffer.concat([Buffer.from('feedfeed00000002', 'hex'), randomBytes(900)]);
  const binary = (file: Buffer): string => file.toString().replaceAll('\0', '');
  const jwt = `eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJtZSJ9.${random(60).replace(/\W/g, '')}`;
  const xml = `<RSAKeyValue><D>${privateKey.export({ format: 'jwk' }).d ?? ''}</D></RSAKeyValue>`;
  const age = toBase64('age-encryption.org/v1\n-> X25519 abc');
  const values = [
    JSON.stringify([...bytes]),
    JSON.stringify(bytes),
    new Int8Array(bytes).join(', '),
  ];
  const sops = ['key: ENC[AES256_GCM,data:abc]', '{"key":"ENC[AES256_GCM,data:abc]"}', 'sops:'];
  const encrypted = (says: RegExp, texts: readonly string[]): readonly RefusedShape[] =>
    shapes('private-key-is-encrypted', says, texts);
  const noKey = (says: RegExp, texts: readonly string[]): readonly RefusedShape[] =>
    shapes('private-key-is-not-a-key', says, texts);
  return [
    ...encrypted(/by JWE/, ['eyJhbGciOiJSU0EifQ.abcd.efgh.ijkl.mnop']),
    ...encrypted(/by age/, [age, 'BEGIN AGE ENCRYPTED FILE']),
    ...encrypted(/by PGP/, [`-----BEGIN PGP MESSAGE-----\n\n${random(300)}`]),
    ...encrypted(/by SOPS/, sops),
    ...encrypted(/by Ansible/, ['$ANSIBLE_VAULT;1.1;AES256\n61626364']),
    ...encrypted(/by HashiCorp/, [`vault:v1:${random(300)}`]),
    ...encrypted(/openssl enc/, [`U2FsdGVkX1${random(300)}`, `Salted__${random(30)}`]),
    ...noKey(/JWT/, [jwt]),
    ...noKey(/key of age/, ['AGE-SECRET-KEY-1ABC']),
    ...noKey(/gzip or ZIP/, [gzipSync(pkcs8).toString('base64'), `UEsDBBQA${random(300)}`]),
    ...noKey(/fingerprint/, [
      `SHA256:${random(32)}`,
      `sha1 Fingerprint=${colons(20)}`,
      `2048 MD5:${colons(16)} me (RSA)`,
      colons(20),
    ]),
    ...noKey(/XML of \.NET/, [xml]),
    ...noKey(/an XML document/, ['<?xml version="1.0"?><a/>', '<ab>c</ab>']),
    ...noKey(/HTML/, ['<!DOCTYPE html><p>', '<html><p>']),
    ...noKey(/values of bytes/, [...values, '<Buffer 30 82 ... 9 more>']),
    ...noKey(/binary file/, [binary(bytes), binary(derOf.keyStore(randomBytes(900)))]),
    ...noKey(/of Java/, [java.toString('base64'), binary(java), toBase64(java.toString('base64'))]),
  ];
}

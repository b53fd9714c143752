import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import type { HelpTopic } from '../../src/user-error.ts';
import { der, keyStore } from './der.ts';
import { bodyOf, toBase64, toPem } from './key-shapes.ts';
import type { RsaKey } from '../../emulator/rsa-key.ts';
import { otherAlgorithms, otherFiles } from './refused-key-files.ts';
import type { RefusedShape } from './refused-key-files.ts';

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

/** Things that are no key, which people have pasted under its name. */
function foreignTexts({ privateKey, publicKey, pkcs8 }: RsaKey): readonly RefusedShape[] {
  const bytes = Buffer.from(bodyOf(pkcs8), 'base64');
  const jwk = privateKey.export({ format: 'jwk' });
  const { privateKey: ecKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { privateKey: edKey } = generateKeyPairSync('ed25519');
  const random = (length: number): string => randomBytes(length).toString('base64');
  const colons = (length: number): string => [...randomBytes(length)].map(hex).join(':');
  const java = Buffer.concat([Buffer.from('feedfeed00000002', 'hex'), randomBytes(900)]);
  const binary = (file: Buffer): string => file.toString().replaceAll('\0', '');
  const notAKey = 'private-key-is-not-a-key';
  const encrypted = 'private-key-is-encrypted';
  const notRsa = 'private-key-is-not-rsa';
  const damaged = 'private-key-is-damaged';
  const table: readonly (readonly [HelpTopic, RegExp, readonly string[]])[] = [
    [notAKey, /JWT/, [`eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJtZSJ9.${random(60).replace(/\W/g, '')}`]],
    [encrypted, /by JWE/, ['eyJhbGciOiJSU0EifQ.abcd.efgh.ijkl.mnop']],
    [
      encrypted,
      /by age/,
      [toBase64('age-encryption.org/v1\n-> X25519 abc'), 'BEGIN AGE ENCRYPTED FILE'],
    ],
    [encrypted, /by PGP/, [`-----BEGIN PGP MESSAGE-----\n\n${random(300)}`]],
    [
      encrypted,
      /by SOPS/,
      ['key: ENC[AES256_GCM,data:abc]', '{"key":"ENC[AES256_GCM,data:abc]"}', 'sops:'],
    ],
    [encrypted, /by Ansible/, ['$ANSIBLE_VAULT;1.1;AES256\n61626364']],
    [encrypted, /by HashiCorp/, [`vault:v1:${random(300)}`]],
    [encrypted, /openssl enc/, [`U2FsdGVkX1${random(300)}`, `Salted__${random(30)}`]],
    [notAKey, /key of age/, ['AGE-SECRET-KEY-1ABC']],
    [notAKey, /no key/, ['R&D &amp; &unknown; things']],
    [notAKey, /gzip/, [gzipSync(pkcs8).toString('base64')]],
    [notAKey, /ZIP/, [`UEsDBBQA${random(300)}`]],
    [
      notAKey,
      /fingerprint/,
      [`SHA256:${random(32)}`, `2048 MD5:${colons(16)} me (RSA)`, colons(20)],
    ],
    [notAKey, /XML of \.NET/, [`<RSAKeyValue><D>${jwk.d ?? ''}</D></RSAKeyValue>`]],
    [notAKey, /an XML document/, ['<?xml version="1.0"?><a/>', '<a>b</a>']],
    [notAKey, /HTML/, ['<!DOCTYPE html><p>', '<html><p>']],
    [
      notAKey,
      /values of bytes/,
      [
        JSON.stringify([...bytes]),
        JSON.stringify(bytes),
        [...bytes].join(' '),
        '<Buffer 30 82 ... 9 more>',
      ],
    ],
    [notAKey, /binary file/, [binary(bytes), binary(keyStore(randomBytes(900)))]],
    [
      notAKey,
      /of Java/,
      [java.toString('base64'), binary(java), toBase64(java.toString('base64'))],
    ],
    [notAKey, /key store/, [keyStore(randomBytes(900)).toString('hex')]],
    [
      'private-key-is-a-public-key',
      /public key/,
      [
        JSON.stringify(publicKey.export({ format: 'jwk' })),
        toBase64(`ssh-rsa AAAAB3NzaC1yc2E${random(90)}`),
        `AAAAB3NzaC1yc2E${random(90)}`,
      ],
    ],
    [
      notRsa,
      /another algorithm/,
      [ecKey, edKey].map((other) => JSON.stringify(other.export({ format: 'jwk' }))),
    ],
    [notRsa, /EC, which/, [ecKey.export({ type: 'sec1', format: 'der' }).toString('base64')]],
    [
      notRsa,
      /ED25519, which/,
      [edKey.export({ type: 'pkcs8', format: 'der' }).toString('base64url')],
    ],
    [
      notRsa,
      /DSA/,
      [
        der(0x30, ...[0, 9, 5, 3, 4, 2].map((value) => der(2, Buffer.from([value]))))
          .toString('base64')
          .padEnd(44, 'A'),
      ],
    ],
    [
      damaged,
      /JWK, of which a number/,
      [
        JSON.stringify({ ...jwk, p: jwk.q }),
        JSON.stringify({ ...jwk, dp: undefined }),
        JSON.stringify({ ...jwk, d: 'AAAA', e: '' }),
      ],
    ],
    [
      'private-key-is-a-json-document',
      /paste its field/,
      [JSON.stringify({ client: 'x', key: jwk })],
    ],
    [damaged, /the end is missing; 500 of \d+ bytes/, [bytes.toString('hex').slice(0, 1000)]],
    [
      damaged,
      /other characters stand between/,
      [
        `30820010020100${'02'.repeat(99)}`,
        `MIIAEAIBAAKC${'A'.repeat(60)}`,
        pkcs8
          .split('\n')
          .slice(0, 9)
          .map((line, index) => `${index}\t${line}`)
          .join('\n'),
      ],
    ],
    [
      damaged,
      /: 40 characters more .* before its END line/,
      [pkcs8.slice(0, 800) + random(30) + pkcs8.slice(800)],
    ],
    [
      damaged,
      /: 40 characters more .* after its beginning/,
      [bodyOf(pkcs8).slice(0, 800) + random(30) + bodyOf(pkcs8).slice(800)],
    ],
  ];
  return table.flatMap(([topic, says, texts]) =>
    texts.map((text, index) => ({
      name: `number ${index + 1} of ${says.source}`,
      text,
      topic,
      says,
    })),
  );
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

function damagedKeys({ pkcs8, pkcs1 }: RsaKey): readonly RefusedShape[] {
  const lines = pkcs8.trimEnd().split('\n');
  const half = Math.floor(lines.length / 2);
  const without = (from: number, to: number): string => lines.toSpliced(from, to - from).join('\n');
  const body = bodyOf(pkcs8);
  const changed = body.slice(0, 300) + (body[300] === 'A' ? 'B' : 'A') + body.slice(301);
  const broken = Buffer.from(body, 'base64').fill(0xff, 30, 40);
  const cutOff = /the end is missing; \d+ of \d+ bytes/;
  const noBeginning = /beginning (?:of it )?is missing or was changed/;
  const noMiddle = /a part between its first and last line is missing; \d+ of \d+ bytes/;
  const noStructure = /all of its \d+ bytes are there, but their structure is broken/;
  const noStart = /end of a private key: the beginning is missing/;
  const rows = [
    ['the first half of a key', lines.slice(0, half).join('\n'), cutOff],
    ['the first half of a body', body.slice(0, 700), cutOff],
    ['the first half of a PKCS#1 key', pkcs1.slice(0, 800), cutOff],
    ['half of the base64 of a key', toBase64(pkcs8).slice(0, 1000), cutOff],
    ['the second half of a key', lines.slice(half).join('\n'), noStart],
    ['a run of base64 that may be a part of a key', 'aB3x'.repeat(50), noBeginning],
    ['the second half of a body', body.slice(700), noBeginning],
    ['a key without its first line', without(1, 2), noBeginning],
    ['a key without a middle line', without(half, half + 1), noMiddle],
    ['the first line of a key', lines.slice(0, 1).join(), /cut off/],
    ['the armour of a key', without(1, lines.length - 1), /with nothing between them/],
    ['a key with one other character', changed, /contradict each other/],
    ['a key with broken structure', toPem('PRIVATE KEY', broken), noStructure],
  ] as const;
  return rows.map(([name, text, says]) => ({ name, text, topic: 'private-key-is-damaged', says }));
}

function plainTexts(): readonly RefusedShape[] {
  const missing = { topic: 'private-key-missing', says: /fork.*Dependabot/ } as const;
  const path = { topic: 'private-key-is-a-file-path', says: /file path/ } as const;
  const expression = { topic: 'private-key-is-an-expression', says: /secrets\./ } as const;
  const id = { topic: 'private-key-is-the-service-account-id', says: /may be swapped/ } as const;
  const placeholder = { topic: 'private-key-is-a-placeholder' } as const;
  const nothing = { topic: 'private-key-is-not-a-key', says: /no key/ } as const;
  const shapes = [
    [missing, ['', '  \r\n\t', '""', '\\n', '\ufeff\u200b']],
    [
      path,
      [
        'privateKey.txt',
        './keys/privateKey.txt',
        '/home/me/private key',
        'C:\\Users\\me\\new.pem',
        '~/galaxy/key',
        'secrets/galaxy-store',
        '$(cat privateKey.txt)',
        'https://example.com/key',
        '../keys/my key',
        'C:\\Users\\me\\my key',
        'https://example.com/my key',
        '" privateKey.txt "',
        `/${'k '.repeat(149)}k`,
      ],
    ],
    [
      expression,
      [
        '${{ secrets.GALAXY_STORE_PRIVATE_KEY }}',
        '-----BEGIN PRIVATE KEY-----\n${{ secrets.BODY }}\n-----END PRIVATE KEY-----',
        'secrets.GALAXY_STORE_PRIVATE_KEY',
        '{{ secrets.KEY }}',
        '$GALAXY_STORE_PRIVATE_KEY',
        '${KEY}',
        '$env:PRIVATE_KEY',
        '%PRIVATE_KEY%',
        'GALAXY_STORE_PRIVATE_KEY',
        ...['$(PRIVATE_KEY)', 'steps.vault.outputs.key', '#{PRIVATE_KEY}#', '__PRIVATE_KEY__'],
        'arn:aws:secretsmanager:eu-west-1:123456789012:secret:galaxy-AbCdEf',
        ...['op://vault/galaxy/key', 'secret/data/galaxy#key', 'projects/1/secrets/k/versions/2'],
        '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/key)',
      ],
    ],
    [id, ['85412253-21b2-4d84-8ff5-0123456789ab', ' "85412253-21b2-4d84-8ff5-0123456789ab" ']],
    [id, ['abcd1234', `1${'a'.repeat(63)}`]],
    [
      nothing,
      [
        ...['this is no key at all', 'two\nlines/of.txt', '?'.repeat(400)],
        // What only contains one of the things above is none of them.
        ...['the key is $KEY', '$KEY is the key', 'look at %KEY%', '%KEY% it is'],
        ...['my secrets.TOKEN', 'secrets.TOKEN of mine', 'PRIVATE_KEY of mine'],
        ...['either / or', 'this and/or', 'and/or that', 'a.txt of mine', `/${'k '.repeat(149)}kk`],
        ...['abc1234', `1${'a'.repeat(64)}`, 'abcd1234!', '!abcd1234', 'abcd"1234'],
        ...['a ***', '*** b', '{"a":1'.slice(1), 'see {"a":1}'],
        // Long, but without a run of base64; a run of base64, but not long.
        ...[
          'words upon words, '.repeat(40),
          'aB3'.repeat(66),
          'A'.repeat(150),
          `${'aB3'.repeat(66)}x`,
        ],
      ],
    ],
    [{ ...placeholder, says: /masked value/ }, ['***', '***\n***\n***']],
    [
      { ...placeholder, says: /stands for the key/ },
      ['changeme', '<private-key>', 'YOUR_PRIVATE_KEY', 'my PRIVATE_KEY'],
    ],
    [
      { ...placeholder, says: /in place of a value/ },
      ['null', 'undefined', 'None', '[object Object]', 'System.Byte[]'],
    ],
    [{ topic: 'private-key-is-too-long', says: /128 KiB/ }, ['A'.repeat(131_073)]],
  ] as const;
  return shapes.flatMap(([expected, texts]) =>
    texts.map((text) => ({ name: JSON.stringify(text).slice(0, 60), text, ...expected })),
  );
}

function documents({ pkcs8 }: RsaKey): readonly RefusedShape[] {
  const google = JSON.stringify({ type: 'service_account', private_key: pkcs8 }, null, 2);
  const key = JSON.stringify({ privateKey: pkcs8 });
  const rows = [
    ['a file of Google', google, /Google/],
    ['base64 of a file of Google', toBase64(google), /Google/],
    ['a JSON document with a key', key, /paste its field/],
    ['such a document in a string', JSON.stringify(key), /paste its field/],
    ['half a document', key.slice(0, 500), /paste its field/],
    ['a JSON document without a key', '{"a":1}', /No private key/],
    ['a JSON document with a key without spaces', key.replaceAll(' ', ''), /paste its field/],
    ['a JSON list', JSON.stringify([pkcs8]), /a JSON document/],
  ] as const;
  const topic = 'private-key-is-a-json-document';
  return rows.map(([name, text, says]) => ({ name, text, topic, says }));
}

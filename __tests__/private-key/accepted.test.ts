import { generateKeyPairSync, generatePrimeSync, sign, verify } from 'node:crypto';

import { describe, expect, test } from '@jest/globals';

import { searchKeys } from '../../src/private-key/search.ts';
import { keyOf, readPrivateKey, refusalOf, secretsIn } from '../helpers/refusal.ts';
import { der, selfSignedCertificate } from '../helpers/der.ts';
import { generateRsaKey } from '../../emulator/rsa-key.ts';
import { ACCEPTED_SHAPES, bodyOf, toBase64, toPem, wrap } from '../helpers/key-shapes.ts';

const key = generateRsaKey();
const other = generateRsaKey();

const message = Buffer.from('to be signed');

function expectItSigns(text: string): void {
  const signature = sign('sha256', message, keyOf(text));
  expect(verify('sha256', message, key.publicKey, signature)).toBe(true);
}

describe.each([
  ['PKCS#8', key.pkcs8],
  ['PKCS#1', key.pkcs1],
])('a key in %s', (_encoding, pem) => {
  test.each(ACCEPTED_SHAPES)(
    'signs when it is pasted %s, also in a string of JSON and in base64',
    (_name, write) => {
      const text = write(pem);
      for (const pasted of [text, JSON.stringify(text), toBase64(text)]) expectItSigns(pasted);
    },
  );
});

describe('a key among other things', () => {
  const certificate = toPem('CERTIFICATE', selfSignedCertificate(key.privateKey, key.publicKey));
  const publicKey = key.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const { privateKey: ec } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecKey = ec.export({ type: 'pkcs8', format: 'pem' }).toString();

  test.each([
    ['after its certificate', certificate + key.pkcs8],
    ['before its certificate', key.pkcs1 + certificate],
    ['after its public key', publicKey + key.pkcs8],
    ['after a key of another algorithm', ecKey + key.pkcs8],
    ['after a key that is too short', generateRsaKey(1024).pkcs8 + key.pkcs8],
    ['after the first line of a key', `-----BEGIN PRIVATE KEY-----\n${key.pkcs8}`],
    ['before the last line of a key', `${key.pkcs8}-----END PRIVATE KEY-----`],
    ['on one line with its certificate', (certificate + key.pkcs8).replaceAll('\n', '')],
    ['among a hundred certificates', certificate.repeat(50) + key.pkcs8 + certificate.repeat(50)],
  ])('is used when it stands %s', (_place, text) => {
    expectItSigns(text);
  });

  test.each(ACCEPTED_SHAPES)(
    'is refused beside another good one, which is pasted %s',
    (_name, write) => {
      const { topic, message } = refusalOf(`${key.pkcs8}\n${write(other.pkcs8)}`);
      expect(topic).toBe('private-key-is-not-the-only-one');
      expect(message).toMatch(/^private-key holds two different RSA private keys\. Which/);
    },
  );

  test.each([
    ['as PKCS#8 and PKCS#1', key.pkcs8 + key.pkcs1],
    ['as PEM and in base64', `${key.pkcs8}\n${toBase64(key.pkcs8)}`],
    ['as base64 twice', `A=${toBase64(key.pkcs1)}\nB=${toBase64(key.pkcs1)}`],
  ])('may stand there twice: %s', (_how, text) => {
    expectItSigns(text);
  });

  test('is used with headers in its armour', () => {
    expectItSigns(key.pkcs1.replace('-----\n', '-----\nComment: for releases\n\n'));
  });

  // At one of the three places, base64 shows these letters as it shows the beginning of a key.
  test.each(['MII', ' MII', '  MII'])(
    'is found in a diff, with a header that holds %j',
    (words) => {
      const pem = key.pkcs1.replace('-----\n', `-----\nComment: ${words}\n\n`);
      expectItSigns(wrap(toBase64(pem), 76).replace(/^/gm, '+'));
    },
  );

  // To look at a character costs 1, to begin with a text or to try a key 3000.
  const layer = toBase64(key.pkcs8);
  test.each([
    ['at once', key.pkcs8, key.pkcs8.length + 3000],
    ['in base64', layer, layer.length + 3000 + 3000 + key.pkcs8.length + 3000],
  ])('is found %s with so much effort, and no less', (_where, text, effort) => {
    expect(searchKeys(text, effort).keys).toEqual([]);
    expect(searchKeys(text, effort + 1).keys).toHaveLength(1);
    expect(searchKeys(layer, layer.length + 6000).texts).toHaveLength(1);
  });

  test.each([0xa0, 0x04])('may have attributes behind it, and nothing else: %i', (tag) => {
    const content = Buffer.from(bodyOf(key.pkcs8), 'base64').subarray(4);
    const { key: found } = readPrivateKey(der(0x30, content, der(tag, content)).toString('base64'));
    expect(found === undefined).toBe(tag !== 0xa0);
  });

  test('may have more than 2048 bits', () => {
    const longer = keyOf(bodyOf(generateRsaKey(3072).pkcs1));
    expect(longer.asymmetricKeyDetails?.modulusLength).toBe(3072);
  });
});

describe('a JWK', () => {
  const jwk = key.privateKey.export({ format: 'jwk' });
  const text = JSON.stringify({ kid: 'release', ...jwk }, null, 2);

  test.each([
    ['as it is', text],
    ['as a JSON string', JSON.stringify(text)],
    ['in base64', toBase64(text)],
    ['quoted in a mail', text.replace(/^/gm, '> ')],
    ['percent-encoded', encodeURIComponent(text)],
    ['in one line', JSON.stringify(jwk)],
    ['as Node prints it', text.replace(/"(\w+)":/g, '$1:').replaceAll('"', "'")],
    ['in YAML', text.replace(/["{},]/g, '')],
  ])('signs %s', (_how, pasted) => {
    expectItSigns(pasted);
  });

  test('is refused beside others', () => {
    const set = JSON.stringify({ keys: [jwk, other.privateKey.export({ format: 'jwk' })] });
    expect(refusalOf(set).topic).toBe('private-key-is-a-json-document');
  });

  test('is masked number by number, and its name is not', () => {
    const secrets = secretsIn(text);
    expect(secrets).toEqual(
      expect.arrayContaining([jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi, bodyOf(key.pkcs1)]),
    );
    for (const secret of secrets) expect(secret).toMatch(/^(?!RSA|release)[\w+/=-]{8,}$/);
  });
});

describe('a key of three primes', () => {
  const e = 65_537n;
  const inverse = (value: bigint, modulus: bigint): bigint => {
    let [a, b, x, y] = [value % modulus, modulus, 1n, 0n];
    while (a > 1n) [a, b, x, y] = [b % a, a, y - (b / a) * x, x];
    return ((x % modulus) + modulus) % modulus;
  };
  const integer = (value: bigint): Buffer => {
    const hex = value.toString(16);
    const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
    return der(2, (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.alloc(1), bytes]));
  };
  type Change = (numbers: bigint[]) => unknown;
  const write = (change: Change, changeThird: Change): string => {
    const numbers = [n, e, d, p, q, d % (p - 1n), d % (q - 1n), inverse(q, p)];
    const third = [r, d % (r - 1n), inverse(p * q, r)];
    change(numbers);
    changeThird(third);
    const others = der(0x30, der(0x30, ...third.map(integer)));
    const pkcs1 = der(0x30, integer(1n), ...numbers.map(integer), others);
    return toPem('RSA PRIVATE KEY', pkcs1);
  };
  const [p, q, r] = [primeOf(e), primeOf(e), primeOf(e)];
  const n = p * q * r;
  const d = inverse(e, (p - 1n) * (q - 1n) * (r - 1n));

  type Row = [what: string, change: Change, changeThird: Change];
  const none: Change = () => undefined;
  const add =
    (at: number, more: bigint): Change =>
    (numbers) => {
      numbers[at] = (numbers[at] ?? 0n) + more;
    };

  test('signs', () => {
    const { key: found } = readPrivateKey(write(none, none));
    expect(found?.asymmetricKeyDetails?.modulusLength).toBeGreaterThan(2047);
  });

  test.each<Row>([
    ...[0, 1, 2, 3, 4, 5, 6, 7].map((at): Row => [`number ${at} is wrong`, add(at, 2n), none]),
    ...[0, 1, 2].map((at): Row => [`number ${at} of the third is wrong`, none, add(at, 2n)]),
    ['the third has too few numbers', none, (third) => third.pop()],
    ['the coefficient is not the smallest one', add(7, p), none],
    ['the exponent is not the smallest one', add(2, (p - 1n) * (q - 1n) * (r - 1n)), none],
    ['a prime is 1', (numbers) => Object.assign(numbers, { 3: 1n, 5: 0n, 7: 0n }), none],
  ])('is refused when %s', (_what, change, changeThird) => {
    expect(readPrivateKey(write(change, changeThird)).key).toBeUndefined();
  });
});

/** A prime of 690 bits, which suits the exponent. */
function primeOf(e: bigint): bigint {
  const prime = generatePrimeSync(690, { bigint: true });
  return prime % e === 1n ? primeOf(e) : prime;
}

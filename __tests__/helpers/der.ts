import { createDiffieHellmanGroup, createSign, type KeyObject } from 'node:crypto';

/** One element of DER: its tag, its length, its content. */
export function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const long = body.length < 0x80 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...long]), body]);
}

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const UTC_TIME = 0x17;
const FIRST_FIELD = 0xa0;

const SHA256_WITH_RSA = der(SEQUENCE, Buffer.from('06092a864886f70d01010b0500', 'hex'));
const NO_NAME = der(SEQUENCE);

function number(value: number): Buffer {
  return der(INTEGER, Buffer.from([value]));
}

function signed(content: Buffer, privateKey: KeyObject): Buffer {
  const signature = createSign('sha256').update(content).sign(privateKey);
  const bits = der(BIT_STRING, Buffer.from([0]), signature);
  return der(SEQUENCE, content, SHA256_WITH_RSA, bits);
}

/** A certificate that the key signs for itself (RFC 5280), without names. Node cannot make one. */
export function selfSignedCertificate(privateKey: KeyObject, publicKey: KeyObject): Buffer {
  const validity = der(
    SEQUENCE,
    der(UTC_TIME, Buffer.from('250101000000Z')),
    der(UTC_TIME, Buffer.from('350101000000Z')),
  );
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const content = [number(1), SHA256_WITH_RSA, NO_NAME, validity, NO_NAME, spki];
  return signed(der(SEQUENCE, ...content), privateKey);
}

/** A certificate request (RFC 2986) without a name. Node cannot make one. */
export function certificateRequest(privateKey: KeyObject, publicKey: KeyObject): Buffer {
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return signed(der(SEQUENCE, number(0), NO_NAME, spki, der(FIRST_FIELD)), privateKey);
}

/** The outside of a PKCS#12 key store (RFC 7292) around some bytes. Node cannot make one. */
export function keyStore(content: Buffer): Buffer {
  const data = Buffer.from('06092a864886f70d010701', 'hex');
  const safe = der(SEQUENCE, data, der(FIRST_FIELD, der(OCTET_STRING, content)));
  return der(SEQUENCE, number(3), safe);
}

/** A Diffie-Hellman private key in PKCS#8 (PKCS#3). The types of Node know no generator for it. */
export function diffieHellmanKey(): Buffer {
  const group = createDiffieHellmanGroup('modp14');
  const big = (value: Buffer): Buffer => der(INTEGER, Buffer.from([0]), value);
  const algorithm = Buffer.from('06092a864886f70d010301', 'hex');
  const parameters = der(SEQUENCE, big(group.getPrime()), number(2));
  const privateKey = der(OCTET_STRING, number(77));
  return der(SEQUENCE, number(0), der(SEQUENCE, algorithm, parameters), privateKey);
}

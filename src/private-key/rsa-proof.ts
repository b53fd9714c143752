import { readElement, readElements } from './der.ts';
import type { DerElement } from './der.ts';

/** An RSA private key as it is written: its structure is whole, its numbers are not checked yet. */
export interface RsaStructure {
  /** The key in PKCS#1. */
  readonly pkcs1: Buffer;
  /** The length of the modulus. */
  readonly bits: number;
  /** n, e, d, p, q, dP, dQ, qInv, then r, d and t of each further prime (RFC 8017, appendix A.1.2). */
  readonly integers: readonly DerElement[];
}

export const FEWEST_BITS = 2048;
/** OpenSSL verifies nothing longer. */
export const MOST_BITS = 16_384;

const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const SEQUENCE = 0x30;
const ATTRIBUTES = 0xa0;
// rsaEncryption with NULL, as RFC 8017, appendix A.1 writes it. Node forgives another parameter.
const RSA_ENCRYPTION = '06092a864886f70d0101010500';

/**
 * Reads PKCS#8 (RFC 5208) or PKCS#1 (RFC 8017), strictly: Node's loader forgives a changed version or
 * parameter. What follows the structure is ignored.
 */
export function readRsaStructure(bytes: Buffer): RsaStructure | undefined {
  const outer = readElement(bytes, 0);
  const [version, algorithm, privateKey, ...rest] = childrenOf(outer);
  if (privateKey?.tag !== OCTET_STRING) return readPkcs1(bytes.subarray(0, outer?.end));
  const isStandard =
    isNumber(version, 0) &&
    algorithm?.tag === SEQUENCE &&
    algorithm.content.toString('hex') === RSA_ENCRYPTION &&
    rest.every(({ tag }) => tag === ATTRIBUTES);
  return isStandard ? readPkcs1(privateKey.content) : undefined;
}

function readPkcs1(pkcs1: Buffer): RsaStructure | undefined {
  const outer = readElement(pkcs1, 0);
  const [version, ...numbers] = childrenOf(outer);
  const integers = numbers.slice(0, 8);
  const [others, ...rest] = numbers.slice(8);
  if (outer?.end !== pkcs1.length || integers.length < 8 || rest.length > 0) return undefined;
  if (!isNumber(version, others === undefined ? 0 : 1)) return undefined;
  for (const other of childrenOf(others)) {
    const triple = childrenOf(other);
    if (triple.length !== 3) return undefined;
    integers.push(...triple);
  }
  if (!integers.every(isPositiveInteger)) return undefined;
  const [n = Buffer.alloc(0)] = integers.map(({ content }) => content);
  const significant = n[0] === 0 ? n.subarray(1) : n;
  const bits = significant.length * 8 - Math.clz32(significant[0] ?? 0) + 24;
  return { pkcs1, bits, integers };
}

function childrenOf(element: DerElement | undefined): readonly DerElement[] {
  return (element?.tag === SEQUENCE ? readElements(element.content) : undefined) ?? [];
}

function isNumber(element: DerElement | undefined, value: number): boolean {
  const { tag, content } = element ?? {};
  return tag === INTEGER && content?.length === 1 && content[0] === value;
}

/** DER writes no more leading zeros than the sign needs. */
function isPositiveInteger({ tag, content }: DerElement): boolean {
  const [first = 0x80, second = 0x80] = content;
  return tag === INTEGER && first < 0x80 && (first > 0 || second >= 0x80);
}

/**
 * Whether the numbers of a key fit together (RFC 8017, section 3.2). A key that passes is the key that
 * was issued: no change of a single number leaves all of these equations true.
 */
export function numbersFit({ integers, bits }: RsaStructure): boolean {
  if (bits > MOST_BITS) return false;
  const numbers = integers.map(({ content }) => BigInt(`0x${content.toString('hex')}`));
  const [n = 0n, e = 0n, d = 0n, p = 0n, q = 0n, dP = 0n, dQ = 0n, qInv = 0n] = numbers;
  const factors: (readonly [prime: bigint, exponent: bigint, coefficient: bigint])[] = [
    [q, dQ, 1n],
    [p, dP, qInv],
  ];
  for (let index = 8; index < numbers.length; index += 3) {
    const [prime = 0n, exponent = 0n, coefficient = 0n] = numbers.slice(index, index + 3);
    factors.push([prime, exponent, coefficient]);
  }
  let product = 1n;
  for (const [prime, exponent, coefficient] of factors) {
    if (prime < 3n || coefficient >= prime) return false;
    if ((e * d) % (prime - 1n) !== 1n || exponent !== d % (prime - 1n)) return false;
    // q·qInv ≡ 1 mod p, and likewise for each further prime and the product of those before it.
    if ((product * coefficient) % prime !== 1n) return false;
    product *= prime;
  }
  return product === n && d < n;
}

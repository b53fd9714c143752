import { readElement, readElements } from './der.ts';
import type { DerElement } from './der.ts';

/** An RSA private key as it is written: its structure is whole, its numbers are not checked yet. */
export interface RsaStructure {
  /** The key in PKCS#1. */
  readonly pkcs1: Buffer;
  /** The length of the modulus. */
  readonly bits: number;
  /** n, e, d, p, q, dP, dQ and qInv (RFC 8017, appendix A.1.2). */
  readonly numbers: Eight;
  /** r, d and t of each further prime. */
  readonly others: readonly Triple[];
}

type Triple = readonly [bigint, bigint, bigint];
type Eight = readonly [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];

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
  const [version, ...elements] = childrenOf(outer);
  const numbers = elements.slice(0, 8).map(numberIn);
  const rest = elements.slice(8);
  const others = rest
    .flatMap(childrenOf)
    .map((other): readonly (bigint | undefined)[] => childrenOf(other).map(numberIn));
  // The version is 1 where there are further primes, and 0 where there are none.
  const isStandard =
    outer?.end === pkcs1.length && rest.length < 2 && isNumber(version, rest.length);
  const triples = others.filter(isTriple);
  if (!isStandard || !isEight(numbers) || triples.length < others.length) return undefined;
  return { pkcs1, bits: bitsOf(numbers[0]), numbers, others: triples };
}

function childrenOf(element: DerElement | undefined): readonly DerElement[] {
  return (element?.tag === SEQUENCE ? readElements(element.content) : undefined) ?? [];
}

function isNumber(element: DerElement | undefined, value: number): boolean {
  return element !== undefined && numberIn(element) === BigInt(value);
}

/** A number that is not negative and has no more leading zeros than its sign needs. */
function numberIn({ tag, content }: DerElement): bigint | undefined {
  const hex = content.toString('hex');
  const isCanonical = /^(?:00$|00[89a-f]|0[1-9a-f]|[1-7])/.test(hex);
  return tag === INTEGER && isCanonical ? BigInt(`0x${hex}`) : undefined;
}

function bitsOf(number: bigint): number {
  const hex = number.toString(16);
  return 4 * hex.length - Math.clz32(Number.parseInt(hex.charAt(0), 16)) + 28;
}

function isEight(numbers: readonly (bigint | undefined)[]): numbers is Eight {
  return numbers.length === 8 && !numbers.includes(undefined);
}

function isTriple(numbers: readonly (bigint | undefined)[]): numbers is Triple {
  return numbers.length === 3 && !numbers.includes(undefined);
}

/**
 * Whether the numbers of a key fit together (RFC 8017, section 3.2). A key that passes is the key that
 * was issued: no change of a single number leaves all of these equations true.
 */
export function numbersFit({ bits, numbers, others }: RsaStructure): boolean {
  if (bits > MOST_BITS) return false;
  const [n, e, d, p, q, dP, dQ, qInv] = numbers;
  const factors: readonly Triple[] = [[q, dQ, 1n], [p, dP, qInv], ...others];
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

import { X509Certificate, createPrivateKey, createPublicKey } from 'node:crypto';

import { attempt } from '../attempt.ts';
import { isBlank } from '../pasted-text.ts';
import type { UserError } from '../user-error.ts';
import { joinedBase64, longestRun, toBase64 } from './decodings.ts';
import { LABELS, STRUCTURES, diagnoseFormat, diagnoseWord, explain } from './formats.ts';
import { CLOSEST_FIRST, refuse } from './messages.ts';
import { findPemBlocks, type PemBlock } from './pem.ts';
import { FEWEST_BITS, MOST_BITS, declaredLength, readRsaKey } from './rsa-key.ts';

/**
 * Explains why there is no key that can be used. What stands inside of base64 is named as it is outside.
 *
 * @param texts the input and the texts inside of it, outermost first
 */
export function diagnose(texts: readonly string[]): UserError {
  if (texts.some(isBlank)) return refuse('private-key-missing');
  const format = diagnoseFormat(texts);
  if (format) return format;
  // What is inside says more than the base64 around it.
  const innermostFirst = texts.toReversed();
  const blocks = innermostFirst.flatMap(findPemBlocks);
  const problems = blocks.flatMap((block) => diagnoseBlock(block) ?? []);
  problems.sort((a, b) => CLOSEST_FIRST.indexOf(a.topic) - CLOSEST_FIRST.indexOf(b.topic));
  const words = innermostFirst.map(diagnoseWord);
  return problems[0] ?? words.find(Boolean) ?? refuse('private-key-is-not-a-key');
}

function diagnoseBlock(block: PemBlock): UserError | undefined {
  const body = toBase64(block.body.replace(/-{3,}/g, ''));
  const joined = joinedBase64(body);
  const fromKey = joined.slice(Math.max(0, joined.search(/MII[A-P]/)));
  const hex = body.replace(/0x|[^0-9a-f]/gi, '');
  // Where nothing but lines of digits is there, none of them is a decoration.
  const problem =
    diagnoseDigits(joined, 'base64', joined === longestRun(body), block) ??
    diagnoseDigits(fromKey, 'base64', false, block) ??
    diagnoseDigits(hex, 'hex', hex === joined, block) ??
    explain(LABELS, `${block.label}\n${block.body}`);
  const loss = problem ? undefined : describeLoss(block);
  return loss === undefined ? problem : refuse('private-key-is-damaged', `holds ${loss}.`);
}

function diagnoseDigits(
  digits: string,
  encoding: 'base64' | 'hex',
  isSure: boolean,
  { label, hasEnd }: PemBlock,
): UserError | undefined {
  const bytes = Buffer.from(digits, encoding);
  const problem = diagnoseWhole(bytes) ?? explain(STRUCTURES, bytes.toString('hex', 0, 32));
  if (problem?.topic !== 'private-key-is-damaged') return problem;
  // The label of another algorithm says more than the damage does.
  if (/(?:EC|DSA)PRIVATE/.test(label)) return undefined;
  const expected = isSure ? (declaredLength(bytes) ?? 0) : 0;
  const extra = digits.length - Math.ceil(expected * (encoding === 'hex' ? 2 : 4 / 3));
  const damage = describeDamage(bytes, expected, extra, hasEnd);
  return refuse('private-key-is-damaged', `holds a ${damage}.`);
}

function diagnoseWhole(bytes: Buffer): UserError | undefined {
  const key = bytes.subarray(0, declaredLength(bytes));
  const { bits = 0, isProven } = readRsaKey(key) ?? {};
  const found = `holds an RSA private key of ${bits} bits.`;
  if (bits > MOST_BITS) {
    return refuse('private-key-is-too-long', `${found} At most ${MOST_BITS} bits are supported.`);
  }
  if (isProven && bits < FEWEST_BITS) return refuse('private-key-is-too-short', found);
  for (const type of ['pkcs8', 'sec1'] as const) {
    const other = attempt(() => createPrivateKey({ key, format: 'der', type }).asymmetricKeyType);
    const kind = `holds a private key for ${other?.toUpperCase()}, which makes no RS256 signatures.`;
    // OpenSSL forgives some damage that an RSA key has.
    if (other === 'rsa') return undefined;
    if (other !== undefined) return refuse('private-key-is-not-rsa', kind);
  }
  const isPublic = (['spki', 'pkcs1'] as const).some((type) =>
    attempt(() => createPublicKey({ key, format: 'der', type })),
  );
  if (isPublic) return refuse('private-key-is-a-public-key');
  return attempt(() => new X509Certificate(key)) && refuse('private-key-is-a-certificate');
}

/** Says of a damaged key only what was counted. */
function describeDamage(bytes: Buffer, expected: number, extra: number, hasEnd: boolean): string {
  if (expected === 0) {
    return 'damaged private key: other characters stand between its own, or some of its own are missing or were changed';
  }
  if (extra > 0) {
    return `damaged private key: ${extra} characters more than a key of its length stand ${hasEnd ? 'before its END line' : 'after its beginning'}`;
  }
  if (bytes.length >= expected) {
    return readRsaKey(bytes)
      ? 'damaged RSA private key: its numbers contradict each other, so characters were changed'
      : `damaged private key: all of its ${expected} bytes are there, but their structure is broken, so characters were changed`;
  }
  const loss = hasEnd
    ? 'damaged private key: a part between its first and last line is missing'
    : 'private key that was cut off: the end is missing';
  return `${loss}; ${bytes.length} of ${expected} bytes are there`;
}

function describeLoss({ hasBegin, hasEnd, body }: PemBlock): string | undefined {
  const joined = joinedBase64(body);
  if (hasBegin && hasEnd) {
    return joined === ''
      ? 'a BEGIN and an END line with nothing between them'
      : 'no key between its BEGIN and its END line: the beginning of it is missing or was changed';
  }
  if (hasBegin) return 'a BEGIN line and no key after it: it was cut off, perhaps at a line break';
  if (hasEnd) return 'the end of a private key: the beginning is missing, and the BEGIN line';
  return joined.length >= 200 && /[A-Za-z0-9+/]{40}/.test(body)
    ? 'base64 text, but no whole private key: the beginning is missing or was changed, or it is another file'
    : undefined;
}

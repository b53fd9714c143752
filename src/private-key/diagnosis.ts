import { X509Certificate, createPrivateKey, createPublicKey } from 'node:crypto';

import type { HelpTopic, UserError } from '../user-error.ts';
import { joinedBase64, segmentsOf, toBase64 } from './decodings.ts';
import { declaredLength, readElement } from './der.ts';
import { isJwk } from './jwk.ts';
import { refuse } from './messages.ts';
import type { KeyTopic } from './messages.ts';
import { findPemBlocks } from './pem.ts';
import type { PemBlock } from './pem.ts';
import { isBlank, isJsonDocument, isNameOfSecret, kindOfWord, looksLikeId } from './plain-text.ts';
import type { WordKind } from './plain-text.ts';
import { FEWEST_BITS, MOST_BITS, numbersFit, readRsaStructure } from './rsa-proof.ts';

// Of several things in one text, that which comes closest to the key that is needed is explained.
const CLOSEST_FIRST: readonly HelpTopic[] = [
  'private-key-is-too-short',
  'private-key-is-too-long',
  'private-key-is-not-rsa',
  'private-key-is-encrypted',
  'private-key-is-in-openssh-format',
  'private-key-is-damaged',
  'private-key-is-a-certificate-request',
  'private-key-is-a-certificate',
  'private-key-is-a-public-key',
  'private-key-is-not-a-key',
];

/**
 * Explains why there is no key that can be used. What stands inside of base64 is named as it is outside.
 *
 * @param texts the input and the texts inside of it, outermost first
 */
export function diagnose(texts: readonly string[]): UserError {
  if (texts.some(isBlank)) return refuse('private-key-missing');
  const json = texts.findLast(isJsonDocument);
  const format = firstOf(texts, (text) =>
    json !== undefined && isJsonDocument(text) ? diagnoseJson(json) : explain(FORMATS, text),
  );
  if (format) return format;
  // What is inside says more than the base64 around it.
  const innermostFirst = texts.toReversed();
  const problems = innermostFirst.flatMap(diagnoseBlocks);
  problems.sort((a, b) => CLOSEST_FIRST.indexOf(a.topic) - CLOSEST_FIRST.indexOf(b.topic));
  return problems[0] ?? firstOf(innermostFirst, diagnoseWord) ?? refuse('private-key-is-not-a-key');
}

function firstOf<S, T>(values: readonly S[], find: (value: S) => T | undefined): T | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What is told by its looks: the first pattern that fits decides. */
type Sign = readonly [pattern: RegExp, topic: KeyTopic, found?: string];

function explain(signs: readonly Sign[], text: string): UserError | undefined {
  const [, topic, found] = signs.find(([pattern]) => pattern.test(text)) ?? [];
  return topic && refuse(topic, found);
}

function diagnoseJson(text: string): UserError | undefined {
  return explain(isJwk(text) ? JWKS : [...FORMATS, ...DOCUMENTS], text);
}

const ALGORITHMS: ReadonlyMap<string | undefined, string> = new Map([
  ['rsa-pss', 'RSA-PSS, which cannot make RS256 signatures'],
  ['ec', 'elliptic curves (EC)'],
  ['ed25519', 'Ed25519'],
  ['ed448', 'Ed448'],
  ['x25519', 'X25519'],
  ['x448', 'X448'],
  ['dsa', 'DSA'],
  ['dh', 'Diffie-Hellman (DH)'],
]);

function privateKeyFor(type: string): string {
  return `holds a private key for ${ALGORITHMS.get(type) ?? 'another algorithm than RSA'}.`;
}

const JWKS: readonly Sign[] = [
  [/"crv"\s*:\s*"P-|"kty"\s*:\s*"EC"/, 'private-key-is-not-rsa', privateKeyFor('ec')],
  [/"kty"\s*:\s*"OKP"/, 'private-key-is-not-rsa', privateKeyFor('ed25519')],
  [/^(?!.*["']d["']\s*:)/s, 'private-key-is-a-public-key'],
  [
    /^/,
    'private-key-is-damaged',
    'holds a JWK that is no whole RSA private key: a number is missing or was changed.',
  ],
];

const DOCUMENTS: readonly Sign[] = [
  [
    /"client_email"|"service_account"/,
    'private-key-is-a-json-document',
    'holds a JSON document instead of a key. It looks like a service account file of Google, which the Galaxy Store does not know.',
  ],
  [
    /PRIVATE\s{0,3}KEY|"MII|"kty"/,
    'private-key-is-a-json-document',
    'holds a JSON document instead of a key. There is a private key in one of its fields: paste the value of that field only.',
  ],
  [/^/, 'private-key-is-a-json-document'],
];

const ENCRYPTED_BY: readonly (readonly [RegExp, string])[] = [
  [/age-encryption\.org\/v1|BEGIN AGE ENCRYPTED FILE/, 'age'],
  [/BEGIN PGP MESSAGE/, 'PGP'],
  [/ENC\[AES256_GCM,|^sops:$/m, 'SOPS'],
  [/\$ANSIBLE_VAULT;/, 'Ansible Vault'],
  [/^\W*vault:v\d+:/, 'HashiCorp Vault'],
  [/^\W*Salted__|U2FsdGVkX1/, '`openssl enc`'],
  [/^\W*eyJ[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+\W*$/, 'JWE'],
];

const FOREIGN: readonly (readonly [RegExp, string])[] = [
  [
    /^[^\d-]{0,40}(?:-?\d{1,3}[\s,;]{1,3}){20}|<Buffer [0-9a-f]{2} /,
    'holds a list of the values of bytes instead of a text.',
  ],
  [/PuTTY-User-Key-File/, 'holds a key file of PuTTY, which is not what the Galaxy Store issues.'],
  [/AGE-SECRET-KEY-1/, 'holds a key of age, which is not what the Galaxy Store issues.'],
  [/^\W*eyJ[\w-]+\.[\w-]+\.[\w-]*\W*$/, 'holds a JWT (a signed token) instead of a key.'],
  [
    /^\W*(?:(?:\d{3,5} )?(?:SHA256|SHA1|MD5)[: ].{10,200}|(?:[0-9a-f]{2}:){15,63}[0-9a-f]{2})$/i,
    'holds a fingerprint, which identifies a key and is none.',
  ],
  [
    /<RSAKeyValue>/,
    'holds an RSA key in the XML of .NET. Convert it to PEM, for example with `ExportPkcs8PrivateKeyPem()`.',
  ],
  [/^\W*<!doctype html|^\W*<html/i, 'holds a page of HTML instead of a key.'],
  [/^\W*<\?xml|^\s*<(\w+)[^]*<\/\1>\s*$/, 'holds an XML document instead of a key.'],
  [/^\W*H4sI/, 'holds compressed data (gzip) instead of a text.'],
  [/^\W*UEsDB/, 'holds a ZIP archive instead of a key.'],
  [
    /^\ufffd{4}|^\W*\/u3\+7Q|^\W*zs7Ozg/,
    'holds a key store of Java instead of a plain private key.',
  ],
  [
    /^0\ufffd/,
    'holds a binary file (DER or a key store) that was stored as text and is damaged by that.',
  ],
];

const FORMATS: readonly Sign[] = [
  [/\$\{\{/, 'private-key-is-an-expression'],
  ...ENCRYPTED_BY.map(([pattern, tool]): Sign => {
    return [pattern, 'private-key-is-encrypted', `holds a text that is encrypted by ${tool}.`];
  }),
  [/(?:ssh-|ecdsa-|sk-)[a-z0-9@.-]{3,60} AAAA|^\W*AAAA[A-Z]3NzaC1/, 'private-key-is-a-public-key'],
  ...FOREIGN.map(([pattern, found]): Sign => [pattern, 'private-key-is-not-a-key', found]),
];

const WORDS: Readonly<Record<WordKind, readonly [topic: KeyTopic, found?: string]>> = {
  reference: ['private-key-is-an-expression'],
  asterisks: [
    'private-key-is-a-placeholder',
    'holds asterisks only: a masked value was copied from a log.',
  ],
  'no-value': ['private-key-is-a-placeholder', 'holds what a program prints in place of a value.'],
  placeholder: ['private-key-is-a-placeholder'],
  path: ['private-key-is-a-file-path'],
};

function diagnoseWord(text: string): UserError | undefined {
  const kind = kindOfWord(text);
  if (kind !== undefined) return refuse(...WORDS[kind]);
  if (isNameOfSecret(text)) return refuse('private-key-is-an-expression');
  return looksLikeId(text) ? refuse('private-key-is-the-service-account-id') : undefined;
}

// The header of a structure, in hexadecimal, whatever its length.
const SEQUENCE = '30(?:82.{4}|81..|[0-7].)';

// RFC 2986 (PKCS#10), RFC 5958 section 3 with the PKCS#5 and PKCS#12 algorithms, RFC 7292 (PKCS#12,
// version 3) and Java's own store, RFC 5958 (PKCS#8: versions 0 and 1), RFC 8017 (PKCS#1), RFC 5915 (EC).
const structures = (): readonly Sign[] => [
  [new RegExp(`^${SEQUENCE}${SEQUENCE}020100${SEQUENCE}`), 'private-key-is-a-certificate-request'],
  [new RegExp(`^${SEQUENCE}${SEQUENCE}06..2a864886f70d01(?:05|0c01)`), 'private-key-is-encrypted'],
  [
    new RegExp(`^(?:${SEQUENCE}02010330|feedfeed|cececece)`),
    'private-key-is-not-a-key',
    'holds a key store (PKCS#12 or Java) instead of a plain private key.',
  ],
  [/^6f70656e7373682d6b65792d763100/, 'private-key-is-in-openssh-format'],
  [new RegExp(`^${SEQUENCE}0201(?:00(?:02|30)|01(?:04|30))`), 'private-key-is-damaged'],
];

/** Explains what bytes are by the first few of them, intact or not. A private key counts as damaged. */
export function diagnoseStructure(bytes: Buffer): UserError | undefined {
  return explain(structures(), bytes.subarray(0, 32).toString('hex'));
}

/** Digits that may stand for a key, and whether it is sure that none of them is a decoration. */
interface Candidate {
  readonly block: PemBlock;
  readonly digits: string;
  readonly encoding: 'base64' | 'hex';
  readonly isSure: boolean;
}

const MOST_BLOCKS = 200;

function diagnoseBlocks(text: string): readonly UserError[] {
  return findPemBlocks(text)
    .slice(0, MOST_BLOCKS)
    .flatMap((block) => {
      return firstOf(candidatesIn(block), diagnoseCandidate) ?? diagnoseLabel(block) ?? [];
    });
}

function candidatesIn(block: PemBlock): readonly Candidate[] {
  const body = block.body.replace(/-{3,}/g, '');
  const [joined, url, segments] = [joinedBase64(body), toBase64(body), segmentsOf(body)];
  const candidate = (digits: string, isSure: boolean): Candidate => {
    return { block, digits, encoding: 'base64', isSure };
  };
  return [
    candidate(
      url === body ? '' : joinedBase64(url),
      segmentsOf(url).join('') === joinedBase64(url),
    ),
    candidate(joined, segments.join('') === joined),
    candidate(segments.join(''), false),
    candidate(joined.slice(Math.max(0, joined.search(/MII[A-P]/))), false),
    { ...candidate(body.replace(/0x|[^0-9a-f]/gi, ''), joined.length % 2 === 0), encoding: 'hex' },
  ];
}

function diagnoseCandidate(candidate: Candidate): UserError | undefined {
  const bytes = Buffer.from(candidate.digits, candidate.encoding);
  const whole = readElement(bytes, 0);
  const found = whole?.tag === 0x30 && diagnoseWhole(bytes.subarray(0, whole.end));
  if (found) return found;
  const structure = diagnoseStructure(bytes);
  if (structure?.topic !== 'private-key-is-damaged') return structure;
  // The label of another algorithm says more than the damage does.
  if (/^(?:EC|DSA)PRIVATE/.test(candidate.block.label)) return undefined;
  return refuse('private-key-is-damaged', describeDamage(bytes, candidate));
}

function diagnoseWhole(key: Buffer): UserError | undefined {
  const rsa = readRsaStructure(key);
  if (rsa) {
    if (rsa.bits > MOST_BITS)
      return refuse(
        'private-key-is-too-long',
        `holds an RSA private key of ${rsa.bits} bits. At most 16384 bits are supported.`,
      );
    return rsa.bits < FEWEST_BITS && numbersFit(rsa)
      ? refuse('private-key-is-too-short', `holds an RSA private key of ${rsa.bits} bits.`)
      : undefined;
  }
  for (const type of ['pkcs8', 'sec1'] as const) {
    const algorithm = attempt(
      () => createPrivateKey({ key, format: 'der', type }).asymmetricKeyType,
    );
    if (algorithm !== undefined && algorithm !== 'rsa')
      return refuse('private-key-is-not-rsa', privateKeyFor(algorithm));
  }
  const isPublic = (['spki', 'pkcs1'] as const).some((type) =>
    attempt(() => createPublicKey({ key, format: 'der', type })),
  );
  if (isPublic) return refuse('private-key-is-a-public-key');
  return attempt(() => new X509Certificate(key)) && refuse('private-key-is-a-certificate');
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

/** Says of a damaged key only what was counted. */
function describeDamage(bytes: Buffer, { block, digits, encoding, isSure }: Candidate): string {
  const expected = declaredLength(bytes);
  if (!isSure || expected === undefined) {
    return 'holds a damaged private key: other characters stand between its own, or some of its own are missing or were changed.';
  }
  const extra = digits.length - Math.ceil(expected * (encoding === 'hex' ? 2 : 4 / 3));
  if (extra > 0) {
    return `holds a damaged private key: ${extra} characters more than a key of its length stand ${block.hasEnd ? 'before its END line' : 'after its beginning'}.`;
  }
  if (bytes.length >= expected) {
    return readRsaStructure(bytes)
      ? 'holds a damaged RSA private key: its numbers contradict each other, so characters were changed.'
      : `holds a damaged private key: all of its ${expected} bytes are there, but their structure is broken, so characters were changed.`;
  }
  const there = `${bytes.length} of ${expected} bytes are there`;
  return block.hasEnd
    ? `holds a damaged private key: a part between its first and last line is missing; ${there}.`
    : `holds a private key that was cut off: the end is missing; ${there}.`;
}

// The label of a block stands in the first line, what is between its lines in the others.
const LABELS: readonly Sign[] = [
  [
    /^PGP/,
    'private-key-is-not-a-key',
    'holds a PGP key, which is not what the Galaxy Store issues.',
  ],
  [/^\w*PUBLICKEY\n/, 'private-key-is-a-public-key'],
  [/^\w*REQUEST\n/, 'private-key-is-a-certificate-request'],
  [/^\w*CERTIFICATE\n/, 'private-key-is-a-certificate'],
  [/^\w*(?:OPENSSH|SSH2)/, 'private-key-is-in-openssh-format'],
  [/ENCRYPTED|DEK-Info/, 'private-key-is-encrypted'],
  [/^ECPRIVATE/, 'private-key-is-not-rsa', privateKeyFor('ec')],
  [/^DSAPRIVATE/, 'private-key-is-not-rsa', privateKeyFor('dsa')],
];

function diagnoseLabel(block: PemBlock): UserError | undefined {
  const labelled = explain(LABELS, `${block.label}\n${block.body}`);
  if (labelled) return labelled;
  const found = describeLoss(block);
  return found === undefined ? undefined : refuse('private-key-is-damaged', found);
}

function describeLoss({ hasBegin, hasEnd, body }: PemBlock): string | undefined {
  const joined = joinedBase64(body);
  if (hasBegin && hasEnd) {
    return joined === ''
      ? 'holds a BEGIN and an END line with nothing between them.'
      : 'holds no key between its BEGIN and its END line: the beginning of it is missing or was changed.';
  }
  if (hasBegin) {
    return 'holds a BEGIN line and no key after it: it was cut off, perhaps at its first line break.';
  }
  if (hasEnd)
    return 'holds the end of a private key: the beginning is missing, and the BEGIN line.';
  return joined.length >= 200 && /[A-Za-z0-9+/]{40}/.test(body)
    ? 'holds base64 text, but no whole private key: the beginning is missing or was changed, or it is another file.'
    : undefined;
}

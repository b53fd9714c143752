import {
  isJsonDocument,
  isNameOfSecret,
  kindOfWord,
  looksLikeId,
  type WordKind,
} from '../pasted-text.ts';
import type { UserError } from '../user-error.ts';
import { isJwk } from './jwk.ts';
import { refuse, type KeyTopic } from './messages.ts';

/** What is known by its looks: the first pattern that fits decides. */
type Sign = readonly [pattern: RegExp, topic: KeyTopic, found?: string];

export function explain(signs: readonly Sign[], text: string): UserError | undefined {
  const sign = signs.find(([pattern]) => pattern.test(text));
  return sign && refuse(sign[1], sign[2] && `holds ${sign[2]}.`);
}

const JWKS: readonly Sign[] = [
  [/^(?!.*\bd["']?:)/s, 'private-key-is-a-public-key'],
  [/\bcrv\b/, 'private-key-is-not-rsa'],
  [/^/, 'private-key-is-damaged', 'a JWK, of which a number is missing or was changed'],
];

const DOCUMENT = 'private-key-is-a-json-document';
const DOCUMENTS: readonly Sign[] = [
  [/"client_email"|"service_account"/, DOCUMENT, 'what looks like an account file of Google'],
  [/PRIVATE\s{0,3}KEY|"MII|"kty"/, DOCUMENT, 'a JSON document: paste its field with the key only'],
  [/^/, DOCUMENT],
];

const ENCRYPTED = 'private-key-is-encrypted';
const NO_KEY = 'private-key-is-not-a-key';
const SSH_KEY = /(?:ssh-|ecdsa-|sk-)[a-z0-9@.-]{3,60} AAAA|\bAAAA[A-Z]3NzaC1/;
const BYTE_VALUES = /^[^\d-]{0,40}(?:-?\d{1,3}[\s,;]{1,3}){20}|<Buffer [0-9a-f]{2} /;
const FINGERPRINT =
  /\b(?:SHA256|SHA1|MD5)(?::| Fingerprint=)[\w+/]|^(?:[0-9a-f]{2}:){15,63}[0-9a-f]{2}$/i;
const FORMATS: readonly Sign[] = [
  [/\$\{\{/, 'private-key-is-an-expression'],
  [/age-encryption\.org\/v1|BEGIN AGE ENCRYPTED/, ENCRYPTED, 'a text that is encrypted by age'],
  [/BEGIN PGP MESSAGE/, ENCRYPTED, 'a text that is encrypted by PGP'],
  [/ENC\[AES256_GCM,|^sops:$/m, ENCRYPTED, 'a text that is encrypted by SOPS'],
  [/\$ANSIBLE_VAULT;/, ENCRYPTED, 'a text that is encrypted by Ansible Vault'],
  [/\bvault:v\d/, ENCRYPTED, 'a text that is encrypted by HashiCorp Vault'],
  [/Salted__|U2FsdGVkX1/, ENCRYPTED, 'a text that is encrypted by `openssl enc`'],
  [/\beyJ[\w-]+(?:\.[\w-]*){4}/, ENCRYPTED, 'a text that is encrypted by JWE'],
  [SSH_KEY, 'private-key-is-a-public-key'],
  [BYTE_VALUES, NO_KEY, 'a list of the values of bytes instead of a text'],
  [/PuTTY-User-Key-File/, NO_KEY, 'a key file of PuTTY, which is not what the Galaxy Store issues'],
  [/AGE-SECRET-KEY-1/, NO_KEY, 'a key of age, which is not what the Galaxy Store issues'],
  [/\beyJ[\w-]+\.[\w-]+\./, NO_KEY, 'a JWT (a signed token) instead of a key'],
  [FINGERPRINT, NO_KEY, 'a fingerprint, which identifies a key and is none'],
  [/<RSAKeyValue>/, NO_KEY, 'an RSA key in the XML of .NET: use `ExportPkcs8PrivateKeyPem()`'],
  [/<!doctype html|<html/i, NO_KEY, 'a page of HTML instead of a key'],
  [/<\?xml|^<(\w+)\b[^]*<\/\1>$/, NO_KEY, 'an XML document instead of a key'],
  [/\b(?:H4sI|UEsDB)/, NO_KEY, 'compressed data (gzip or ZIP) instead of a text'],
  [/^\ufffd{4}|\/u3\+7Q|\bzs7Ozg/, NO_KEY, 'a key store of Java instead of a private key'],
  [/^0\ufffd/, NO_KEY, 'a binary file (DER or a key store), damaged by storing it as text'],
];

/** Explains texts, each inside of the one before it, by the first that is a document or a known format. */
export function diagnoseFormat(texts: readonly string[]): UserError | undefined {
  const documents = texts.filter((text) => isJwk(text) || isJsonDocument(text));
  const json = documents.at(-1);
  const signs = documents.every(isJwk) ? JWKS : [...FORMATS, ...DOCUMENTS];
  const problems = texts.map((text) =>
    json !== undefined && documents.includes(text) ? explain(signs, json) : explain(FORMATS, text),
  );
  return problems.find((problem) => problem !== undefined);
}

const PLACEHOLDER = 'private-key-is-a-placeholder';
const WORDS: Readonly<Record<WordKind, readonly [topic: KeyTopic, found?: string]>> = {
  reference: ['private-key-is-an-expression'],
  asterisks: [PLACEHOLDER, 'holds asterisks only: a masked value was copied from a log.'],
  'no-value': [PLACEHOLDER, 'holds what a program prints in place of a value.'],
  placeholder: [PLACEHOLDER],
  path: ['private-key-is-a-file-path'],
};

export function diagnoseWord(text: string): UserError | undefined {
  const kind = kindOfWord(text) ?? (isNameOfSecret(text) ? 'reference' : undefined);
  if (kind !== undefined) return refuse(...WORDS[kind]);
  return looksLikeId(text) ? refuse('private-key-is-the-service-account-id') : undefined;
}

// A sequence of any length, in hexadecimal.
const S = '30(?:82.{4}|81..|[0-7].)';
/**
 * The headers of structures in hexadecimal, intact or not. RFC 2986 (PKCS#10), RFC 5958 section 3 with the
 * PKCS#5 and PKCS#12 algorithms, RFC 7292 (PKCS#12, version 3) and Java's own store, OpenSSH, and what
 * counts as a damaged private key: RFC 5958 (PKCS#8: versions 0 and 1), RFC 8017 (PKCS#1), RFC 5915 (EC).
 */
export const STRUCTURES: readonly Sign[] = [
  [new RegExp(`^${S}${S}020100${S}`), 'private-key-is-a-certificate-request'],
  [new RegExp(`^${S}${S}06..2a864886f70d01(?:05|0c01)`), ENCRYPTED],
  [new RegExp(`^${S}02010330|^feedfeed|^cececece`), NO_KEY, 'a key store (PKCS#12 or Java)'],
  [/^6f70656e7373682d6b65792d763100/, 'private-key-is-in-openssh-format'],
  [new RegExp(`^${S}0201(?:00(?:02|30)|01(?:04|30))`), 'private-key-is-damaged'],
];

/** The label of a PEM block in its first line, and the headers that stand inside of it. */
export const LABELS: readonly Sign[] = [
  [/^PGP/, NO_KEY, 'a PGP key, which is not what the Galaxy Store issues'],
  [/PUBLICKEY\n/, 'private-key-is-a-public-key'],
  [/REQUEST\n/, 'private-key-is-a-certificate-request'],
  [/CERTIFICATE\n/, 'private-key-is-a-certificate'],
  [/^(?:OPENSSH|SSH2)/, 'private-key-is-in-openssh-format'],
  [/ENCRYPTED|DEK-Info/, ENCRYPTED],
  [/(?:EC|DSA)PRIVATE/, 'private-key-is-not-rsa'],
];

import type { KeyObject } from 'node:crypto';

import type { UserError } from '../user-error.ts';
import {
  declaredLength,
  isCertificate,
  isConsistent,
  isPublicKey,
  kindOf,
  loadPrivateKey,
} from './der.ts';
import * as messages from './messages.ts';
import { countBase64 } from './unfold.ts';
import type { Candidate } from './unfold.ts';

/** An RSA key that can sign, or what is wrong with what was found; neither if nothing was found. */
export interface Finding {
  readonly key?: KeyObject;
  readonly problem?: UserError;
}

const FEWEST_BITS = 2048;

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

function nameOf(type: string | undefined): string {
  return ALGORITHMS.get(type) ?? 'another algorithm than RSA';
}

/** Says what a passage is. The bytes decide; the armour's label is asked where they say nothing. */
export function examine(candidate: Candidate): Finding {
  // The first reading that makes sense counts: a later one may be an inner part of it, as the bare
  // RSA key is inside of an RSA-PSS key.
  for (const bytes of candidate.readings) {
    const finding = examineBytes(bytes, candidate);
    if (finding.key !== undefined || finding.problem !== undefined) return finding;
  }
  return examineLabel(candidate);
}

function examineBytes(bytes: Buffer, { label, hasEnd }: Candidate): Finding {
  let cause: unknown;
  // Nothing else can be loaded, and with thousands of passages each attempt counts.
  if (declaredLength(bytes) !== undefined) {
    try {
      return judge(loadPrivateKey(bytes));
    } catch (error) {
      cause = error;
    }
    if (isPublicKey(bytes)) return { problem: messages.publicKey() };
    if (isCertificate(bytes)) return { problem: messages.certificate() };
  }
  switch (kindOf(bytes)) {
    case 'request':
      return { problem: messages.certificateRequest() };
    case 'encrypted-key':
      return { problem: messages.encrypted(cause) };
    case 'openssh':
      return { problem: messages.openSsh() };
    case 'key-store':
      return {
        problem: messages.notAKey(
          'holds a key store (PKCS#12 or Java) instead of a plain private key.',
          cause,
        ),
      };
    case 'private-key':
      // The label of another algorithm says more than the damage does.
      return isForeign(label)
        ? {}
        : { problem: messages.damaged(tellDamage(bytes, hasEnd), cause) };
    case 'other':
      return {};
  }
}

function judge(key: KeyObject): Finding {
  const type = key.asymmetricKeyType;
  if (type !== 'rsa') {
    return { problem: messages.notRsa(nameOf(type)) };
  }
  const bits = Number(key.asymmetricKeyDetails?.modulusLength);
  if (bits < FEWEST_BITS) return { problem: messages.tooShort(bits) };
  if (isConsistent(key)) return { key };
  const found =
    'holds a damaged RSA private key: its numbers contradict each other, so characters were changed.';
  return { problem: messages.damaged(found) };
}

function isForeign(label: string): boolean {
  return /(?:EC|DSA)PRIVATE/.test(label);
}

function tellDamage(bytes: Buffer, hasEnd: boolean): string {
  const expected = Number(declaredLength(bytes));
  if (bytes.length >= expected) {
    return 'holds a damaged private key: its length is right, but characters were changed.';
  }
  const count = `${bytes.length} of ${expected} bytes are there`;
  return hasEnd
    ? `holds a damaged private key: a part between its first and last line is missing; ${count}.`
    : `holds a private key that was cut off: the end is missing; ${count}.`;
}

function examineLabel({ label, body, hasBegin, hasEnd }: Candidate): Finding {
  if (label.startsWith('PGP')) {
    return {
      problem: messages.notAKey('holds a PGP key, which is not what the Galaxy Store issues.'),
    };
  }
  if (label.endsWith('PUBLICKEY')) return { problem: messages.publicKey() };
  if (label.endsWith('REQUEST')) return { problem: messages.certificateRequest() };
  if (label.endsWith('CERTIFICATE')) return { problem: messages.certificate() };
  if (/OPENSSH|SSH2/.test(label)) return { problem: messages.openSsh() };
  if (label.startsWith('ENCRYPTED') || /ENCRYPTED|DEK-Info/.test(body)) {
    return { problem: messages.encrypted() };
  }
  if (isForeign(label)) {
    return { problem: messages.notRsa(nameOf(label.startsWith('EC') ? 'ec' : 'dsa')) };
  }
  const found = tellLoss(countBase64(body), hasBegin, hasEnd, body);
  return found === undefined ? {} : { problem: messages.damaged(found) };
}

function tellLoss(
  length: number,
  hasBegin: boolean,
  hasEnd: boolean,
  body: string,
): string | undefined {
  if (hasBegin && hasEnd) {
    return length === 0
      ? 'holds a BEGIN and an END line with nothing between them.'
      : 'holds no key between its BEGIN and its END line: the beginning of it is missing or was changed.';
  }
  if (hasBegin) {
    return 'holds a BEGIN line and no key after it: it was cut off, perhaps at its first line break.';
  }
  if (hasEnd)
    return 'holds the end of a private key: the beginning is missing, and the BEGIN line.';
  const isLong = length >= 200 && /[A-Za-z0-9+/]{40}/.test(body);
  return isLong
    ? 'holds base64 text, but no whole private key: the beginning is missing or was changed, or it is another file.'
    : undefined;
}

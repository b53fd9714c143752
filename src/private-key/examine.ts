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
import { onlyBase64 } from './unfold.ts';
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

/** Says what a passage is. The bytes decide; the armour's label is asked where they say nothing. */
export function examine(candidate: Candidate): Finding {
  const findings = candidate.readings.map((bytes) => examineBytes(bytes, candidate));
  return (
    findings.find(({ key }) => key !== undefined) ??
    findings.find(({ problem }) => problem !== undefined) ??
    examineLabel(candidate)
  );
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
          'this is a key store (PKCS#12 or Java), not a private key.',
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
    return { problem: messages.notRsa(ALGORITHMS.get(type) ?? 'another algorithm than RSA') };
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < FEWEST_BITS) return { problem: messages.tooShort(bits) };
  if (isConsistent(key)) return { key };
  const found =
    'this RSA private key contradicts itself: some of its characters were changed or exchanged.';
  return { problem: messages.damaged(found) };
}

function isForeign(label: string): boolean {
  return /^(?:EC|DSA)PRIVATE/.test(label);
}

function tellDamage(bytes: Buffer, hasEnd: boolean): string {
  const expected = declaredLength(bytes) ?? 0;
  if (bytes.length >= expected) {
    return 'this private key is damaged: all of it is there, but characters were changed or exchanged.';
  }
  const count = `${bytes.length} of ${expected} bytes are there`;
  return hasEnd
    ? `this private key is damaged: a part between its first and last line is missing; ${count}.`
    : `this private key is cut off: the end is missing, with the END line; ${count}.`;
}

function examineLabel({ label, body, hasBegin, hasEnd }: Candidate): Finding {
  if (label.startsWith('PGP')) {
    return {
      problem: messages.notAKey('this is a PGP key, which the Galaxy Store does not know.'),
    };
  }
  if (label.endsWith('PUBLICKEY')) return { problem: messages.publicKey() };
  if (label.endsWith('REQUEST')) return { problem: messages.certificateRequest() };
  if (label.endsWith('CERTIFICATE')) return { problem: messages.certificate() };
  if (/^(?:OPENSSH|SSH2)/.test(label)) return { problem: messages.openSsh() };
  if (label.startsWith('ENCRYPTED') || /ENCRYPTED|DEK-Info/.test(body)) {
    return { problem: messages.encrypted() };
  }
  if (isForeign(label)) {
    const algorithm = ALGORITHMS.get(label.startsWith('EC') ? 'ec' : 'dsa');
    return { problem: messages.notRsa(String(algorithm)) };
  }
  const found = tellLoss(onlyBase64(body).length, hasBegin, hasEnd, body);
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
      ? 'between the BEGIN and the END line there is nothing.'
      : 'what stands between the BEGIN and the END line is no key: its beginning is missing or was changed.';
  }
  if (hasBegin) {
    return 'there is little or nothing after the BEGIN line: the key was cut off, perhaps at its first line break.';
  }
  if (hasEnd) return 'the first half of the private key is missing, with the BEGIN line.';
  const isLong = length >= 200 && /[A-Za-z0-9+/]{40}/.test(body);
  return isLong
    ? 'this is base64 text, but not a whole private key: its beginning is missing or was changed, or it is another file.'
    : undefined;
}

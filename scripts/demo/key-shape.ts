import type { KeyObject } from 'node:crypto';

import type { Finding } from './questions.ts';

/** How the key was pasted, without a piece of it: armour, lines and size. */
export function describeKeyShape(text: string, key: KeyObject): Finding {
  const trimmed = text.trim();
  const lines = trimmed.split(/\r\n|\r|\n/);
  const longest = Math.max(...lines.map(({ length }) => length));
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  return {
    question: 'key',
    verdict:
      `${armourOf(trimmed)}, ${bits} bits, ${lines.length} ${lines.length === 1 ? 'line' : 'lines'} of ` +
      `at most ${longest} characters${lineEndsOf(trimmed)}. This is how it stands in the variable; ` +
      'please add the name of the file as it was downloaded.',
    seen: [],
  };
}

function armourOf(text: string): string {
  const label = /-----BEGIN ((?:RSA )?PRIVATE KEY)-----/.exec(text)?.[1];
  if (label !== undefined) return `Armour "BEGIN ${label}"`;
  // The first bytes of the two structures that such a key can be, in base64.
  if (/^MII.{3}IBADAN/.test(text)) return 'No armour, PKCS#8';
  if (/^MII.{3}IBAAKC/.test(text)) return 'No armour, PKCS#1';
  return 'No armour';
}

function lineEndsOf(text: string): string {
  if (text.includes('\r\n')) return ', ended by CR LF';
  if (text.includes('\\n')) return ', with "\\n" written out';
  return text.includes('\n') ? ', ended by LF' : '';
}

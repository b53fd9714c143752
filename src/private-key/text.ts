/** A stretch of text that may hold the base64 form of a key. */
export interface Passage {
  /** What the armour calls it, in capitals without spaces, such as `RSAPRIVATEKEY`; empty without armour. */
  readonly label: string;
  readonly body: string;
  readonly hasBegin: boolean;
  readonly hasEnd: boolean;
}

// Dashes are not part of it: word processors replace them and people select without them. Spaces
// may be missing or of any kind. Every repetition is bounded, so that the work stays linear; bounds
// of 3 and less would make V8 unroll them, which costs a millisecond when the expression is compiled.
const ARMOUR =
  /(BEGIN|END)\s{0,4}((?:(?:NEW|TRUSTED|X509|ENCRYPTED|OPENSSH|SSH2|RSA|EC|DSA|PGP|ANY)\s{0,4}){0,4}(?:PRIVATE\s{0,4}KEY|PUBLIC\s{0,4}KEY|CERTIFICATE\s{0,4}REQUEST|CERTIFICATE))/gi;

const INVISIBLE = /[\0\u00ad\u200b-\u200f\u2060\ufeff]/g;

/**
 * Undoes what JSON, shells, URLs and editors do to text, once or many times over: `\n` and the like
 * as literal characters, `\u002b`, `%0A`, byte order marks and characters of no width.
 */
export function unescapeText(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(/%(?:25)*([0-9a-f]{2})/gi, (_match, hex: string) => fromHex(hex))
    .replace(/\\(?:u([0-9A-Fa-f]{4})|[nrt])?/g, (match, hex?: string) => {
      if (hex !== undefined) return fromHex(hex);
      return match.endsWith('\\') ? '' : '\n';
    })
    .replace(INVISIBLE, '');
}

function fromHex(hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}

/**
 * Cuts unescaped text at its armour lines. Half an armour is enough, and text without any is one
 * passage; what stands outside of the armour, such as bag attributes, is left out.
 */
export function findPassages(text: string): readonly Passage[] {
  const marks = [...text.matchAll(ARMOUR)].map((match) => ({
    isBegin: match[1]?.toUpperCase() === 'BEGIN',
    label: match[0]
      .replace(/\s/g, '')
      .toUpperCase()
      .replace(/BEGIN|END/, ''),
    start: match.index,
    end: match.index + match[0].length,
  }));
  if (marks.length === 0) return [{ label: '', body: text, hasBegin: false, hasEnd: false }];

  return marks.flatMap((mark, index): Passage[] => {
    const previous = marks[index - 1];
    const next = marks[index + 1];
    if (mark.isBegin) {
      const body = text.slice(mark.end, next?.start);
      return [{ label: mark.label, body, hasBegin: true, hasEnd: next?.isBegin === false }];
    }
    if (previous?.isBegin === true) return [];
    const body = text.slice(previous?.end ?? 0, mark.start);
    return [{ label: mark.label, body, hasBegin: false, hasEnd: true }];
  });
}

/** A stretch of text that may hold a key in base64, and the BEGIN and END lines that it has. */
export interface PemBlock {
  /** What its lines call it, in capitals without spaces, such as `RSAPRIVATEKEY`; empty without any. */
  readonly label: string;
  readonly body: string;
  readonly hasBegin: boolean;
  readonly hasEnd: boolean;
}

// Dashes are not part of it: word processors replace them and people select without them. Spaces
// may be missing or of any kind. Every repetition is bounded, so that the work stays linear.
const BOUNDARY =
  /(?:BEGIN|END)\s{0,4}(?:(?:NEW|TRUSTED|X509|ENCRYPTED|OPENSSH|SSH2|RSA|EC|DSA|PGP|ANY)\s{0,4}){0,4}(?:PRIVATE\s{0,4}KEY|PUBLIC\s{0,4}KEY|CERTIFICATE\s{0,4}REQUEST|CERTIFICATE)/gi;

/**
 * Cuts a text at its BEGIN and END lines (RFC 7468). One of the two is enough, and text without any is
 * one block; what stands outside of them, such as bag attributes, is left out.
 */
export function findPemBlocks(text: string): readonly PemBlock[] {
  const matches = [...text.matchAll(BOUNDARY)].slice(0, 200);
  if (matches.length === 0) return [{ label: '', body: text, hasBegin: false, hasEnd: false }];
  const boundaries = matches.map(({ 0: line, index: start }) => {
    const words = line.replace(/\s/g, '').toUpperCase();
    const isBegin = words.startsWith('BEGIN');
    return { label: words.slice(isBegin ? 5 : 3), isBegin, start, end: start + line.length };
  });
  return boundaries.flatMap(({ label, isBegin, start, end }, at) => {
    const [last, next] = [boundaries[at - 1], boundaries[at + 1]];
    const [body, hasEnd] = [text.slice(end, next?.start), next?.isBegin === false];
    if (isBegin) return { label, body, hasBegin: true, hasEnd };
    if (last?.isBegin === true) return [];
    return { label, body: text.slice(last?.end, start), hasBegin: false, hasEnd: true };
  });
}

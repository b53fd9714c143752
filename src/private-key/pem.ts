/** A stretch of text that may hold a key in base64, and the BEGIN and END lines that it has. */
export interface PemBlock {
  /** What its lines call it, in capitals without spaces, such as `RSAPRIVATEKEY`; empty without any. */
  readonly label: string;
  readonly body: string;
  readonly hasBegin: boolean;
  readonly hasEnd: boolean;
}

// Dashes are not part of it: word processors replace them and people select without them. Spaces
// may be missing or of any kind. Every repetition is bounded, so that the work stays linear; bounds
// of 3 and less would make V8 unroll them, which costs a millisecond when the expression is compiled.
const BOUNDARY =
  /(BEGIN|END)\s{0,4}((?:(?:NEW|TRUSTED|X509|ENCRYPTED|OPENSSH|SSH2|RSA|EC|DSA|PGP|ANY)\s{0,4}){0,4}(?:PRIVATE\s{0,4}KEY|PUBLIC\s{0,4}KEY|CERTIFICATE\s{0,4}REQUEST|CERTIFICATE))/gi;

/**
 * Cuts a text at its BEGIN and END lines (RFC 7468). One of the two is enough, and text without any is
 * one block; what stands outside of them, such as bag attributes, is left out.
 */
export function findPemBlocks(text: string): readonly PemBlock[] {
  const marks = [...text.matchAll(BOUNDARY)].map(({ 0: mark, 1: kind, 2: label = '', index }) => ({
    isBegin: kind?.toUpperCase() === 'BEGIN',
    label: label.replace(/\s/g, '').toUpperCase(),
    start: index,
    end: index + mark.length,
  }));
  if (marks.length === 0) return [{ label: '', body: text, hasBegin: false, hasEnd: false }];

  return marks.flatMap((mark, index): PemBlock[] => {
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

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
  /(BEGIN|END)\s{0,4}((?:(?:NEW|TRUSTED|X509|ENCRYPTED|OPENSSH|SSH2|RSA|EC|DSA|PGP|ANY)\s{0,4}){0,4}(?:PRIVATE\s{0,4}KEY|PUBLIC\s{0,4}KEY|CERTIFICATE\s{0,4}REQUEST|CERTIFICATE))/i;

/**
 * Cuts a text at its BEGIN and END lines (RFC 7468). One of the two is enough, and text without any is
 * one block; what stands outside of them, such as bag attributes, is left out.
 */
export function findPemBlocks(text: string): readonly PemBlock[] {
  // The text before the first line; then kind, label and the text that follows, of 200 lines at most.
  const parts = text.split(BOUNDARY, 3 * 200 + 1);
  const isBegin = (at: number): boolean => /^B/i.test(parts[at] ?? '');
  const blocks: PemBlock[] = [];
  for (let at = 1; at < parts.length; at += 3) {
    const hasBegin = isBegin(at);
    if (!hasBegin && isBegin(at - 3)) continue;
    const [before = '', , name = '', after = '', next = ''] = parts.slice(at - 1, at + 4);
    const label = name.replace(/\s/g, '').toUpperCase();
    const hasEnd = !hasBegin || /^E/i.test(next);
    blocks.push({ label, body: hasBegin ? after : before, hasBegin, hasEnd });
  }
  return parts.length > 1 ? blocks : [{ label: '', body: text, hasBegin: false, hasEnd: false }];
}

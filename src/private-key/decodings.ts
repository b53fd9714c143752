const LONG_RUN = /[A-Za-z0-9+/]{16,}={0,2}/g;
/** The longest text between two lines of a key that is taken for decoration. */
const LONGEST_GAP = 120;
const FAR_ENOUGH = 2 * LONGEST_GAP;

// How a key begins in base64: DER, PEM in base64, and base64 of the base64 of DER.
const BEGINNING =
  /MII[A-Za-z0-9+/]{2}[AQgw]IBA[ADQ]|LS0tLS1CRUdJTi|TUlJ.{4}SUJB|3082....0201|(?:2d){5}42/;
/** A key has more lines than these; that a character comes back in all of them is no chance. */
const LINES = [2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
/** Fewer characters than a key takes. */
const SHORTEST_SEPARATED = 1000;
const HEX_OF_PEM = /(?:2d){5}424547494e/i;

/** Writes base64url in the usual alphabet (RFC 4648, sections 4 and 5). */
export function toBase64(text: string): string {
  return text.replaceAll('-', '+').replaceAll('_', '/');
}

/** All base64 characters of a text in one piece. */
export function joinedBase64(text: string): string {
  return text.replace(/[^A-Za-z0-9+/]+/g, '');
}

/**
 * The long runs of base64 characters of a text, without the decorations between them: line numbers,
 * quotes, operators, times. Runs that are decorated alike are one segment. The last line of a key may
 * be as short as a decoration; it is told by standing where the lines before it stand.
 */
export function segmentsOf(text: string): readonly string[] {
  const runs = [...text.matchAll(LONG_RUN)].map(({ 0: run, index }) => ({ run, index }));
  const gaps = runs.map(({ index }, at) => {
    const previous = runs[at - 1];
    return previous && shapeOf(text, previous.index + previous.run.length, index);
  });
  const segments: string[] = [];
  let segment = '';
  runs.forEach(({ run, index }, at) => {
    const gap = gaps[at + 1];
    segment += run.replace(/=+$/, '');
    const continues =
      gap !== undefined &&
      !run.endsWith('=') &&
      (gap === gaps[at] || gap === gaps[at + 2] || gap.trim() === '');
    if (continues) return;
    const shape = gaps[at];
    segments.push(segment + (shape ? shortRunAfter(text, index + run.length, shape) : ''));
    segment = '';
  });
  return segments;
}

function shortRunAfter(text: string, end: number, shape: string): string {
  const rest = text.slice(end, end + FAR_ENOUGH);
  const runs = [...rest.matchAll(/[A-Za-z0-9+/]+/g)];
  const tail = runs.find(({ index }) => shapeOf(rest, 0, index) === shape);
  return tail?.[0] ?? '';
}

/** What stands between two lines, whatever its numbers, words and spaces are. */
function shapeOf(text: string, start: number, end: number): string | undefined {
  if (end - start > LONGEST_GAP) return undefined;
  return text
    .slice(start, end)
    .replace(/[A-Za-z0-9]+/g, '0')
    .replace(/[\s+]+/g, ' ');
}

/**
 * Takes out the characters that come back after each line of a key, such as the `n` of a `\n` that lost
 * its backslash: three of them at the most.
 */
function withoutSeparators(base64: string): string {
  const beforeBeginning = new RegExp(`(?=${BEGINNING.source})`);
  return base64.split(beforeBeginning).map(withoutSeparatorsOfOne).join('');
}

function withoutSeparatorsOfOne(key: string): string {
  let body = key;
  if (key.length < SHORTEST_SEPARATED) return key;
  const widths = Array.from({ length: 116 }, (_, index) => index + 16);
  for (let size = 0; size < 3; size += 1) {
    const width = widths.find((columns) =>
      LINES.every((line) => body[columns] && body[columns] === body[line * (columns + 1) - 1]),
    );
    if (width === undefined) break;
    body = body.replace(new RegExp(`(.{${width}}).`, 'g'), '$1');
  }
  return body;
}

/**
 * Each undoes one thing that happens to keys. Which of them are needed, and in which order, is found
 * out by trying: what comes out is a key only if it proves to be one.
 */
export const REPAIRS: readonly ((text: string) => string)[] = [
  (text) => withoutSeparators(joinedBase64(text)),
  (text) => withoutSeparators(segmentsOf(text).join('')),
  toBase64,
  // Hexadecimal bytes, each on its own
  (text) => text.replace(/\b([0-9a-f]{2})[: -](?=[0-9a-f]{2}\b)/gi, '$1'),
  // A form's `+` became a space: everywhere, or only inside of lines.
  (text) => text.replaceAll(' ', '+'),
  (text) =>
    text.replace(/(?<=[A-Za-z0-9+/]) {1,8}(?=[A-Za-z0-9+/])/g, (spaces) =>
      '+'.repeat(spaces.length),
    ),
];

/** A text that is inside of another one, and the base64 or hexadecimal digits that it was written in. */
export interface InnerText {
  readonly text: string;
  readonly body: string;
}

/** The texts that stand in base64 or in hexadecimal inside of a text. */
export function innerTexts(text: string): readonly InnerText[] {
  const segments = segmentsOf(text);
  const digits = joinedBase64(text.replace(/0x/gi, ''));
  const joined = joinedBase64(text.slice(Math.max(0, text.search(LONG_RUN))));
  const starts = [joined.search(BEGINNING), 0].filter((start) => start >= 0);
  const bodies = [...segments, ...starts.map((start) => joined.slice(start))];
  const hex = [...bodies, digits, digits.slice(Math.max(0, digits.search(HEX_OF_PEM)))];
  return [
    ...[...new Set(hex)].filter(isHex).map((body) => ({ body, text: decodeText(body, 'hex') })),
    ...[...new Set(bodies)].map((body) => ({ body, text: decodeText(body, 'base64') })),
  ].flatMap(({ body, text: inner }) => (inner === undefined ? [] : [{ body, text: inner }]));
}

function isHex(body: string): boolean {
  return /^[0-9a-f]{16,64}(?:$|(?<=^.{64}))/i.test(body);
}

function decodeText(body: string, encoding: 'base64' | 'hex'): string | undefined {
  if (!isText(Buffer.from(body.slice(0, 400), encoding))) return undefined;
  return toText(Buffer.from(body, encoding));
}

// Windows writes UTF-16, where every other byte of what is nearly ASCII is zero.
function toText(bytes: Buffer): string {
  const beginning = bytes.subarray(0, 64);
  const [even, odd] = [0, 1].map(
    (parity) => beginning.filter((byte, index) => byte === 0 && index % 2 === parity).length > 16,
  );
  if (odd) return bytes.toString('utf16le');
  if (even)
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  return bytes.toString().replaceAll('\0', '');
}

// Bytes that are no text hold an invalid or a control character early on.
function isText(bytes: Buffer): boolean {
  const text = toText(bytes);
  return text.length >= 4 && /^[^\ufffd\0-\u0008\u000e-\u001f\u007f]*$/.test(text.slice(0, 28));
}

/** One element of DER (X.690), and where it ends in the bytes that it was read from. */
export interface DerElement {
  readonly tag: number;
  readonly content: Buffer;
  readonly end: number;
}

/** More elements than any structure has that is read here. */
const MOST_ELEMENTS = 16;

/** The tag, and where the content begins and ends; its end may lie beyond the bytes that are there. */
function readHeader(
  bytes: Buffer,
  start: number,
): { readonly tag: number; readonly begin: number; readonly end: number } | undefined {
  const tag = bytes[start];
  const first = bytes[start + 1];
  if (tag === undefined || first === undefined) return undefined;
  const begin = start + 2;
  if (first < 0x80) return { tag, begin, end: begin + first };
  const size = first - 0x80;
  if (size < 1 || size > 2 || bytes.length < begin + size) return undefined;
  const length = bytes.readUIntBE(begin, size);
  // DER knows one way only to write a length.
  if (length < (size === 1 ? 0x80 : 0x100)) return undefined;
  return { tag, begin: begin + size, end: begin + size + length };
}

/** The element that begins there, or undefined if it is not whole. */
export function readElement(bytes: Buffer, start: number): DerElement | undefined {
  const header = readHeader(bytes, start);
  if (header === undefined || header.end > bytes.length) return undefined;
  const { tag, begin, end } = header;
  return { tag, content: bytes.subarray(begin, end), end };
}

/** The elements that fill the bytes from the first to the last one, or undefined if they do not. */
export function readElements(bytes: Buffer): readonly DerElement[] | undefined {
  const elements: DerElement[] = [];
  let end = 0;
  while (end < bytes.length && elements.length < MOST_ELEMENTS) {
    const element = readElement(bytes, end);
    if (element === undefined) return undefined;
    elements.push(element);
    ({ end } = element);
  }
  return end === bytes.length ? elements : undefined;
}

/** The length in bytes that a SEQUENCE says it has, its header included, whole or not. */
export function declaredLength(bytes: Buffer): number | undefined {
  const header = readHeader(bytes, 0);
  return header?.tag === 0x30 ? header.end : undefined;
}

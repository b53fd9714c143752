/** How a key in DER begins, in PKCS#8 and in PKCS#1 of two primes or more, of at least 1024 bits. */
const DER_BEGINNING =
  /MII[A-Za-z0-9+/]{2}[AQgw]IBA(?:[AQ]K[BC]|DAN)|3082[0-9a-fA-F]{4}02010[01](?:028[12]|300[dD])/g;
/** The same less strictly, and how PEM, base64 of PEM, and base64 of DER begin. */
const BEGINNING =
  /MII[A-Za-z0-9+/]{2}[AQgw]IBA[ADQ]|LS0tLS1CRUdJTi|TFMwdExT|TUlJ|3082[0-9a-fA-F]{4}0201|(?:2[dD]){5}42/g;
/** Base64 in one line or several, with nothing else between them. */
const WRAPPED_RUNS = /[A-Za-z0-9+/]{16,}(?:\s+[A-Za-z0-9+/]+)*/g;
// Lines of a key have more columns, and a key has more lines, than chance makes look alike.
const FEWEST_COLUMNS = 16;
const MOST_COLUMNS = 132;
const FEWEST_LINES = 10;
/** No text has so many keys, and to read on from each beginning takes time. */
const MOST_BEGINNINGS = 20;

/** Digits that may be those of a key. */
export interface KeyDigits {
  readonly digits: string;
  readonly der: Buffer;
}

/** Writes base64url in the usual alphabet (RFC 4648, sections 4 and 5). */
export function toBase64(text: string): string {
  return text.replaceAll('-', '+').replaceAll('_', '/');
}

/** All base64 characters of a text in one piece. */
export function joinedBase64(text: string): string {
  return text.replace(/[^A-Za-z0-9+/]+/g, '');
}

export function matchesOf(pattern: RegExp, text: string): string[] {
  return Array.from(text.matchAll(pattern), ([match]) => match);
}

/** The longest stretch of base64 of a text, which may be in several lines. */
export function longestRun(text: string): string {
  const runs = matchesOf(WRAPPED_RUNS, text).map(joinedBase64);
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '');
}

/** What may be a key, as many digits from its beginning on as its length says. */
export function* keyDigitsIn(text: string): Generator<KeyDigits> {
  const joined = joinedBase64(text);
  for (const body of new Set([joined, text])) {
    for (const { index } of [...body.matchAll(DER_BEGINNING)].slice(0, MOST_BEGINNINGS)) {
      if (isInner(body, index)) continue;
      const encoding = encodingAt(body, index);
      const length = 4 + Buffer.from(body.slice(index, index + 8), encoding).readUInt16BE(2);
      const count = Math.ceil(encoding === 'hex' ? 2 * length : (4 / 3) * length);
      const whole = [body.slice(index, index + count)];
      for (const digits of body === joined ? whole : lineByLine(body, index, count)) {
        yield { digits, der: Buffer.from(digits, encoding) };
      }
    }
  }
}

function encodingAt(text: string, beginning: number): 'hex' | 'base64' {
  return text[beginning] === '3' ? 'hex' : 'base64';
}

/**
 * So many digits, without what stands between long runs of them: line numbers, times, operators. The
 * last line may be as short as these, so it is the run that has the length that is missing.
 */
function* lineByLine(text: string, start: number, count: number): Generator<string> {
  let digits = '';
  for (const [run] of text.slice(start, start + 4 * count).matchAll(/[A-Za-z0-9+/]+/g)) {
    if (run.length === count - digits.length) yield digits + run;
    if (run.length >= FEWEST_COLUMNS) digits += run;
  }
}

/**
 * Whether a key stands inside of another structure, such as a key for RSA-PSS, or PKCS#8 whose header
 * was changed. Either is no key that may be used, whatever its inside is worth.
 */
function isInner(text: string, start: number): boolean {
  const before = joinedBase64(text.slice(Math.max(0, start - 320), start));
  const bytes = Buffer.from(before.slice(before.length % 4), encodingAt(text, start));
  return /2a864886f70d0101|0482....$/.test(bytes.toString('hex'));
}

/**
 * Each undoes one thing that happens to keys. Which of them are needed, and in which order, is found
 * out by trying: what comes out is a key only if it proves to be one.
 */
export const REPAIRS: readonly ((text: string) => readonly string[])[] = [
  (text) => withoutSeparators(joinedBase64(text)),
  (text) => withoutSeparators(matchesOf(/[A-Za-z0-9+/]{16,}/g, text).join('')),
  (text) => [toBase64(text)],
  // Bytes in hexadecimal, each on its own
  (text) => [text.replace(/0x|\\x/gi, '')],
  // A form's `+` became a space.
  (text) => [text.replaceAll(' ', '+')],
];

/**
 * Takes out the characters that come back after each line of a key, such as the `n` of a `\n` that lost
 * its backslash, or the `+` of a diff: three of them at the most.
 */
function withoutSeparators(base64: string): readonly string[] {
  const beginnings = [...base64.matchAll(BEGINNING)].slice(0, 8);
  const outer = beginnings.filter(({ index }) => !isInner(base64, index));
  return outer.map(({ index }) => {
    let body = base64.slice(index);
    for (let size = 0; size < 3; size += 1) {
      const width = separatedWidth(body);
      if (width !== undefined) body = body.replace(new RegExp(`(.{${width}}).`, 'g'), '$1');
    }
    return body;
  });
}

/** After how many characters the same one comes back most often. */
function separatedWidth(body: string): number | undefined {
  let most = FEWEST_LINES - 1;
  let best: number | undefined;
  for (let width = FEWEST_COLUMNS; width < MOST_COLUMNS; width += 1) {
    let lines = 0;
    while (body[width] && body[width] === body[width + lines * (width + 1)]) lines += 1;
    if (lines > most) [most, best] = [lines, width];
  }
  return best;
}

/** The texts that stand in base64 or hexadecimal inside of a text, and the digits of each. */
export function innerTexts(text: string): { text: string; digits: string }[] {
  const bodies = new Set([...matchesOf(WRAPPED_RUNS, text), text].map(joinedBase64));
  return [...bodies].flatMap((digits) => {
    const isHex = !/[^0-9a-f]/i.test(digits);
    const inner = toText(Buffer.from(digits, isHex ? 'hex' : 'base64'));
    // Bytes that are no text hold an invalid or a control character early on.
    const isBinary = /[\ufffd\0-\u0008\u000e-\u001f\u007f]/.test(inner.slice(0, 28));
    return inner.length < 4 || isBinary ? [] : [{ text: inner, digits }];
  });
}

// Windows writes UTF-16, in which every second byte of what is nearly ASCII is zero.
function toText(bytes: Buffer): string {
  const zeros = bytes.subarray(0, 64).filter((byte, at) => byte === 0 && at % 2 === 1);
  return zeros.length > 16 ? bytes.toString('utf16le') : bytes.toString().replaceAll('\0', '');
}

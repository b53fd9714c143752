/** A shape in which a key may be pasted. */
export interface AcceptedShape {
  readonly name: string;
  /** Writes a PEM in this shape. */
  readonly write: (pem: string) => string;
}

/** The base64 of a PEM, without armour and in one piece. */
export function bodyOf(pem: string): string {
  return pem.replace(/-----.*-----/g, '').replace(/\s/g, '');
}

/** Puts armour around bytes. */
export function toPem(label: string, bytes: Buffer): string {
  return `-----BEGIN ${label}-----\n${wrap(bytes.toString('base64'), 64)}\n-----END ${label}-----\n`;
}

/** Breaks a text into lines of so many columns. */
export function wrap(text: string, columns: number): string {
  return (text.match(new RegExp(`.{1,${columns}}`, 'g')) ?? []).join('\n');
}

/** Base64 of a text in UTF-8. */
export function toBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function relabel(pem: string): string {
  return pem.includes('RSA ')
    ? pem.replaceAll('RSA ', '')
    : pem.replaceAll('PRIVATE KEY', 'RSA PRIVATE KEY');
}

const BAG_ATTRIBUTES = `Bag Attributes
    friendlyName: galaxy store release
    localKeyID: 54 69 6D 65 20 31 36
Key Attributes: <No Attributes>
`;

/** Every shape that is accepted; each may carry either encoding. */
export const ACCEPTED_SHAPES: readonly AcceptedShape[] = [
  { name: 'as it is', write: (pem) => pem },
  { name: 'without the last line break', write: (pem) => pem.trimEnd() },
  { name: 'with CRLF', write: (pem) => pem.replaceAll('\n', '\r\n') },
  { name: 'with CR alone', write: (pem) => pem.replaceAll('\n', '\r') },
  { name: 'with a byte order mark', write: (pem) => `\ufeff${pem}` },
  { name: 'with tabs', write: (pem) => pem.replaceAll('\n', '\t\n\t') },
  { name: 'indented', write: (pem) => pem.replace(/^/gm, '      ') },
  { name: 'with blank lines', write: (pem) => `\n\n${pem.replaceAll('\n', '\n\n')}\n` },
  { name: 'with non-breaking spaces', write: (pem) => pem.replaceAll(/[ \n]/g, '\u00a0\n') },
  { name: 'with spaces of Unicode', write: (pem) => pem.replaceAll('\n', '\u2028\u3000\u2003') },
  { name: 'with characters of no width', write: (pem) => pem.replaceAll('\n', '\n\u200b') },
  { name: 'in double quotes', write: (pem) => `"${pem}"` },
  { name: 'in single quotes', write: (pem) => `'${pem}'` },
  { name: 'in typographic quotes', write: (pem) => `“${pem}”` },
  { name: 'with a stray quote', write: (pem) => `${pem}"` },
  { name: 'with quotes around each line', write: (pem) => pem.replace(/^(.+)$/gm, '"$1",') },
  { name: 'as a block of Markdown', write: (pem) => `\`\`\`\n${pem}\`\`\`` },
  { name: 'with literal \\n', write: (pem) => pem.replaceAll('\n', '\\n') },
  { name: 'with literal \\r\\n', write: (pem) => pem.replaceAll('\n', '\\r\\n') },
  { name: 'with literal \\\\n', write: (pem) => pem.replaceAll('\n', '\\\\n') },
  {
    name: 'with literal \\n that lost the backslash',
    write: (pem) => pem.trimEnd().replaceAll('\n', 'n'),
  },
  { name: 'with literal \\n before line breaks', write: (pem) => pem.replaceAll('\n', '\\n\n') },
  { name: 'with backslashes at the ends of lines', write: (pem) => pem.replaceAll('\n', '\\\n') },
  { name: 'as a JSON string', write: (pem) => JSON.stringify(pem) },
  { name: 'as a JSON string in a JSON string', write: (p) => JSON.stringify(JSON.stringify(p)) },
  {
    name: 'as a JSON string with all signs escaped',
    write: (pem) =>
      JSON.stringify(pem)
        .replaceAll('/', '\\/')
        .replaceAll('+', '\\u002b')
        .replaceAll('=', '\\u003D'),
  },
  { name: 'percent-encoded', write: encodeURIComponent },
  { name: 'percent-encoded twice', write: (pem) => encodeURIComponent(encodeURIComponent(pem)) },
  { name: 'escaped for the Bourne shell', write: (pem) => pem.replaceAll(' ', '\\ ') },
  { name: 'on one line with spaces', write: (pem) => pem.replaceAll('\n', ' ') },
  { name: 'on one line with nothing between', write: (pem) => pem.replaceAll('\n', '') },
  { name: 'without any space', write: (pem) => pem.replace(/\s/g, '') },
  { name: 'with its body in one line', write: (pem) => pem.replace(/(?<=\w)\n(?=\w)/g, '') },
  { name: 'with lines of 76 columns', write: (pem) => rewrap(pem, 76) },
  { name: 'with lines of 5 columns', write: (pem) => rewrap(pem, 5) },
  { name: 'with bag attributes', write: (pem) => BAG_ATTRIBUTES + pem },
  { name: 'with words around it', write: (pem) => `Here is the key:\n${pem}\nRegards, Begüm` },
  { name: 'in a line of YAML', write: (pem) => `private_key: |\n${pem.replace(/^/gm, '  ')}` },
  { name: 'quoted in a mail', write: (pem) => pem.replace(/^/gm, '> ') },
  { name: 'under the label of the other encoding', write: relabel },
  { name: 'under the label of a public key', write: (p) => p.replaceAll('PRIVATE', 'PUBLIC') },
  { name: 'with dashes of a word processor', write: (pem) => pem.replaceAll('-----', '——–') },
  { name: 'without dashes', write: (pem) => pem.replaceAll('-', '') },
  { name: 'with armour in small letters', write: lowerArmour },
  { name: 'without the BEGIN line', write: (pem) => pem.replace(/-----BEGIN.*\n/, '') },
  { name: 'without the END line', write: (pem) => pem.replace(/-----END.*\n/, '') },
  { name: 'with a misspelt BEGIN line', write: (pem) => pem.replace('BEGIN', 'BEGN') },
  { name: 'as base64 of the PEM', write: toBase64 },
  { name: 'as base64 of the PEM, wrapped', write: (pem) => wrap(toBase64(pem), 76) },
  { name: 'as base64 of base64 of the PEM', write: (pem) => toBase64(toBase64(pem)) },
  { name: 'as base64 of the PEM as JSON', write: (pem) => toBase64(JSON.stringify(pem)) },
  { name: 'as base64 of the PEM with CRLF', write: (p) => toBase64(p.replaceAll('\n', '\r\n')) },
  {
    name: 'as base64 of UTF-16, as Windows writes it',
    write: (pem) => Buffer.from(`\ufeff${pem}`, 'utf16le').toString('base64'),
  },
  {
    name: 'as base64 of UTF-16 in the other order of bytes',
    write: (pem) => Buffer.from(pem, 'utf16le').swap16().toString('base64'),
  },
  {
    name: 'as base64 of UTF-16 after a name',
    write: (pem) => `GALAXY_STORE_KEY=${Buffer.from(pem, 'utf16le').toString('base64')}`,
  },
  { name: 'as a line of an environment file', write: (pem) => `PRIVATE_KEY="${toBase64(pem)}"` },
  { name: 'as a data URL', write: (pem) => `data:text/plain;base64,${toBase64(pem)}` },
  { name: 'as base64 with armour around it', write: (p) => toPem('PRIVATE KEY', Buffer.from(p)) },
  { name: 'as the bare body', write: bodyOf },
  { name: 'as the bare body, wrapped', write: (pem) => `${wrap(bodyOf(pem), 64)}\n` },
  { name: 'as the bare body, without padding', write: (pem) => bodyOf(pem).replace(/=/g, '') },
  { name: 'as the bare body after a name', write: (pem) => `GALAXY_STORE_KEY=${bodyOf(pem)}` },
  { name: 'as the bare body before words', write: (pem) => `${bodyOf(pem)}\n# thanks, Bob` },
  { name: 'as the bare body as JSON', write: (pem) => JSON.stringify(wrap(bodyOf(pem), 64)) },
  { name: 'as base64 of the bare body', write: (pem) => toBase64(bodyOf(pem)) },
];

function rewrap(pem: string, columns: number): string {
  const [begin, end] = pem.match(/-----.*-----/g) ?? [];
  return `${begin ?? ''}\n${wrap(bodyOf(pem), columns)}\n${end ?? ''}\n`;
}

function lowerArmour(pem: string): string {
  return pem.replace(/-----.*-----/g, (line) => line.toLowerCase());
}

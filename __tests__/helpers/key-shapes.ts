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

/** Every shape in which a key may be pasted, in either encoding. */
export const ACCEPTED_SHAPES: readonly (readonly [string, (pem: string) => string])[] = [
  ['as it is', (pem) => pem],
  ['without the last line break', (pem) => pem.trimEnd()],
  ['with CRLF', (pem) => pem.replaceAll('\n', '\r\n')],
  ['with CR alone', (pem) => pem.replaceAll('\n', '\r')],
  ['with a byte order mark', (pem) => `\ufeff${pem}`],
  ['with tabs', (pem) => pem.replaceAll('\n', '\t\n\t')],
  ['indented', (pem) => pem.replace(/^/gm, '      ')],
  ['with blank lines', (pem) => `\n\n${pem.replaceAll('\n', '\n\n')}\n`],
  ['with non-breaking spaces', (pem) => pem.replaceAll(/[ \n]/g, '\u00a0\n')],
  ['with spaces of Unicode', (pem) => pem.replaceAll('\n', '\u2028\u3000\u2003')],
  ['with characters of no width', (pem) => pem.replaceAll('\n', '\n\u200b')],
  ['in double quotes', (pem) => `"${pem}"`],
  ['in single quotes', (pem) => `'${pem}'`],
  ['in typographic quotes', (pem) => `“${pem}”`],
  ['with a stray quote', (pem) => `${pem}"`],
  ['with quotes around each line', (pem) => pem.replace(/^(.+)$/gm, '"$1",')],
  ['as a block of Markdown', (pem) => `\`\`\`\n${pem}\`\`\``],
  ['with literal \\n', (pem) => pem.replaceAll('\n', '\\n')],
  ['with literal \\r\\n', (pem) => pem.replaceAll('\n', '\\r\\n')],
  ['with literal \\\\n', (pem) => pem.replaceAll('\n', '\\\\n')],
  ['with literal \\n that lost the backslash', (pem) => pem.trimEnd().replaceAll('\n', 'n')],
  ['with literal \\n before line breaks', (pem) => pem.replaceAll('\n', '\\n\n')],
  ['with backslashes at the ends of lines', (pem) => pem.replaceAll('\n', '\\\n')],
  ['as a JSON string', (pem) => JSON.stringify(pem)],
  ['as a JSON string in a JSON string', (p) => JSON.stringify(JSON.stringify(p))],
  ['as a JSON string with all signs escaped', withSignsEscaped],
  ['as a JSON list of its lines', (pem) => JSON.stringify(pem.trimEnd().split('\n'), null, 1)],
  ['percent-encoded', encodeURIComponent],
  ['percent-encoded twice', (pem) => encodeURIComponent(encodeURIComponent(pem))],
  ['escaped for the Bourne shell', (pem) => pem.replaceAll(' ', '\\ ')],
  ['on one line with spaces', (pem) => pem.replaceAll('\n', ' ')],
  ['on one line with nothing between', (pem) => pem.replaceAll('\n', '')],
  ['without any space', (pem) => pem.replace(/\s/g, '')],
  ['with its body in one line', (pem) => pem.replace(/(?<=\w)\n(?=\w)/g, '')],
  ['with lines of 76 columns', (pem) => rewrap(pem, 76)],
  ['with lines of 5 columns', (pem) => rewrap(pem, 5)],
  ['with bag attributes', (pem) => BAG_ATTRIBUTES + pem],
  ['with words around it', (pem) => `Here is the key:\n${pem}\nRegards, Begüm`],
  ['in a line of YAML', (pem) => `private_key: |\n${pem.replace(/^/gm, '  ')}`],
  ['quoted in a mail', (pem) => pem.replace(/^/gm, '> ')],
  ['under the label of the other encoding', relabel],
  ['under the label of a public key', (p) => p.replaceAll('PRIVATE', 'PUBLIC')],
  ['with dashes of a word processor', (pem) => pem.replaceAll('-----', '——–')],
  ['without dashes', (pem) => pem.replaceAll('-', '')],
  ['with armour in small letters', lowerArmour],
  ['without the BEGIN line', (pem) => pem.replace(/-----BEGIN.*\n/, '')],
  ['without the END line', (pem) => pem.replace(/-----END.*\n/, '')],
  ['with a misspelt BEGIN line', (pem) => pem.replace('BEGIN', 'BEGN')],
  ['as base64 of the PEM', toBase64],
  ['as base64 of the PEM, wrapped', (pem) => wrap(toBase64(pem), 76)],
  ['as base64 of base64 of the PEM', (pem) => toBase64(toBase64(pem))],
  ['as base64 of the PEM as JSON', (pem) => toBase64(JSON.stringify(pem))],
  ['as base64 of the PEM with CRLF', (p) => toBase64(p.replaceAll('\n', '\r\n'))],
  ['as base64 of UTF-16, as Windows writes it', (pem) => utf16(`\ufeff${pem}`).toString('base64')],
  ['as base64 of UTF-16 in the other order of bytes', (p) => utf16(p).swap16().toString('base64')],
  ['as base64 of UTF-16 after a name', (pem) => `GALAXY_KEY=${utf16(pem).toString('base64')}`],
  ['as base64 after a long word', (pem) => `galaxyStorePrivateKey ${toBase64(pem)}`],
  ['as a line of an environment file', (pem) => `PRIVATE_KEY="${toBase64(pem)}"`],
  ['as a data URL', (pem) => `data:text/plain;base64,${toBase64(pem)}`],
  ['as base64 with armour around it', (p) => toPem('PRIVATE KEY', Buffer.from(p))],
  ['as the bare body', bodyOf],
  ['as the bare body, wrapped', (pem) => `${wrap(bodyOf(pem), 64)}\n`],
  ['as the bare body, without padding', (pem) => bodyOf(pem).replace(/=/g, '')],
  ['as the bare body after a name', (pem) => `GALAXY_STORE_KEY=${bodyOf(pem)}`],
  ['as the bare body before words', (pem) => `${bodyOf(pem)}\n# thanks, Bob`],
  ['as the bare body as JSON', (pem) => JSON.stringify(wrap(bodyOf(pem), 64))],
  ['as base64 of the bare body', (pem) => toBase64(bodyOf(pem))],
  ['in hexadecimal with colons', (pem) => hexBytesOf(pem).join(':')],
  ['as an array of C', (pem) => `{ 0x${hexBytesOf(pem).join(', 0x')} }`],
  ['as a string of C in hexadecimal', (pem) => `"\\x${hexBytesOf(pem).join('\\x')}"`],
];

function rewrap(pem: string, columns: number): string {
  const [begin, end] = pem.match(/-----.*-----/g) ?? [];
  return `${begin ?? ''}\n${wrap(bodyOf(pem), columns)}\n${end ?? ''}\n`;
}

function lowerArmour(pem: string): string {
  return pem.replace(/-----.*-----/g, (line) => line.toLowerCase());
}

function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le');
}

function withSignsEscaped(pem: string): string {
  const json = JSON.stringify(pem).replaceAll('/', '\\/');
  return json.replaceAll('+', '\\u002b').replaceAll('=', '\\u003D');
}

function hexBytesOf(pem: string): readonly string[] {
  return Buffer.from(bodyOf(pem), 'base64').toString('hex').match(/../g) ?? [];
}

import { describe, expect, test } from '@jest/globals';

import { generateRsaKey } from '../../emulator/rsa-key.ts';
import { bodyOf, toBase64, wrap } from '../helpers/key-shapes.ts';
import { keyOf } from '../helpers/refusal.ts';

const key = generateRsaKey();

function derOf(pem: string): Buffer {
  return Buffer.from(bodyOf(pem), 'base64');
}

type Decorate = (line: string, number: number) => string;

/** What tools put around each line, by the number of the line. */
const DECORATIONS: readonly Decorate[] = [
  (line) => `> ${line}`,
  (line) => `+${line}`,
  (line) => `\t${line}\\`,
  (line) => `${line}^M`,
  (line) => `    "${line}",`,
  (line) => `"${line}\\n" +`,
  (line) => `  '${line}\\n' +\n`,
  (line) => `<p>${line}</p>`,
  (line) => `# ${line}`,
  (line) => `app_1  | ${line} |`,
  (line, number) => `keys/release.pem:${number}:[build] ${line}`,
  (line, number) => `${String(number).padStart(6)}\t${line}`,
  (line, number) => `${number}:${line}`,
  (line, number) => `2026-11-25T10:00:0${number % 10}.123Z [build] ${line}`,
];

function eachLine(text: string, decorate: Decorate): string {
  const lines = text.trimEnd().split('\n');
  return lines.map((line, index) => decorate(line, index + 1)).join('\n');
}

/** What programs make of special characters. */
const ESCAPES: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replace(/[\n+/=]/g, (sign) => `&#${sign.charCodeAt(0)};`),
  (text) => text.replace(/[\n+/=]/g, (sign) => `&#x${sign.charCodeAt(0).toString(16)};`),
  (text) => text.replace(/[\n+/=]/g, (sign) => `\\x${hexOf(sign)}`),
  (text) => text.replace(/[\n+/=]/g, (sign) => `\\u00${hexOf(sign)}`),
  (text) => text.replaceAll('=', '=3D').replaceAll('\n', '=0A=\n'),
  (text) => text.replaceAll('\n', '\\012'),
  (text) => text.replaceAll('\n', '`n'),
  (text) => text.replaceAll('\n', '<br>'),
  (text) => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
  encodeURIComponent,
];

function hexOf(sign: string): string {
  return sign.charCodeAt(0).toString(16).padStart(2, '0');
}

/** The whole key in another alphabet. */
const ALPHABETS: readonly (readonly [name: string, write: (pem: string) => string])[] = [
  ['as it is', (pem) => pem],
  ['after -n', (pem) => `-n ${bodyOf(pem)}`],
  ['in base64url', (pem) => wrap(derOf(pem).toString('base64url'), 64)],
  ['with spaces for its plus signs', (pem) => pem.replaceAll('+', ' ')],
  ['in hexadecimal', (pem) => wrap(derOf(pem).toString('hex'), 60)],
  ['as PEM in hexadecimal', (pem) => wrap(Buffer.from(pem).toString('hex'), 60)],
  ['as PEM in base64', (pem) => wrap(toBase64(pem), 76)],
  ['in base64 twice', (pem) => wrap(toBase64(toBase64(pem)), 76)],
];

describe('a key whose lines are decorated, which is escaped then', () => {
  test.each(ALPHABETS)('is found when it is written %s', (_name, write) => {
    for (const [index, decorate] of DECORATIONS.entries()) {
      const decorated = eachLine(write(index % 2 === 0 ? key.pkcs8 : key.pkcs1), decorate);
      for (const escape of ESCAPES) {
        expect(keyOf(escape(decorated)).equals(key.privateKey)).toBe(true);
      }
    }
  });

  test.each(DECORATIONS)('is found when its last line is as short as a decoration: %s', (write) => {
    const { pkcs8, privateKey } = generateRsaKey(2112);
    expect(keyOf(eachLine(pkcs8, write)).equals(privateKey)).toBe(true);
  });
});

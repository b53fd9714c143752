const INVISIBLE = /[\0\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]/g;

// Signs of other widths and fonts, and ligatures: each has one meaning in ASCII (NFKC).
const COMPATIBLE = /[\ufb00-\ufb06\uff01-\uff5e\u{1d400}-\u{1d7ff}]/gu;

// One character by its number: in JSON, JavaScript and C; in URLs; in HTML; in quoted-printable, where
// only what a key can hold is undone. The work is linear because no pattern begins with a repetition.
const NUMBERS: readonly (readonly [pattern: RegExp, radix: number])[] = [
  [/%(?:25)*(?:u00)?([0-9a-f]{2})/gi, 16],
  [/\\u([0-9a-f]{4})/gi, 16],
  [/\\u\{0{0,4}([0-9a-f]{1,4})\}/gi, 16],
  [/\\x([0-9a-f]{2})/gi, 16],
  [/\\([0-3][0-7]{2})/g, 8],
  [/&(?:amp;)*#x0{0,6}([0-9a-f]{1,4});/gi, 16],
  [/&(?:amp;)*#0{0,6}(\d{1,5});/g, 10],
  [/=(0[9AD]|2[0BDF]|3D)/gi, 16],
];

const ENTITIES = 'newline tab nbsp plus sol equals hyphen dash lowbar quot apos amp lt gt'.split(
  ' ',
);
const SIGNS_OF_ENTITIES = '\n\t +/=--_"\'&<>';

/** Takes out what nobody sees, and writes signs of other widths in ASCII. */
export function visible(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(COMPATIBLE, (character) => character.normalize('NFKC'));
}

/**
 * Undoes one layer of what programs do to special characters: the escapes of JSON, C, shells,
 * PowerShell, URLs, HTML and quoted-printable. No base64 contains any of these.
 */
export function unescape(text: string): string {
  let plain = visible(text).replace(/(?<!=)=[ \t]{0,4}\r?\n(?!-|\s)/g, '');
  for (const [pattern, radix] of NUMBERS) {
    plain = plain.replace(pattern, (_match, code: string) =>
      String.fromCharCode(Number.parseInt(code, radix)),
    );
  }
  plain = plain
    .replace(/&(?:amp;)*([a-z]{2,7});/gi, (match, name: string) => {
      return SIGNS_OF_ENTITIES[ENTITIES.indexOf(name.toLowerCase())] ?? match;
    })
    .replace(/<\/?[a-z][^<>]{0,200}>(?!$)/gi, '\n')
    .replace(/\\[nrt]|`[nrt]|\^[JMI]/g, '\n')
    .replaceAll('\\', '');
  return visible(plain);
}

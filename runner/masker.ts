/**
 * Masks what GitHub's runner masks and nothing more, since a kinder masker would hide leaks: a value as it
 * is, and in the forms of the runner's encoders (`ValueEncoders.cs` of actions/runner, those that
 * `HostContext.cs` registers). Text that was printed before a value is registered stays visible.
 */
export class Masker {
  readonly #values = new Set<string>();

  /** Registers a secret of the workflow: trimmed, and each of its lines as well. */
  addSecret(secret: string): void {
    for (const value of [secret, ...secret.split(/[\r\n]+/)]) this.add(value.trim());
  }

  /** Registers the value of an `add-mask` command, in one piece. */
  add(value: string): void {
    if (value.trim() === '') return;
    const forms = Object.values(ENCODERS).map((encode) => encode(value));
    for (const form of [value, ...forms]) if (form !== '') this.#values.add(form);
  }

  /** Puts `***` in the place of every value; values that overlap or adjoin share one. */
  mask(text: string): string {
    const isHidden = new Array<boolean>(text.length).fill(false);
    for (const value of this.#values) {
      for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + 1)) {
        isHidden.fill(true, at, at + value.length);
      }
    }
    return text.replaceAll(/[^]/g, (sign, at: number) => {
      if (isHidden[at] !== true) return sign;
      return isHidden[at - 1] === true ? '' : '***';
    });
  }
}

const XML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** The encoders, under the runner's names. An empty form is not masked. */
const ENCODERS: Readonly<Record<string, (value: string) => string>> = {
  Base64StringEscape: (value) => base64(value, 0),
  Base64StringEscapeShift1: (value) => base64(value, 1),
  Base64StringEscapeShift2: (value) => base64(value, 2),
  CommandLineArgumentEscape: (value) => value.replaceAll('"', String.raw`\"`),
  ExpressionStringEscape: (value) => value.replaceAll("'", "''"),
  JsonStringEscape: (value) =>
    JSON.stringify(value)
      .slice(1, -1)
      .replaceAll(/[\u0085\u2028\u2029]/g, (sign) => `\\u${hex(sign, 4)}`),
  UriDataEscape: (value) =>
    encodeURIComponent(value.toWellFormed()).replaceAll(/[!'()*]/g, (sign) => `%${hex(sign, 2)}`),
  XmlDataEscape: (value) => value.replaceAll(/[&<>"']/g, (sign) => XML_ENTITIES[sign] ?? sign),
  TrimDoubleQuotes: (value) =>
    value.length > 8 && /^".*"$/s.test(value) ? value.slice(1, -1) : '',
  PowerShellPreAmpersandEscape: (value) => splitAtAmpersand(value)[0],
  PowerShellPostAmpersandEscape: (value) => splitAtAmpersand(value)[1],
};

/** Base64 with its padding, so that it is found at the end of an encoded text only. */
function base64(value: string, shift: number): string {
  const bytes = Buffer.from(value);
  return bytes.subarray(bytes.length > shift ? shift : 0).toString('base64');
}

function hex(sign: string, digits: number): string {
  return sign.charCodeAt(0).toString(16).padStart(digits, '0');
}

/** The parts that PowerShell prints apart; parts of less than 6 characters are not masked. */
function splitAtAmpersand(value: string): readonly [before: string, after: string] {
  const coloured = value.indexOf('&+');
  const last = value.lastIndexOf('&');
  const [end, next] = coloured === -1 ? [last + 1, last + 1] : [coloured + 2, coloured + 3];
  if (end === 0) return ['', ''];
  const masked = (part: string): string => (part.length < 6 ? '' : part);
  return [masked(value.slice(0, end)), masked(value.slice(next))];
}

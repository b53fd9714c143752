/**
 * Hides secrets as the GitHub runner does: each value, each of its lines, and the encoded forms in
 * which they often turn up. Only text that is masked later than it was registered is protected.
 */
export class Masker {
  readonly #hidden = new Set<string>();

  /** Registers a secret, its lines and their encoded forms. */
  add(value: string): void {
    for (const piece of [value, ...value.split(/[\r\n]+/)]) {
      if (piece.trim() !== '') for (const form of formsOf(piece)) this.#hidden.add(form);
    }
  }

  mask(text: string): string {
    // The longest first, so that a short secret does not break up a long one that holds it.
    const longestFirst = [...this.#hidden].sort((a, b) => b.length - a.length);
    return longestFirst.reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
  }
}

const XML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function formsOf(value: string): readonly string[] {
  const forms = [
    value,
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
    value.replace(/[&<>"']/g, (sign) => XML_ENTITIES[sign] ?? sign),
    value.replace(/^"(.*)"$/, '$1'),
  ].filter((form) => form !== '');
  // Base64 of text in which the secret starts at any of the three places within a group of bytes.
  for (const shift of [0, 1, 2]) {
    const encoded = Buffer.from(value).subarray(shift).toString('base64').replace(/=+$/, '');
    // The last group depends on what follows the secret.
    if (encoded.length > 4) forms.push(encoded.slice(0, -1));
  }
  return forms;
}

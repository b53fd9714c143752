import { Masker } from '../../runner/masker.ts';

const INDENT = '   ';

/** Writes the demo for a person: numbered sections, and no secret that it was told of. */
export class Printer {
  readonly #write: (text: string) => void;
  readonly #isBold: boolean;
  readonly #masker = new Masker();
  #sections = 0;

  /**
   * @param write - takes whole lines, with the line break at their end
   * @param isBold - whether headings may use the bold type of a terminal
   */
  constructor(write: (text: string) => void, isBold: boolean) {
    this.#write = write;
    this.#isBold = isBold;
  }

  /** Makes a secret illegible in all that is printed from now on. */
  hide(...secrets: readonly string[]): void {
    for (const secret of secrets) this.#masker.add(secret);
  }

  title(text: string): void {
    this.#line(this.#bold(text));
  }

  /** Starts a section, after an empty line. */
  section(heading: string): void {
    this.#sections += 1;
    this.#line('');
    this.#line(this.#bold(`${this.#sections}. ${heading}`));
  }

  /** Text inside of a section, one or more lines. */
  text(text: string): void {
    for (const line of text.split('\n')) this.#line(line === '' ? '' : INDENT + line);
  }

  /** Lines that somebody will copy, so they start at the margin. */
  verbatim(text: string): void {
    this.#line(text);
  }

  #line(text: string): void {
    this.#write(`${this.#masker.mask(text)}\n`);
  }

  #bold(text: string): string {
    return this.#isBold ? `\u001b[1m${text}\u001b[22m` : text;
  }
}

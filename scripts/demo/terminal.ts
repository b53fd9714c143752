import { Masker } from '../../runner/masker.ts';

/** Something that is claimed, and whether it is so. */
export interface Check {
  readonly claim: string;
  readonly holds: boolean;
}

/** Writes for a person: numbered sections, and no secret that it knows. */
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

  /** Masks a secret in all that is printed from now on. */
  hide(...secrets: readonly string[]): void {
    for (const secret of secrets) this.#masker.add(secret);
  }

  title(text: string): void {
    this.verbatim(this.#bold(text));
  }

  /** Starts a section, after an empty line. */
  section(heading: string): void {
    this.#sections += 1;
    this.verbatim(`\n${this.#bold(`${this.#sections}. ${heading}`)}`);
  }

  /** Text inside of a section, one or more lines. */
  text(text: string): void {
    for (const line of text.split('\n')) this.verbatim(line === '' ? '' : `   ${line}`);
  }

  /** Lines that start at the margin, because a person will copy them. */
  verbatim(text: string): void {
    this.#write(`${this.#masker.mask(text)}\n`);
  }

  /** Prints every claim with a mark, and gives whether all of them hold. */
  checks(checks: readonly Check[]): boolean {
    for (const { claim, holds } of checks) this.text(`${holds ? '✓' : '✗ NOT SO:'} ${claim}`);
    return checks.every(({ holds }) => holds);
  }

  #bold(text: string): string {
    return this.#isBold ? `\u001b[1m${text}\u001b[22m` : text;
  }
}

/** A printer to the terminal. */
export function terminalPrinter(): Printer {
  const isBold = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '';
  // A reader that goes away (`| head`) must not keep a command from cleaning up.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  return new Printer((text) => process.stdout.write(text), isBold);
}

/**
 * Fires when somebody wants to stop the command. Signals no longer end it by themselves: what was begun is
 * finished first, so that no token and no process stays alive.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!controller.signal.aborted) process.stderr.write('\nEnding; what is left is revoked …\n');
      controller.abort();
    });
  }
  return controller.signal;
}

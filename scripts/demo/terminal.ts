import { styleText } from 'node:util';

import { Masker } from '../../runner/masker.ts';
import { ignoreEpipe } from '../../src/ignore-epipe.ts';

/** Claims, and whether each is so. */
export type Checks = Readonly<Record<string, boolean>>;

/** Writes for a person: numbered sections, and no secret that it knows. */
export class Printer {
  readonly #write: (text: string) => void;
  readonly #masker = new Masker();
  #sections = 0;

  /** @param write - takes whole lines, with the line break at their end */
  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** Masks a secret in all that is printed from now on. */
  hide(...secrets: readonly string[]): void {
    for (const secret of secrets) this.#masker.add(secret);
  }

  title(text: string): void {
    this.verbatim(styleText('bold', text));
  }

  /** Starts a section, after an empty line. */
  section(heading: string): void {
    this.#sections += 1;
    this.verbatim(`\n${styleText('bold', `${this.#sections}. ${heading}`)}`);
  }

  /** Text inside of a section, one or more lines. */
  text(text: string): void {
    this.verbatim(text.replaceAll(/^(?=.)/gm, '   '));
  }

  /** Lines that start at the margin, because a person will copy them. */
  verbatim(text: string): void {
    this.#write(`${this.#masker.mask(text)}\n`);
  }

  /** Prints every claim with a mark, and gives whether all of them hold. */
  checks(checks: Checks): boolean {
    for (const [claim, holds] of Object.entries(checks)) {
      this.text(`${holds ? '✓' : '✗ NOT SO:'} ${claim}`);
    }
    return Object.values(checks).every(Boolean);
  }
}

/** A printer to the terminal. */
export function terminalPrinter(): Printer {
  // A reader that goes away (`| head`) must not keep a command from cleaning up.
  ignoreEpipe();
  return new Printer((text) => process.stdout.write(text));
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

import { summary } from '@actions/core';

import type { MainCore } from '../../../src/create-token.ts';
import type { PostCore } from '../../../src/revoke-token.ts';

/** One call of a function of `@actions/core`: its name, then its arguments. */
export type CoreCall = readonly [name: string, ...args: readonly unknown[]];

export interface FakeCoreOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly state?: Readonly<Record<string, string>>;
  readonly debug?: boolean;
  /** What saving the state fails with. */
  readonly stateError?: Error;
  /** How often saving the state succeeds before. */
  readonly statesSaved?: number;
  /** What writing the job summary fails with. */
  readonly summaryError?: Error;
}

/** A stand-in for `@actions/core` that notes every call in order. */
export class FakeCore implements MainCore, PostCore {
  readonly calls: CoreCall[] = [];
  readonly summary: PostCore['summary'];
  readonly #options: FakeCoreOptions;

  constructor(options: FakeCoreOptions = {}) {
    this.#options = options;
    this.summary = this.#makeSummary();
  }

  getInput(name: string): string {
    return (this.#options.inputs?.[name] ?? '').trim();
  }

  getState(name: string): string {
    return this.#options.state?.[name] ?? '';
  }

  isDebug(): boolean {
    return this.#options.debug ?? false;
  }

  debug(message: string): void {
    this.note('debug', message);
  }

  info(message: string): void {
    this.note('info', message);
  }

  warning(message: string | Error): void {
    this.note('warning', message);
  }

  error(...args: readonly unknown[]): void {
    this.note('error', ...args);
  }

  setFailed(message: string | Error): void {
    this.note('setFailed', message);
  }

  setSecret(secret: string): void {
    this.note('setSecret', secret);
  }

  setOutput(name: string, value: unknown): void {
    this.note('setOutput', name, value);
  }

  saveState(name: string, value: unknown): void {
    this.note('saveState', name, value);
    const { stateError, statesSaved = 0 } = this.#options;
    if (stateError && this.callsOf('saveState').length > statesSaved) throw stateError;
  }

  exportVariable(name: string, value: unknown): void {
    this.note('exportVariable', name, value);
  }

  /** Notes something that happened elsewhere, such as a request, in the same order. */
  note(...call: CoreCall): void {
    this.calls.push(call);
  }

  /** The calls of these functions, in order. */
  callsOf(...names: readonly string[]): readonly CoreCall[] {
    return this.calls.filter(([name]) => names.includes(name));
  }

  /** The first arguments of all calls of one function. */
  textsOf(name: string): readonly unknown[] {
    return this.callsOf(name).map(([, first]) => first);
  }

  #makeSummary(): PostCore['summary'] {
    const fake = Object.create(summary) as typeof summary;
    const noting =
      (name: string) =>
      (...args: readonly unknown[]): typeof summary => {
        this.note(`summary.${name}`, ...args);
        return fake;
      };
    return Object.assign(fake, {
      addHeading: noting('addHeading'),
      addRaw: noting('addRaw'),
      addLink: noting('addLink'),
      write: (): Promise<typeof summary> => {
        this.note('summary.write');
        const { summaryError } = this.#options;
        return summaryError === undefined ? Promise.resolve(fake) : Promise.reject(summaryError);
      },
    });
  }
}

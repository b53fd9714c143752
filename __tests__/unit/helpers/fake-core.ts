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
  readonly debug = this.#noting('debug');
  readonly info = this.#noting('info');
  readonly warning = this.#noting('warning');
  readonly error = this.#noting('error');
  readonly setFailed = this.#noting('setFailed');
  readonly setSecret = this.#noting('setSecret');
  readonly setOutput = this.#noting('setOutput');
  readonly exportVariable = this.#noting('exportVariable');
  readonly summary = this.#makeSummary();
  readonly #options: FakeCoreOptions;

  constructor(options: FakeCoreOptions = {}) {
    this.#options = options;
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

  saveState(name: string, value: unknown): void {
    this.note('saveState', name, value);
    const { stateError, statesSaved = 0 } = this.#options;
    if (stateError && this.callsOf('saveState').length > statesSaved) throw stateError;
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

  #noting<T = void>(name: string, result?: T) {
    return (...args: readonly unknown[]): T => {
      this.note(name, ...args);
      return result as T;
    };
  }

  #makeSummary(): PostCore['summary'] {
    const fake = Object.create(summary) as typeof summary;
    const chained = (name: string) => this.#noting(`summary.${name}`, fake);
    return Object.assign(fake, {
      addHeading: chained('addHeading'),
      addRaw: chained('addRaw'),
      addLink: chained('addLink'),
      write: (): Promise<typeof summary> => {
        this.note('summary.write');
        const { summaryError } = this.#options;
        return summaryError === undefined ? Promise.resolve(fake) : Promise.reject(summaryError);
      },
    });
  }
}

import type { App } from './apps.ts';
import type { EventEntry } from './events.ts';
import type { Answer, Call } from './http.ts';
import type { EmulatorOptions } from './options.ts';
import type { TokenStore } from './tokens.ts';
import type { Uploads } from './upload.ts';

/** What every endpoint works on. */
export interface Backend {
  readonly options: EmulatorOptions;
  readonly tokens: TokenStore;
  /** By content ID. */
  readonly apps: ReadonlyMap<string, App>;
  readonly uploads: Uploads;
  /** The server's clock, in milliseconds since 1970. */
  readonly now: () => number;
}

export type Log = (entry: EventEntry) => void;

/** One endpoint. It changes the state, logs what happened and says what to answer, or throws a `Refusal`. */
export type Handler = (backend: Backend, call: Call, log: Log) => Answer | Promise<Answer>;

/** Routes by method and path, for example `GET /seller/contentList`. */
export type Routes = Readonly<Record<string, Handler>>;

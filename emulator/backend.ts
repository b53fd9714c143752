import type { EventEntry } from './events.ts';
import type { Answer, Call } from './http.ts';
import type { EmulatorOptions, ServiceAccount } from './options.ts';
import type { TokenStore } from './tokens.ts';

/** What every endpoint works on. */
export interface Backend {
  readonly options: EmulatorOptions;
  readonly tokens: TokenStore;
  /** The server's clock, in milliseconds since 1970. */
  readonly now: () => number;
  account(id: string): ServiceAccount | undefined;
  /** The emulator's own base URL, without a slash at the end. */
  url(): string;
}

export type Log = (entry: EventEntry) => void;

/** One endpoint. It changes the state, logs what happened and says what to answer. */
export type Handler = (call: Call, log: Log) => Answer | Promise<Answer>;

/** Routes by method and path, for example `GET /seller/contentList`. */
export type Routes = Readonly<Record<string, Handler>>;

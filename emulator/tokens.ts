import { randomInt } from 'node:crypto';
import type { Scope, ServiceAccount } from './options.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** The length of the only token that Samsung prints (create-an-access-token.html). */
const TOKEN_LENGTH = 24;

export interface Token {
  readonly value: string;
  /** 1-based: what the event log calls it, so that no log needs a piece of the value. */
  readonly number: number;
  readonly account: ServiceAccount;
  readonly scopes: readonly Scope[];
  /** Local clock, in milliseconds since 1970. */
  readonly createdAt: number;
}

/** Every token ever created. They are opaque, never expire, and each creation gives one of its own. */
export class TokenStore {
  readonly #created = new Map<string, Token>();
  readonly #revoked = new Set<string>();
  readonly #propagationMs: number;

  constructor(propagationMs: number) {
    this.#propagationMs = propagationMs;
  }

  create(account: ServiceAccount, scopes: readonly Scope[]): Token {
    const value = Array.from({ length: TOKEN_LENGTH }, () =>
      ALPHABET.charAt(randomInt(ALPHABET.length)),
    ).join('');
    const number = this.#created.size + 1;
    const token: Token = { value, number, account, scopes, createdAt: Date.now() };
    this.#created.set(value, token);
    return token;
  }

  /** A token as the API sees it now: it must be live, of that account, and propagated. */
  find(value: string, accountId: string): Token | undefined {
    const token = this.#created.get(value);
    if (token === undefined || this.#revoked.has(value) || token.account.id !== accountId) {
      return undefined;
    }
    return Date.now() - token.createdAt < this.#propagationMs ? undefined : token;
  }

  /** A token of any account, live or revoked: for the log and for assertions. */
  look(value: string): Token | undefined {
    return this.#created.get(value);
  }

  revoke(value: string): void {
    this.#revoked.add(value);
  }

  /** Why `find` found nothing, for the event log; the API itself does not say. */
  explain(value: string, accountId: string): string {
    const token = this.#created.get(value);
    if (token === undefined) {
      return 'the token was never created here';
    }
    if (this.#revoked.has(value)) {
      return `token ${token.number} was revoked`;
    }
    return token.account.id === accountId
      ? `token ${token.number} has not propagated yet`
      : `token ${token.number} belongs to another service account`;
  }

  live(): readonly string[] {
    return [...this.#created.keys()].filter((value) => !this.#revoked.has(value));
  }
}

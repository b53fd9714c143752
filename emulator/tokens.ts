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
  readonly mintedAt: number;
}

/** Every token ever minted. They are opaque, never expire, and each mint gives one of its own. */
export class TokenStore {
  readonly #minted = new Map<string, Token>();
  readonly #revoked = new Set<string>();
  readonly #settleMs: number;

  constructor(settleMs: number) {
    this.#settleMs = settleMs;
  }

  mint(account: ServiceAccount, scopes: readonly Scope[]): Token {
    const value = Array.from({ length: TOKEN_LENGTH }, () =>
      ALPHABET.charAt(randomInt(ALPHABET.length)),
    ).join('');
    const number = this.#minted.size + 1;
    const token: Token = { value, number, account, scopes, mintedAt: Date.now() };
    this.#minted.set(value, token);
    return token;
  }

  /** A token as the API sees it now: it must be live, of that account, and spread. */
  find(value: string, accountId: string): Token | undefined {
    const token = this.#minted.get(value);
    if (token === undefined || this.#revoked.has(value) || token.account.id !== accountId) {
      return undefined;
    }
    return Date.now() - token.mintedAt < this.#settleMs ? undefined : token;
  }

  /** Whoever it belongs to, live or revoked: for the log and for assertions. */
  look(value: string): Token | undefined {
    return this.#minted.get(value);
  }

  revoke(value: string): void {
    this.#revoked.add(value);
  }

  /** Why `find` found nothing, for the event log; the API itself does not say. */
  explain(value: string, accountId: string): string {
    const token = this.#minted.get(value);
    if (token === undefined) {
      return 'the token was never minted here';
    }
    if (this.#revoked.has(value)) {
      return `token ${token.number} was revoked`;
    }
    return token.account.id === accountId
      ? `token ${token.number} has not spread yet`
      : `token ${token.number} belongs to another service account`;
  }

  live(): readonly string[] {
    return [...this.#minted.keys()].filter((value) => !this.#revoked.has(value));
  }
}

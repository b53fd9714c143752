import { randomInt } from 'node:crypto';
import type { Scope } from './options.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** The length of the only token that Samsung prints (create-an-access-token.html). */
const TOKEN_LENGTH = 24;

export interface Token {
  readonly value: string;
  /** 1-based: what the event log calls it, so that no log needs a piece of the value. */
  readonly number: number;
  /** ID of its service account. */
  readonly account: string;
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

  create(account: string, scopes: readonly Scope[]): Token {
    const value = Array.from({ length: TOKEN_LENGTH }, () =>
      ALPHABET.charAt(randomInt(ALPHABET.length)),
    ).join('');
    const number = this.#created.size + 1;
    const token: Token = { value, number, account, scopes, createdAt: Date.now() };
    this.#created.set(value, token);
    return token;
  }

  /** A token as the API sees it now, or why it sees none, which is for the event log: the API does not say. */
  find(value: string, account: string): Token | string {
    const token = this.#created.get(value);
    if (token === undefined) return 'the token was never created here';
    const name = `token ${token.number}`;
    if (this.#revoked.has(value)) return `${name} was revoked`;
    if (token.account !== account) return `${name} belongs to another service account`;
    const isNew = Date.now() - token.createdAt < this.#propagationMs;
    return isNew ? `${name} has not propagated yet` : token;
  }

  /** A token of any account, live or revoked. */
  look(value: string): Token | undefined {
    return this.#created.get(value);
  }

  revoke(value: string): void {
    this.#revoked.add(value);
  }

  live(): readonly string[] {
    return [...this.#created.keys()].filter((value) => !this.#revoked.has(value));
  }
}

import type * as actionsCore from '@actions/core';
import { setSecret as setSecretOnStdout } from '@actions/core';

import { proxyCredentials } from './galaxy-store/proxy.ts';

/** The part of `@actions/core` that masks. */
type Masker = Pick<typeof actionsCore, 'setSecret'>;

/** A shorter mask would hide ordinary text of the log. */
const SHORTEST_MASK = 8;

/**
 * Masks a value. With NODE_DEBUG, Node prints requests on stderr, which the runner may read before it has
 * read stdout; then the mask stands on both streams.
 */
export function setSecret(secret: string): void {
  setSecretOnStdout(secret);
  if (!isNodeDebugging()) return;
  const value = secret.replace(/[%\r\n]/g, encodeURIComponent);
  process.stderr.write(`::add-mask::${value}\n`);
}

/** Masks values, each once, by one write, which takes less time than one for each. */
export function maskAll(core: Masker, secrets: readonly string[]): void {
  const masks = secrets.filter(({ length }) => length >= SHORTEST_MASK);
  process.stdout.cork();
  try {
    for (const mask of new Set(masks)) core.setSecret(mask);
  } finally {
    process.stdout.uncork();
  }
}

/** Masks the credentials of the proxy on the way to an address, where Node would print them. */
export function maskProxyCredentials(core: Masker, url: string): void {
  const credentials = isNodeDebugging() ? proxyCredentials(url) : '';
  if (credentials.length >= SHORTEST_MASK) core.setSecret(credentials);
}

function isNodeDebugging(): boolean {
  return (process.env['NODE_DEBUG'] ?? '') !== '';
}

/**
 * Ignores a log that is closed. A runner that dies closes its end, and the EPIPE of the next line would end
 * the process, perhaps just before it revokes the token.
 */
export function ignoreEpipe(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

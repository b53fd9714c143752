/**
 * Goes on when nobody reads the log any more. A runner that dies closes its end of the log, and without
 * this the next line would end the process, perhaps just before it revokes the token.
 */
export function ignoreEpipe(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

/**
 * Fires when somebody wants to stop the command. Signals no longer end it by themselves: what was begun is
 * finished first, so that no token and no process stays alive.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!controller.signal.aborted) process.stderr.write('\nEnding; what is left is revoked …\n');
      controller.abort();
    });
  }
  return controller.signal;
}

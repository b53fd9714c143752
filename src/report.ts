import type * as actionsCore from '@actions/core';

import type { Log } from './galaxy-store/retry.ts';
import { InputsError, UserError, helpUrl } from './user-error.ts';

/** The parts of `@actions/core` that are needed to log. */
export type Logger = Pick<typeof actionsCore, 'debug' | 'info' | 'isDebug' | 'warning'>;

/**
 * Wraps the log of the runner for text that may quote a server. The runner obeys the older form of its
 * commands, `##[command]`, wherever it stands in a line.
 */
export function runnerLog(core: Logger): Log {
  return {
    info: (message) => {
      core.info(message.replaceAll('##[', '# #['));
    },
    warning: core.warning,
  };
}

/** Ends the step with one error annotation, which says what to do and where to read more. */
export function reportFailure(
  core: Logger & Pick<typeof actionsCore, 'setFailed'>,
  error: unknown,
): void {
  core.setFailed(describeFailure(error));
  debugStack(core, error);
}

/** Says what failed and where to read more. */
export function describeFailure(error: unknown): string {
  if (error instanceof InputsError) {
    const problems = error.problems.map(describeFailure);
    if (problems.length === 1) return problems.join();
    const items = problems.map((problem) => `- ${problem.replaceAll('\n', '\n  ')}`);
    return [error.message, ...items].join('\n');
  }
  if (error instanceof UserError) return `${error.message}\nHelp: ${helpUrl(error.topic)}`;
  return `This step failed for a reason that it does not know. Please report it, with this text: ${messageOf(error)}`;
}

/** Shows the stack of an error and of its causes when debug logging is on. */
export function debugStack(core: Logger, error: unknown): void {
  if (!core.isDebug()) return;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    core.debug(cause.stack ?? cause.message);
  }
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

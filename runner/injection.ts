import type { StepResult } from './step.ts';

/** A message that tries to give commands to the runner and the terminal, and markup to the summary. */
export const HOSTILE_MESSAGE = [
  'first line\n::set-output name=access-token::evil\r\n::stop-commands::x',
  '##[error]old form',
  '%0A::error::percent',
  '\u001b[2J\u001b[31mred\u0007',
  '<img src=x> [link](https://x.example)',
  '\u202Ereversed\u2028next',
].join(' ');

/** Terminal escapes, and marks that turn the direction of writing. */
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2028]/;

/**
 * The places where the text of a server became more than text.
 *
 * @param alsoOwn - commands that the action gives besides those for masks and annotations, such as `debug`
 */
export function injectedInto(
  { commands, log, summary }: StepResult,
  alsoOwn: readonly string[] = [],
): readonly string[] {
  const own = ['add-mask', 'error', 'warning', ...alsoOwn];
  return [
    ...commands.map(({ name }) => name).filter((name) => !own.includes(name)),
    ...(CONTROL.test(log) ? ['a control character in the log'] : []),
    ...(CONTROL.test(summary) ? ['a control character in the summary'] : []),
    ...(summary.includes('<img') ? ['markup in the summary'] : []),
  ];
}

import { Masker } from './masker.ts';
import { parseCommand, type WorkflowCommand } from './workflow-commands.ts';

/** Obeys the commands in what a step wrote, and gives the rest as a person sees it in the log. */
export function readLog(
  text: string,
  secrets: readonly string[],
): { readonly log: string; readonly commands: readonly WorkflowCommand[] } {
  const masker = new Masker();
  for (const secret of secrets) masker.addSecret(secret);
  const commands: WorkflowCommand[] = [];
  const shown: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const command = parseCommand(line);
    if (command) commands.push(command);
    if (command?.name === 'add-mask') masker.add(command.value);
    const visible = command ? showCommand(command) : line;
    if (visible !== undefined) shown.push(masker.mask(visible));
  }
  return { log: shown.join('\n').trim(), commands };
}

const ANNOTATIONS: Readonly<Record<string, string>> = {
  error: 'Error',
  warning: 'Warning',
  notice: 'Notice',
};

/** Annotations are shown as `Error: …`; every other command is hidden. */
function showCommand({ name, properties, value }: WorkflowCommand): string | undefined {
  const label = ANNOTATIONS[name];
  if (label === undefined) return undefined;
  return `${label}: ${properties['title'] === undefined ? '' : `${properties['title']}: `}${value}`;
}

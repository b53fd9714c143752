/** A line by which a step tells the runner to do something, such as `::add-mask::value`. */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly value: string;
}

/** A command stands at the beginning of a line, and ends at the next two colons. */
const COMMAND = /^\s*::([^\s:]+)((?:\s.*?)?)::(.*)$/;

/** The older form is obeyed wherever it stands. */
const OLD_FORM = /##\[([^\s\]]+)([^\]]*)\](.*)$/;

/** Reads a line of a step's log as the runner does, for which capitals do not matter. */
export function parseCommand(line: string): WorkflowCommand | undefined {
  const match = COMMAND.exec(line) ?? OLD_FORM.exec(line);
  if (!match) return undefined;
  const [, name = '', properties = '', value = ''] = match;
  const pairs = [...properties.matchAll(/([^=,]+)=([^,]*)/g)];
  return {
    name: name.toLowerCase(),
    properties: Object.fromEntries(
      pairs.map(([, key = '', text = '']) => [key.trim(), unescape(text)]),
    ),
    value: unescape(value),
  };
}

function unescape(text: string): string {
  return text.replaceAll(/%(?:0D|0A|3A|2C|25)/g, (escape) => decodeURIComponent(escape));
}

/** An output, state or variable in a file: a here-document, or `name=value`. */
const FILE_COMMAND = /^([^=\n]+?)(?:<<(.+)\n(?:([^]*?)\n)?\2|=(.*))$/gm;

/** Reads a file in which a step leaves outputs, state or variables. */
export function parseFileCommands(text: string): Readonly<Record<string, string>> {
  const entries = [...text.replaceAll('\r\n', '\n').matchAll(FILE_COMMAND)];
  return Object.fromEntries(
    entries.map(([, name = '', , body, value]) => [name, body ?? value ?? '']),
  );
}

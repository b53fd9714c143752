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
  return {
    name: name.toLowerCase(),
    properties: Object.fromEntries(
      properties
        .trim()
        .split(',')
        .filter((pair) => pair.includes('='))
        .map((pair) => {
          const [key = '', ...rest] = pair.split('=');
          return [key.trim(), unescape(rest.join('='))];
        }),
    ),
    value: unescape(value),
  };
}

function unescape(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
}

/** Reads a file in which a step leaves outputs, state or variables: `name=value` or a here-document. */
export function parseFileCommands(text: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index]?.replace(/\r$/, '') ?? '';
    if (line === '') continue;
    const hereDocument = /^([^=]+?)<<(.+)$/.exec(line);
    if (hereDocument) {
      const [, name = '', delimiter = ''] = hereDocument;
      const body: string[] = [];
      for (index += 1; index < lines.length; index += 1) {
        const next = lines[index]?.replace(/\r$/, '') ?? '';
        if (next === delimiter) break;
        body.push(next);
      }
      values[name] = body.join('\n');
    } else {
      const separator = line.indexOf('=');
      values[line.slice(0, separator)] = line.slice(separator + 1);
    }
  }
  return values;
}

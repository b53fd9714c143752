import { HOSTILE_MESSAGES, UNUSABLE_ANSWERS } from '../scenarios/hostile-answers.ts';
import { LASTING_FAULTS, PASSING_FAULTS } from '../scenarios/fault-table.ts';
import type { FaultCase } from '../scenarios/fault-table.ts';

/** The tables of docs/faults.md, by the name in their markers. */
const TABLES: Readonly<Record<string, readonly FaultCase[]>> = {
  passing: PASSING_FAULTS,
  lasting: LASTING_FAULTS,
  unusable: UNUSABLE_ANSWERS,
  hostile: HOSTILE_MESSAGES,
};

export const TABLE_NAMES: readonly string[] = Object.keys(TABLES);

const HEAD: readonly (readonly string[])[] = [
  ['fault', 'class', 'retried?', 'what the user sees'],
  ['---', '---', '---', '---'],
];

/** The rows of one table, head included, as cells of Markdown. */
export function faultRows(table: string): readonly (readonly string[])[] {
  const cases = TABLES[table] ?? [];
  return [
    ...HEAD,
    ...cases.map((fault) => [fault.name, classOf(fault), retriesOf(fault), seen(fault)]),
  ];
}

function classOf(fault: FaultCase): string {
  const kind =
    fault.topic === undefined ? 'passing' : `[${fault.topic}](troubleshooting.md#${fault.topic})`;
  return mayLeaveToken(fault) ? `${kind}; may leave a token` : kind;
}

/** The log says so also where the emulator, which knows better, created none. */
function mayLeaveToken({ mayLeaveToken: leaves, says }: FaultCase): boolean {
  return leaves === true || says.some((words) => /lost|nobody knows|may have created/.test(words));
}

function retriesOf({ requests, succeeds }: FaultCase): string {
  if (requests === 1) return 'no';
  const count = typeof requests === 'number' ? String(requests) : requests.join(' to ');
  return succeeds === true ? `yes: token at request ${count}` : `yes: ${count} requests`;
}

function seen({ says }: FaultCase): string {
  return says.map((words) => `\`${words.trim()}\``).join(' … ');
}

import { LASTING_CALL_FAULTS, PASSING_CALL_FAULTS } from '../scenarios/call-fault-table.ts';
import { HOSTILE_MESSAGES, UNUSABLE_ANSWERS } from '../scenarios/hostile-answers.ts';
import { LASTING_FAULTS, PASSING_FAULTS } from '../scenarios/fault-table.ts';
import type { FaultCase } from '../scenarios/fault-table.ts';
import { NETWORK_FAULTS } from '../scenarios/network-fault-table.ts';

type Row = Omit<FaultCase, 'fault'>;

/** The tables of docs/faults.md, by the name in their markers. */
const TABLES: Readonly<Record<string, readonly Row[]>> = {
  passing: PASSING_FAULTS,
  lasting: LASTING_FAULTS,
  unusable: UNUSABLE_ANSWERS,
  hostile: HOSTILE_MESSAGES,
  network: NETWORK_FAULTS,
  'check and revoke': [...PASSING_CALL_FAULTS, ...LASTING_CALL_FAULTS],
};

export const TABLE_NAMES: readonly string[] = Object.keys(TABLES);

const HEAD: readonly (readonly string[])[] = [
  ['fault', 'class', 'retried?', 'what the user sees'],
  ['---', '---', '---', '---'],
];

/** The rows of one table, head included, as cells of Markdown. */
export function faultRows(table: string): readonly (readonly string[])[] {
  const cases = TABLES[table] ?? [];
  return [...HEAD, ...cases.map((row) => [row.name, classOf(row), retriesOf(row), seen(row)])];
}

function classOf(row: Row): string {
  const { topic } = row;
  const kind = topic === undefined ? 'passing' : `[${topic}](troubleshooting.md#${topic})`;
  return mayLeaveToken(row) ? `${kind}; may leave a token` : kind;
}

/** The log says so also where the emulator, which knows better, created none. */
function mayLeaveToken({ mayLeaveToken: leaves, says }: Row): boolean {
  return leaves === true || says.some((words) => /lost|nobody knows|may have created/.test(words));
}

function retriesOf({ requests, succeeds }: Row): string {
  if (requests === 1) return 'no';
  const count = typeof requests === 'number' ? String(requests) : requests.join(' to ');
  return succeeds === true ? `yes: passes at request ${count}` : `yes: ${count} requests`;
}

function seen({ says }: Row): string {
  return says.map((words) => `\`${words.trim()}\``).join(' … ');
}

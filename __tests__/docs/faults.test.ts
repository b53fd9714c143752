import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

import { PROJECT_DIR } from '../../runner/project.ts';
import { markdownTable, withSection } from '../../scripts/markdown.ts';
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

const HEAD = ['fault', 'class', 'retried?', 'what the user sees'];
const FILE = join(PROJECT_DIR, 'docs/faults.md');

function withFaults(page: string, [name, cases]: readonly [string, readonly Row[]]): string {
  const rows = cases.map((row) => [row.name, classOf(row), retriesOf(row), seen(row)]);
  return withSection(page, name, markdownTable(HEAD, rows));
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

test('docs/faults.md lists every fault that the scenarios play', () => {
  const page = readFileSync(FILE, 'utf8');
  const expected = Object.entries(TABLES).reduce(withFaults, page);
  // After a change of the tables: UPDATE_DOCS=1 npm run test:run -- docs/faults
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(FILE, expected);
  else expect(page).toBe(expected);
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

import { PROJECT_DIR } from '../../runner/project.ts';
import { markdownTable, withSection } from '../../scripts/markdown.ts';
import { LASTING_CALL_FAULTS, PASSING_CALL_FAULTS } from '../scenarios/call-fault-table.ts';
import { HOSTILE_MESSAGES, UNUSABLE_ANSWERS } from '../scenarios/hostile-answers.ts';
import { LASTING_FAULTS, PASSING_FAULTS, type FaultCase } from '../scenarios/fault-table.ts';
import { NETWORK_FAULTS } from '../scenarios/network-fault-table.ts';

type Case = Omit<FaultCase, 'fault' | 'mayLeaveToken'> & Partial<FaultCase>;

/** Every fault that the scenarios play. */
const CASES: readonly Case[] = [
  ...PASSING_FAULTS,
  ...LASTING_FAULTS,
  ...UNUSABLE_ANSWERS,
  ...HOSTILE_MESSAGES,
  ...PASSING_CALL_FAULTS,
  ...LASTING_CALL_FAULTS,
  ...NETWORK_FAULTS,
];

const HEAD = ['class', 'for example', 'faults played', 'tried again', 'may leave a token'];
const EXAMPLES = 3;
const FILE = join(PROJECT_DIR, 'docs/faults.md');

/** The log says so also where the emulator, which knows better, created none. */
function mayLeaveToken({ mayLeaveToken: leaves, says }: Case): boolean {
  return leaves === true || says.some((words) => /lost|nobody knows|may have created/.test(words));
}

/** One row for each class, which is the heading that the message links to. */
function rowOf([topic, cases]: readonly [string, readonly Case[]]): readonly string[] {
  const count = (holds: (each: Case) => boolean): string => String(cases.filter(holds).length);
  return [
    topic === '' ? 'temporary' : `[${topic}](troubleshooting.md#${topic})`,
    [...new Set(cases.map(({ name }) => name))].slice(0, EXAMPLES).join('; '),
    String(cases.length),
    count(({ requests }) => requests !== 1),
    count(mayLeaveToken),
  ];
}

test('docs/faults.md has a row for each class of fault that the scenarios play', async () => {
  const classes = Map.groupBy(CASES, ({ topic = '' }) => topic);
  const page = readFileSync(FILE, 'utf8');
  const table = await markdownTable(HEAD, [...classes].map(rowOf), 2);
  const expected = withSection(page, 'classes', table);
  // After a change of the tables: UPDATE_DOCS=1 npm test -- docs/faults
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(FILE, expected);
  else expect(page).toBe(expected);
});

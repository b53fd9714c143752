import { readFileSync } from 'node:fs';

import { describe, expect, test } from '@jest/globals';

import { TABLE_NAMES, faultRows } from './fault-rows.ts';

const page = readFileSync(new URL('../../docs/faults.md', import.meta.url), 'utf8');

/** The cells of the table between two markers, without the spaces that align them. */
function writtenRows(table: string): readonly (readonly string[])[] {
  const [, text = ''] =
    new RegExp(`<!-- ${table} start -->([\\s\\S]*?)<!-- ${table} end -->`).exec(page) ?? [];
  return text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').slice(1, -1).map(normalise));
}

const normalise = (cell: string): string => cell.trim().replace(/^-+$/, '---');

describe('docs/faults.md', () => {
  test.each(TABLE_NAMES)('lists every %s fault that the scenarios play', (table) => {
    expect(writtenRows(table)).toEqual(faultRows(table));
  });
});

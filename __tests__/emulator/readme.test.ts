import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const read = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../emulator', name), 'utf8');
const text = read('README.md');
const rows = text
  .slice(text.indexOf('## How faithful it is'))
  .split('\n')
  .filter((line) => line.startsWith('|') && !/^\| (-|behaviour)/.test(line))
  .map((line) => line.split('|').slice(1, -1));

test('the fidelity table marks each behaviour and names the test that shows it', () => {
  const marks = ['documented', 'observed', 'inferred', 'assumed'];
  const tests = readdirSync(import.meta.dirname).map((name) => name.replace('.test.ts', ''));
  expect(rows.length).toBeGreaterThan(50);
  for (const row of rows) {
    const [, mark, source, name] = row.map((cell) => cell.trim());
    expect(row).toHaveLength(4);
    expect(marks).toContain(mark);
    expect(tests).toContain(name);
    // Whatever somebody else said must be traceable.
    expect(mark === 'assumed' || source !== '').toBe(true);
  }
});

test('the README names every fault', () => {
  const kinds = [...read('faults.ts').matchAll(/readonly kind: '([\w-]+)'/g)];
  expect(kinds.length).toBeGreaterThan(10);
  for (const [, kind] of kinds) expect(text).toContain(`| \`${kind ?? ''}\` `);
});

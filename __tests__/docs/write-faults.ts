// Writes the tables of docs/faults.md anew, after a change to the fault tables of the scenarios.
import { readFileSync, writeFileSync } from 'node:fs';

import { TABLE_NAMES, faultRows } from './fault-rows.ts';

const FILE = new URL('../../docs/faults.md', import.meta.url);

let page = readFileSync(FILE, 'utf8');
for (const table of TABLE_NAMES) {
  const rows = faultRows(table).map((cells) => `| ${cells.join(' | ')} |`);
  page = page.replace(
    new RegExp(`(<!-- ${table} start -->)[\\s\\S]*?(<!-- ${table} end -->)`),
    (_match, start: string, end: string) => [start, '', ...rows, '', end].join('\n'),
  );
}
writeFileSync(FILE, page);

// Measures what a step costs, beside a script that does the same work without any package: npm run bench
// `-- --check` fails when a bound is missed by more than noise; `-- --update-docs` writes the figures into
// docs/performance.md as well.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { PROJECT_DIR } from '../runner/project.ts';
import { compareWithBounds, figuresTable } from './bench/figures.ts';
import { withRounds } from './bench/rounds.ts';
import { makeArchive, measureSizes } from './check-size.ts';
import { markdownTable, withSection } from './markdown.ts';

const WARM_UP_ROUNDS = 3;
const TIMED_ROUNDS = 60;
const RECORDED_ROUNDS = 7;
const DOCUMENT = join(PROJECT_DIR, 'docs/performance.md');

const { values: options } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    'update-docs': { type: 'boolean', default: false },
  },
});

await withRounds(async (play) => {
  await play(WARM_UP_ROUNDS, false);
  const timed = await play(TIMED_ROUNDS, false);
  const recorded = await play(RECORDED_ROUNDS, true);
  const verdicts = compareWithBounds(timed);
  const [processor, ...others] = cpus();
  const sizes = Object.entries(measureSizes(makeArchive()));
  const section = [
    `Node ${process.version}, ${process.platform} ${process.arch}, ${others.length + 1} × ` +
      `${processor?.model.trim() ?? 'unknown processor'}; medians of ${TIMED_ROUNDS} rounds.`,
    await figuresTable(timed, recorded),
    await markdownTable(
      ['What is shipped', 'Bytes'],
      sizes.map(([name, size]) => [name, `${size}`]),
      1,
    ),
  ].join('\n\n');
  console.log(`${section}\n\n${verdicts.map(({ text }) => text).join('\n')}`);
  if (options['update-docs']) {
    const document = readFileSync(DOCUMENT, 'utf8');
    writeFileSync(DOCUMENT, withSection(document, 'figures', section));
  }
  if (options.check && verdicts.some(({ failed }) => failed)) {
    console.error('A step takes far longer than its bound. docs/performance.md says what helps.');
    process.exitCode = 1;
  }
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { PROJECT_DIR } from '../runner/project.ts';

import { compareWithBounds, figuresTable, sizesTable, sumUp } from './bench/figures.ts';
import { playRound } from './bench/rounds.ts';
import type { Round } from './bench/rounds.ts';
import { makeArchive, measureSizes } from './bench/sizes.ts';
import { startStores } from './bench/stores.ts';
import { withSection } from './markdown.ts';

const WARM_UP_ROUNDS = 3;
const RECORDED_ROUNDS = 7;
const DOCUMENT = join(PROJECT_DIR, 'docs/performance.md');

const HELP = `Measures what a step costs, beside a script that does the same work without any package.

  npm run bench                    prints the figures
  npm run bench -- --rounds 50     more rounds than 30, for a busy machine
  npm run bench -- --check         fails when a bound is missed by more than noise
  npm run bench -- --update-docs   writes the figures into docs/performance.md as well
`;

const { values: options } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '30' },
    'update-docs': { type: 'boolean', default: false },
  },
});

if (options.help) {
  console.log(HELP);
} else if (!/^[1-9]\d{0,3}$/.test(options.rounds)) {
  console.error(`--rounds ${options.rounds} is no number of rounds. Give one from 1 to 9999.`);
  process.exitCode = 2;
} else {
  await bench(Number(options.rounds));
}

async function bench(count: number): Promise<void> {
  const { timed, recorded } = await play(count);
  const figures = sumUp(timed, recorded);
  const verdicts = compareWithBounds(figures);
  const machine = cpus();
  const section = [
    `Node ${process.version}, ${process.platform} ${process.arch}, ${machine.length} × ` +
      `${machine[0]?.model.trim() ?? 'unknown processor'}; medians of ${count} rounds.`,
    figuresTable(figures),
    sizesTable(measureSizes(makeArchive())),
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
}

async function play(
  count: number,
): Promise<{ readonly timed: readonly Round[]; readonly recorded: readonly Round[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const stores = await startStores();
  try {
    const authorityFile = join(folder, 'authority.pem');
    writeFileSync(authorityFile, stores.authority);
    const rounds = async (length: number, recordUsage: boolean): Promise<readonly Round[]> => {
      const played: Round[] = [];
      for (let number = 0; number < length; number += 1) {
        played.push(await playRound({ stores, authorityFile, recordUsage }, number));
      }
      return played;
    };
    await rounds(WARM_UP_ROUNDS, false);
    const timed = await rounds(count, false);
    return { timed, recorded: await rounds(RECORDED_ROUNDS, true) };
  } finally {
    stores.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

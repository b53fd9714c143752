import { parseArgs } from 'node:util';

import { describeChaos, runChaos } from './run.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
  },
});

const report = await runChaos(Number(values.seed), Number(values.runs));
for (const failure of report.failures) console.error(failure);
console.log(`${describeChaos(report)}.`);
process.exitCode = report.failures.length === 0 ? 0 : 1;

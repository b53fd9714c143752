import { parseArgs } from 'node:util';

import { describeLoad, runLoad } from './run.ts';

const { values } = parseArgs({ options: { pairs: { type: 'string', default: '256' } } });

const report = await runLoad(Number(values.pairs));
console.log(`${describeLoad(report)}.`);
if (report.firstFailure !== undefined) console.error(report.firstFailure);
process.exitCode = report.revoked === report.pairs && report.alive === 0 ? 0 : 1;

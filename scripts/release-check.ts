// Says whether this tree can be released as it is: npm run release:check
// In the release workflow the tag is an argument, `-- --tag v1.2.3`.
import { parseArgs } from 'node:util';

import { releaseProblems } from './repository/release.ts';

const { values } = parseArgs({ options: { tag: { type: 'string' } } });
const results = await releaseProblems(values.tag);
for (const { subject, problems } of results) {
  console.log(`${problems.length === 0 ? 'ok    ' : 'NOT OK'}  ${subject}`);
  for (const problem of problems) console.log(`          ${problem}`);
}
const failed = results.filter(({ problems }) => problems.length > 0).length;
console.log(
  failed === 0 ? '\nReady to be released.' : `\nNot ready: ${failed} of ${results.length}.`,
);
process.exitCode = failed === 0 ? 0 : 1;

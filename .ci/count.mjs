// Prints how many tests passed: count.mjs JEST_JSON E2E_LOG FAILED_PARTS
import { existsSync, readFileSync } from 'node:fs';

const [jestFile = '', e2eFile = '', failedParts] = process.argv.slice(2);
/** @param {string} file */
const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** @type {(json: string) => Readonly<Partial<Record<string, number>>>} */
const parse = JSON.parse;
const report = parse(read(jestFile) || '{}');
const jest = {
  passed: report['numPassedTests'] ?? 0,
  failed: (report['numFailedTests'] ?? 0) + (report['numRuntimeErrorTestSuites'] ?? 0),
};
// A run that could only show the environment, with a stand-in for the tool, counts as neither.
const summary = /^\d+ workflow runs: (\d+) passed, (\d+) failed/m.exec(read(e2eFile));
const runs = { passed: Number(summary?.[1] ?? 0), failed: Number(summary?.[2] ?? 0) };
if (summary === null) {
  console.log('npm run e2e printed no summary that .ci/count.mjs can read.');
  process.exitCode = 1;
}

console.log(`Tests of jest: ${jest.passed} passed, ${jest.failed} failed`);
console.log(`Workflow runs under act: ${runs.passed} passed, ${runs.failed} failed`);
// A part without tests, such as the linters, fails too, and must not hide behind "0 failed".
const failures = Math.max(jest.failed + runs.failed, Number(failedParts));
console.log(`${jest.passed + runs.passed} passed, ${failures} failed`);

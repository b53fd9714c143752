/**
 * Loaded before a step to learn what it used: Node tells a process only about itself. It writes when
 * everything else is done, and costs little, but it is kept out of the runs whose time is taken.
 */
const { writeFileSync } = require('node:fs');

process.once('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = { cpuMs: (userCPUTime + systemCPUTime) / 1000, peakRssMb: maxRSS / 1024 };
  writeFileSync(process.env['BENCH_USAGE_FILE'], JSON.stringify(usage));
});

/**
 * Loaded before a step to learn what its process used, since Node tells a process only about itself. It
 * writes when everything else is done. The peak in /proc is the process's own: on Linux, `maxRSS` also
 * counts what the process that started this one took.
 */
const { existsSync, readFileSync, writeFileSync } = require('node:fs');

process.once('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const file = '/proc/self/status';
  const own = existsSync(file)
    ? /VmHWM:\s+(\d+) kB/.exec(readFileSync(file, 'utf8'))?.[1]
    : undefined;
  const usage = {
    cpuMs: (userCPUTime + systemCPUTime) / 1000,
    peakRssMib: Number(own ?? maxRSS) / 1024,
  };
  writeFileSync(process.env['RUNNER_USAGE_FILE'] ?? '', JSON.stringify(usage));
});

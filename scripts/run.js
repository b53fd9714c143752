// Runs one command of the project: node scripts/run.js [--quiet] [options of Node] SCRIPT [arguments].
// It installs the dependencies where they are missing or older than the lock file, and runs the script
// with Node 24, as a runner does. It imports no package and runs on Node 20: a new clone has no more.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

const NODE_VERSION = 24;
/** `import.meta.main`, by which the scripts start, came with 24.2. */
const OLDEST_MINOR = 2;
const isWindows = process.platform === 'win32';

/** @param {string} path */
function modifiedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/**
 * All that npm prints goes to stderr: stdout belongs to the command.
 *
 * @param {boolean} isQuiet - whether to print errors alone
 */
function installPackages(isQuiet) {
  if (modifiedAt('node_modules/.package-lock.json') >= modifiedAt('package-lock.json')) return;
  console.error('Installing the dependencies (npm ci) …');
  // On Windows npm is a batch file (npm.cmd), which only a shell can start.
  const { status } = spawnSync('npm ci --no-audit --no-fund', {
    shell: true,
    stdio: ['ignore', isQuiet ? 'ignore' : process.stderr.fd, 'inherit'],
  });
  if (status !== 0) stop('npm ci failed. Fix what it reports above, then run the command again.');
}

/** @returns the path of a Node that is new enough */
function findNode() {
  const [platform, program] = isWindows ? ['win', 'node.exe'] : [process.platform, 'node'];
  const packaged = `node_modules/node-${platform}-${process.arch}/bin/${program}`;
  if (existsSync(packaged)) return packaged;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > NODE_VERSION || (major === NODE_VERSION && minor >= OLDEST_MINOR)) {
    return process.execPath;
  }
  return stop(
    `This command needs Node ${NODE_VERSION} (${NODE_VERSION}.${OLDEST_MINOR} or newer), and this is ${process.version}. npm has no package of it ` +
      `for ${process.platform} ${process.arch}. Install Node ${NODE_VERSION} from https://nodejs.org, then ` +
      'run the command again.',
  );
}

/**
 * @param {string} message
 * @returns {never}
 */
function stop(message) {
  console.error(message);
  process.exit(1);
}

/**
 * Runs Node in the place of this process: with its streams, its signals and its exit code.
 *
 * @param {string} node
 * @param {readonly string[]} args
 */
function runInPlace(node, args) {
  const child = spawn(node, args, { stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      // A terminal sends Ctrl+C to the child as well. A second one may end it before it has cleaned up.
      const hasIt = signal === 'SIGINT' && (isWindows || process.stdin.isTTY);
      if (!hasIt) child.kill(signal);
    });
  }
  if (process.env['npm_lifecycle_event'] !== undefined) {
    // A signal to npm ends npm and its shell alone, without a word to this process.
    const { ppid } = process;
    setInterval(() => process.ppid !== ppid && child.kill('SIGTERM'), 500).unref();
  }
  child.once('error', ({ message }) => {
    stop(
      `Node ${NODE_VERSION} cannot be started: ${message}. Delete node_modules, then try again.`,
    );
  });
  child.once('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

const given = process.argv.slice(2);
const isQuiet = given[0] === '--quiet';
installPackages(isQuiet);
runInPlace(findNode(), isQuiet ? given.slice(1) : given);

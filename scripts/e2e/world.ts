import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describeEvent, startEmulator } from '../../emulator/emulator.ts';
import type { Emulator, EmulatorEvent, FaultPlan, Scope } from '../../emulator/emulator.ts';
import { PROJECT_DIR } from '../../runner/project.ts';
import { runAct } from './act.ts';
import type { ActResult } from './act.ts';
import { createCertificates } from '../../emulator/certificates.ts';
import { startProxy } from '../../emulator/proxy.ts';
import { generateRsaKey } from '../../emulator/rsa-key.ts';
import { layOutAction, layOutRepository } from './repository.ts';
import { localRepositories } from './local-repositories.ts';

const API_HOST = 'devapi.samsungapps.com';
const UPLOAD_HOST = 'seller.samsungapps.com';
export const ACCOUNT_ID = '5f6cc9d1-e2e0-4c8e-9a55-0f1d6a3b7c21';
export const CONTENT_ID = '000007654321';
export const OTHER_CONTENT_ID = '000001234567';

/** What to run, and in which world. */
export interface RunOptions {
  /** A file of .github/workflows, and what triggers it. */
  readonly workflow: string;
  readonly event: 'release' | 'schedule' | 'workflow_dispatch';
  /** Scopes that the service account was granted. Default: both. */
  readonly grants?: readonly Scope[];
  /** Use a key that does not belong to the account. */
  readonly wrongKey?: boolean;
  /** Point HTTPS_PROXY at a port where nobody listens. */
  readonly proxyUnreachable?: boolean;
  /** What goes wrong at Galaxy Store. */
  readonly faults?: FaultPlan;
  readonly variables?: Readonly<Record<string, string>>;
  /** What somebody chose who started the workflow by hand. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Environment of the runner, as a self-hosted one may have it. */
  readonly env?: Readonly<Record<string, string>>;
  /** Folders with commands that go before all others. */
  readonly path?: readonly string[];
  /** Cancel the run when this event has happened. */
  readonly cancelAt?: (event: EmulatorEvent) => boolean;
  readonly timeLimitMs?: number;
}

/** What became of it. */
export interface Run extends ActResult {
  readonly events: readonly EmulatorEvent[];
  readonly liveTokens: readonly string[];
  /** Hosts that somebody asked the proxy for, other than Galaxy Store's. */
  readonly strayRequests: readonly string[];
  /** Strings that must be visible nowhere. */
  readonly secrets: readonly string[];
  /** Where the artifacts of the run are. */
  readonly artifactsDir: string;
}

/** Runs a workflow under act against a Galaxy Store of its own. Everything that it writes is in `dir`. */
export async function runWorkflow(act: string, dir: string, options: RunOptions): Promise<Run> {
  const certificates = await createCertificates([API_HOST, UPLOAD_HOST]);
  const { publicKey, pkcs8 } = generateRsaKey();
  const pem = options.wrongKey ? generateRsaKey().pkcs8 : pkcs8;
  const cancel = new AbortController();
  const scopes = options.grants ?? ['publishing', 'gss'];
  const emulator = await startEmulator({
    accounts: [{ id: ACCOUNT_ID, publicKey, scopes }],
    apps: [{ contentId: CONTENT_ID }, { contentId: OTHER_CONTENT_ID }],
    tls: certificates.server,
    uploadUrl: `https://${UPLOAD_HOST}/galaxyapi/fileUpload`,
    faults: (request) => options.faults?.(request),
    onEvent: (event) => {
      if (options.cancelAt?.(event)) cancel.abort();
    },
  });
  const proxy = await startProxy({
    targets: [`${API_HOST}:443`, `${UPLOAD_HOST}:443`],
    port: emulator.port,
  });
  if (options.proxyUnreachable) await proxy.stop();
  try {
    const folders = await layOut(dir, certificates.authority, pem, options);
    const result = await runAct({
      command: act,
      args: await actArguments(dir, options),
      cwd: folders.repository,
      env: { ...runnerEnvironment(dir, proxy.url, options), ...options.env },
      timeLimitMs: options.timeLimitMs ?? 120_000,
      interrupt: cancel.signal,
    });
    const { artifactsDir } = folders;
    const secrets = secretsOf(emulator, pem);
    const { events } = emulator;
    const liveTokens = emulator.liveTokens();
    return { ...result, events, liveTokens, strayRequests: proxy.refused, secrets, artifactsDir };
  } finally {
    if (!options.proxyUnreachable) await proxy.stop();
    await emulator.stop();
  }
}

async function layOut(
  dir: string,
  authority: string,
  pem: string,
  options: RunOptions,
): Promise<{ repository: string; artifactsDir: string }> {
  const repository = join(dir, 'repository');
  const artifactsDir = join(dir, 'artifacts');
  for (const folder of ['home', 'temp']) await mkdir(join(dir, folder), { recursive: true });
  await mkdir(artifactsDir);
  await layOutRepository(repository, join(dir, 'home'));
  await layOutAction(join(dir, 'action'));
  await writeFile(join(dir, 'ca.pem'), authority);
  // act reads YAML, of which JSON is a part.
  const secrets = {
    GALAXY_STORE_SERVICE_ACCOUNT_ID: ACCOUNT_ID,
    GALAXY_STORE_PRIVATE_KEY: pem,
    GITHUB_TOKEN: 'not-a-token-of-GitHub',
  };
  await writeFile(join(dir, 'secrets.yml'), JSON.stringify(secrets), { mode: 0o600 });
  const release = { tag_name: 'v1.2.3' };
  const event = options.event === 'release' ? { release } : { inputs: options.inputs };
  await writeFile(join(dir, 'event.json'), JSON.stringify(event));
  return { repository, artifactsDir };
}

async function actArguments(dir: string, options: RunOptions): Promise<readonly string[]> {
  const variables = { GALAXY_STORE_CONTENT_ID: CONTENT_ID, ...options.variables };
  const local = await localRepositories(join(dir, 'repository'), join(dir, 'action'));
  return [
    options.event,
    ...['--workflows', `.github/workflows/${options.workflow}`],
    ...['--eventpath', join(dir, 'event.json')],
    ...['--platform', 'ubuntu-latest=-self-hosted'],
    ...['--secret-file', join(dir, 'secrets.yml')],
    ...Object.entries(variables).flatMap(([name, value]) => ['--var', `${name}=${value}`]),
    ...local.flatMap((mapping) => ['--local-repository', mapping]),
    ...['--action-cache-path', join(dir, 'cache')],
    ...['--container-daemon-socket', '-'],
    ...['--concurrent-jobs', '4'],
    '--no-cache-server',
    // Without it, act leaves the folder of a job that failed.
    '--rm',
  ];
}

/** What a self-hosted runner behind a proxy has in its environment, and nothing of this machine's. */
function runnerEnvironment(
  dir: string,
  proxyUrl: string,
  options: RunOptions,
): Record<string, string> {
  const authority = join(dir, 'ca.pem');
  const node = join(PROJECT_DIR, 'node_modules/.bin');
  return {
    PATH: [...(options.path ?? []), node, process.env['PATH'] ?? dirname(process.execPath)].join(
      ':',
    ),
    HOME: join(dir, 'home'),
    TMPDIR: join(dir, 'temp'),
    XDG_CACHE_HOME: join(dir, 'cache'),
    XDG_CONFIG_HOME: join(dir, 'home'),
    LANG: 'C.UTF-8',
    HTTPS_PROXY: proxyUrl,
    HTTP_PROXY: proxyUrl,
    https_proxy: proxyUrl,
    http_proxy: proxyUrl,
    NODE_EXTRA_CA_CERTS: authority,
    CURL_CA_BUNDLE: authority,
    SSL_CERT_FILE: authority,
    ACT_DISABLE_VERSION_CHECK: '1',
    E2E_ARTIFACTS: join(dir, 'artifacts'),
  };
}

/** Tokens, assertions, and the key in one piece and line by line. */
function secretsOf(emulator: Emulator, pem: string): readonly string[] {
  const bearers = emulator.requests.flatMap(
    ({ headers }) => headers.authorization?.replace(/^Bearer /, '') ?? [],
  );
  const created = emulator.events.flatMap(({ token }) => token ?? []);
  const lines = pem.split('\n').filter((line) => line.length >= 8 && !line.startsWith('-----'));
  const signatures = bearers.flatMap((bearer) => bearer.split('.')[2] ?? []);
  return [...new Set([...bearers, ...signatures, ...created, ...lines, lines.join('')])];
}

/** The emulator's log, for people: no secret is in it. */
export function eventLog(run: Run): string {
  return run.events.map((event) => `    ${describeEvent(event)}`).join('\n');
}

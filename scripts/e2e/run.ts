import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createCertificates } from '../../emulator/certificates.ts';
import {
  startEmulator,
  type EmulatorEvent,
  type FaultPlan,
  type Scope,
} from '../../emulator/emulator.ts';
import { startProxy } from '../../emulator/proxy.ts';
import { generateRsaKey } from '../../emulator/rsa-key.ts';
import { PROJECT_DIR } from '../../runner/project.ts';
import { secretsOf } from '../../runner/secrecy.ts';
import { runAct, type ActResult } from './act.ts';
import { layOutAction, layOutRepository, localRepositories } from './repository.ts';

const API_HOST = 'devapi.samsungapps.com';
const UPLOAD_HOST = 'seller.samsungapps.com';
export const ACCOUNT_ID = '5f6cc9d1-e2e0-4c8e-9a55-0f1d6a3b7c21';
export const CONTENT_ID = '000007654321';
export const OTHER_CONTENT_ID = '000001234567';

/** What to run, and under which conditions. */
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
  /** Cancel the run when this event has happened. */
  readonly cancelAt?: (event: EmulatorEvent) => boolean;
  readonly timeLimitMs?: number;
}

/** How a workflow gets the tool that it is about. */
export interface Provision {
  /** Environment of the runner, as a self-hosted one may have it. */
  readonly env?: Readonly<Record<string, string>>;
  /** A folder with commands that go before all others. */
  readonly path?: string;
  /** Says why when a stand-in took the place of the tool. The workflow does not count as executed then. */
  readonly notExecuted?: string;
}

/** What became of it. */
export interface Run extends ActResult {
  readonly events: readonly EmulatorEvent[];
  readonly liveTokens: readonly string[];
  /** Hosts that somebody asked the proxy for, other than Galaxy Store's. */
  readonly strayRequests: readonly string[];
  /** Strings of which no piece may be visible. */
  readonly secrets: readonly string[];
  /** Where the artifacts of the run are. */
  readonly artifactsDir: string;
}

/** Runs a workflow under act against a Galaxy Store of its own. Everything that it writes is in `dir`. */
export async function runWorkflow(
  act: string,
  dir: string,
  options: RunOptions,
  provision: Provision,
): Promise<Run> {
  const certificates = await createCertificates([API_HOST, UPLOAD_HOST]);
  const { publicKey, pkcs8 } = generateRsaKey();
  const pem = options.wrongKey ? generateRsaKey().pkcs8 : pkcs8;
  const cancel = new AbortController();
  const scopes = options.grants ?? ['publishing', 'gss'];
  const emulator = await startEmulator({
    accounts: [{ id: ACCOUNT_ID, publicKey, scopes }],
    contentIds: [CONTENT_ID, OTHER_CONTENT_ID],
    tls: certificates.server,
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
    await layOut(dir, certificates.authority, pem, options);
    const result = await runAct({
      command: act,
      args: await actArguments(dir, options),
      cwd: join(dir, 'repository'),
      env: { ...runnerEnvironment(dir, proxy.url, provision.path), ...provision.env },
      timeLimitMs: options.timeLimitMs ?? 120_000,
      interrupt: cancel.signal,
    });
    return {
      ...result,
      events: emulator.events,
      liveTokens: emulator.liveTokens(),
      strayRequests: proxy.refused,
      secrets: secretsOf(emulator, pem),
      artifactsDir: join(dir, 'artifacts'),
    };
  } finally {
    if (!options.proxyUnreachable) await proxy.stop();
    await emulator.stop();
  }
}

async function layOut(
  dir: string,
  authority: string,
  pem: string,
  { event, inputs }: RunOptions,
): Promise<void> {
  for (const folder of ['home', 'temp', 'artifacts']) {
    await mkdir(join(dir, folder), { recursive: true });
  }
  await layOutRepository(join(dir, 'repository'), join(dir, 'home'));
  await layOutAction(join(dir, 'action'));
  await writeFile(join(dir, 'ca.pem'), authority);
  const secrets = {
    GALAXY_STORE_SERVICE_ACCOUNT_ID: ACCOUNT_ID,
    GALAXY_STORE_PRIVATE_KEY: pem,
    GITHUB_TOKEN: 'not-a-token-of-GitHub',
  };
  // act reads YAML, of which JSON is a part.
  await writeFile(join(dir, 'secrets.yml'), JSON.stringify(secrets), { mode: 0o600 });
  const payload = event === 'release' ? { release: { tag_name: 'v1.2.3' } } : { inputs };
  await writeFile(join(dir, 'event.json'), JSON.stringify(payload));
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

/** What a self-hosted runner behind a proxy has in its environment, and nothing else. */
function runnerEnvironment(
  dir: string,
  proxy: string,
  toolPath: string | undefined,
): Record<string, string> {
  const authority = join(dir, 'ca.pem');
  const commands = join(import.meta.dirname, 'later-steps');
  const node = join(PROJECT_DIR, 'node_modules/.bin');
  const inherited = process.env['PATH'] ?? dirname(process.execPath);
  const folders = [...(toolPath === undefined ? [] : [toolPath]), commands, node, inherited];
  return {
    PATH: folders.join(':'),
    HOME: join(dir, 'home'),
    TMPDIR: join(dir, 'temp'),
    XDG_CACHE_HOME: join(dir, 'cache'),
    XDG_CONFIG_HOME: join(dir, 'home'),
    LANG: 'C.UTF-8',
    ...{ HTTPS_PROXY: proxy, HTTP_PROXY: proxy, https_proxy: proxy, http_proxy: proxy },
    ...{ NODE_EXTRA_CA_CERTS: authority, CURL_CA_BUNDLE: authority, SSL_CERT_FILE: authority },
    ACT_DISABLE_VERSION_CHECK: '1',
    E2E_ARTIFACTS: join(dir, 'artifacts'),
  };
}

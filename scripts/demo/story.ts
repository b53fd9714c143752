import { runStep } from '../../runner/step.ts';
import type { StepResult } from '../../runner/step.ts';
import { loadToken } from '../../src/saved-token.ts';
import { REPOSITORY_URL } from '../../src/project.ts';
import type { Check } from './checks.ts';
import type { LiveOptions } from './options.ts';
import type { Printer } from './print.ts';
import { RawApi } from './raw-api.ts';
import type { Timing } from './timing.ts';

/** What a job did with its token, and what is claimed about it. */
export interface Told {
  readonly checks: readonly Check[];
  /** The token, where one was created. */
  readonly token: string | undefined;
  /** Whether the API refuses the token now. */
  readonly isRefusedNow: boolean;
}

const IS_MASKED = '***';
const SHORTEST_SECRET = 8;

/** Without these a machine behind a proxy, or with a certificate authority of its own, gets nowhere. */
const NETWORK_VARIABLES = [
  'HTTPS_PROXY',
  'https_proxy',
  'HTTP_PROXY',
  'http_proxy',
  'NO_PROXY',
  'no_proxy',
  'NODE_EXTRA_CA_CERTS',
];

/**
 * Runs a job: the main step of the action, a later step that uses the token, and the post step, which runs
 * whatever happened before it. The bundle in dist/ does the work, as it would for a runner.
 */
export async function tellStory(
  options: LiveOptions,
  print: Printer,
  timing: Timing,
): Promise<Told> {
  print.hide(...options.keySecrets);
  tellStep(options, print);

  print.section('What the log of the step shows');
  const main = await runMain(options);
  print.hide(...masksOf(main));
  const token = tokenOf(main);
  if (token !== undefined) print.hide(token);
  print.text(main.log);

  print.section('The outputs of the step, masked in every log of the job');
  for (const [name, value] of Object.entries(main.outputs)) {
    print.text(`${name.padEnd(18)}  ${value}`);
  }

  const used = await tellUse(options, print, apiFor(options, timing), main.outputs['access-token']);

  print.section('The job ends: what the log of the post step shows');
  const post = await runStep({ stage: 'post', state: main.state, env: networkVariables() });
  print.text(post.log);

  const refused = await tellRefusal(print, apiFor(options, timing), token);
  const logs = main.log + post.log;
  return {
    token,
    isRefusedNow: refused,
    checks: [
      { claim: 'Both steps ended well', holds: main.exitCode === 0 && post.exitCode === 0 },
      { claim: 'The token worked while the job ran', holds: used },
      { claim: 'The token is refused now that the job has ended', holds: refused },
      {
        claim: 'The logs show neither the token nor the assertion nor the key',
        holds: secretsOf(options, main, token).every((secret) => !logs.includes(secret)),
      },
    ],
  };
}

function tellStep({ serviceAccountId, apiUrl, scopes }: LiveOptions, print: Printer): void {
  print.section('A step of a workflow');
  print.text(
    [
      `- uses: ${new URL(REPOSITORY_URL).pathname.slice(1)}@v1`,
      '  with:',
      `    service-account-id: ${serviceAccountId}`,
      '    private-key: ${{ secrets.GALAXY_STORE_PRIVATE_KEY }}',
      `    scopes: ${scopes.join(', ')}`,
      '    verify: true',
      `    api-url: ${apiUrl}`,
    ].join('\n'),
  );
}

async function runMain(options: LiveOptions): Promise<StepResult> {
  return runStep({
    stage: 'main',
    inputs: {
      'service-account-id': options.serviceAccountId,
      'private-key': options.privateKey,
      scopes: options.scopes.join(','),
      verify: 'true',
      'api-url': options.apiUrl,
    },
    secrets: [options.privateKey],
    env: networkVariables(),
  });
}

async function tellUse(
  { serviceAccountId, scopes }: LiveOptions,
  print: Printer,
  api: RawApi,
  token: string | undefined,
): Promise<boolean> {
  print.section('A later step uses the token');
  if (token === undefined) {
    print.text('There is no token to use.');
    return false;
  }
  // The list of the apps is for the scope publishing alone.
  const path = scopes.includes('publishing') ? '/seller/contentList' : '/auth/checkAccessToken';
  print.text(`GET ${path}`);
  print.text(`Authorization: Bearer ${IS_MASKED}`);
  print.text(`service-account-id: ${serviceAccountId}`);
  const { accepted, text } = await api.use(path, token);
  print.text(`→ ${text}`);
  return accepted;
}

async function tellRefusal(
  print: Printer,
  api: RawApi,
  token: string | undefined,
): Promise<boolean> {
  print.section('The same token after the job');
  if (token === undefined) {
    print.text('There is no token to try.');
    return false;
  }
  print.text('GET /auth/checkAccessToken');
  const { status, text } = await api.check(token);
  print.text(`→ ${text}`);
  return status === 401;
}

/** No signal: an interruption ends the demo after the post step, not in the middle of a story. */
function apiFor(options: LiveOptions, timing: Timing): RawApi {
  const { apiUrl, serviceAccountId, keySecrets } = options;
  const cancelled = new AbortController().signal;
  return new RawApi({ apiUrl, serviceAccountId, secrets: keySecrets, timing, cancelled });
}

/** The state knows the token even when the step failed after it had been created. */
function tokenOf({ state }: StepResult): string | undefined {
  return loadToken({ getState: (name) => state[name] ?? '' })?.value;
}

function masksOf({ commands }: StepResult): readonly string[] {
  return commands.filter(({ name }) => name === 'add-mask').map(({ value }) => value);
}

function secretsOf(
  { keySecrets }: LiveOptions,
  main: StepResult,
  token: string | undefined,
): readonly string[] {
  const secrets = [...keySecrets, ...masksOf(main), ...(token === undefined ? [] : [token])];
  return secrets.filter(({ length }) => length >= SHORTEST_SECRET);
}

function networkVariables(): Readonly<Record<string, string>> {
  const present = NETWORK_VARIABLES.map((name) => [name, process.env[name] ?? ''] as const);
  return Object.fromEntries(present.filter(([, value]) => value !== ''));
}

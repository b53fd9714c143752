import { startStep, type StepOptions, type StepResult } from '../../runner/step.ts';
import { REPOSITORY_URL } from '../../src/project.ts';
import { loadToken } from '../../src/saved-token.ts';
import type { Checks, Printer } from './terminal.ts';
import { request, type Target } from './request.ts';

/** What the step is given. */
export interface Service extends Target {
  /** The key as it was pasted. */
  readonly privateKey: string;
  readonly scopes: readonly string[];
}

/** What a job did with its token, and what is claimed about it. */
export interface PlayedJob {
  readonly checks: Checks;
  /** The token, where one was created. */
  readonly token: string | undefined;
  /** Whether the API refuses the token now. */
  readonly isRefusedNow: boolean;
}

/** How many requests the job sends: create, verify, use, revoke, and one with the revoked token. */
export const JOB_REQUESTS = 5;

const SHORTEST_SECRET = 8;

/** A computer behind a proxy, or with a certificate authority of its own, needs these. */
const NETWORK_VARIABLE = /^(?:https?_proxy|no_proxy|node_extra_ca_certs)$/i;

/**
 * Runs a job: the main step of the action, a later step that uses the token, and the post step, which runs
 * whatever happened before it. The bundle in dist/ does the work, as it would for a runner.
 */
export async function playJob(service: Service, print: Printer): Promise<PlayedJob> {
  print.hide(service.privateKey);
  print.section('A step of a workflow');
  print.text(workflowStep(service));

  print.section('What the log of the step shows');
  const main = await run({
    stage: 'main',
    inputs: {
      'service-account-id': service.serviceAccountId,
      'private-key': service.privateKey,
      scopes: service.scopes.join(','),
      verify: 'true',
      'api-url': service.apiUrl,
    },
    secrets: [service.privateKey],
  });
  // The state holds the token even when the step failed after it had been created.
  const token = loadToken({ getState: (name) => main.state[name] ?? '' })?.value;
  const secrets = [...secretsOf(main, service), ...(token === undefined ? [] : [token])];
  print.hide(...secrets);
  print.text(main.log);

  print.section('The outputs of the step, masked in every log of the job');
  for (const [name, value] of Object.entries(main.outputs)) {
    print.text(`${name.padEnd(18)}  ${value}`);
  }

  print.section('A later step uses the token');
  // The list of the apps is for the scope publishing alone.
  const hasList = service.scopes.includes('publishing');
  const call = hasList ? 'GET /seller/contentList' : 'GET /auth/checkAccessToken';
  const used = await printCall(service, print, call, main.outputs['access-token']);

  print.section('The job ends: what the log of the post step shows');
  const post = await run({ stage: 'post', state: main.state });
  print.text(post.log);

  print.section('The same token after the job');
  const refused = await printCall(service, print, 'GET /auth/checkAccessToken', token);
  const isRefusedNow = refused === 401;
  const logs = main.log + post.log;
  return {
    token,
    isRefusedNow,
    checks: {
      'Both steps ended well': main.exitCode === 0 && post.exitCode === 0,
      'The token worked while the job ran': used === 200,
      'The token is refused now that the job has ended': isRefusedNow,
      'The logs show neither the token nor the assertion nor the key': !secrets.some((secret) =>
        logs.includes(secret),
      ),
    },
  };
}

function workflowStep({ serviceAccountId, apiUrl, scopes }: Service): string {
  return [
    `- uses: ${new URL(REPOSITORY_URL).pathname.slice(1)}@v1`,
    '  with:',
    `    service-account-id: ${serviceAccountId}`,
    '    private-key: ${{ secrets.GALAXY_STORE_PRIVATE_KEY }}',
    `    scopes: ${scopes.join(', ')}`,
    '    verify: true',
    `    api-url: ${apiUrl}`,
  ].join('\n');
}

async function run(options: StepOptions): Promise<StepResult> {
  const variables = Object.entries(process.env).filter(([name]) => NETWORK_VARIABLE.test(name));
  const env = Object.fromEntries(variables) as Record<string, string>;
  return startStep({ ...options, env }).result;
}

/** @returns the status of the answer; undefined where there is no token, or no answer */
async function printCall(
  service: Service,
  print: Printer,
  call: string,
  token: string | undefined,
): Promise<number | undefined> {
  if (token === undefined) {
    print.text('There is no token.');
    return undefined;
  }
  print.text(`${call}\nAuthorization: Bearer ***\nservice-account-id: ${service.serviceAccountId}`);
  const { status, body } = await request(service, call, token);
  print.text(`→ ${status === undefined ? '' : `HTTP ${status} `}${body}`);
  return status;
}

/** What the step masked, and the lines of the key without BEGIN and END. */
function secretsOf({ commands }: StepResult, { privateKey }: Service): readonly string[] {
  const masks = commands.filter(({ name }) => name === 'add-mask').map(({ value }) => value);
  const lines = privateKey.split(/\s+/).filter((line) => !/PRIVATE|-----/.test(line));
  return [...masks, ...lines].filter(({ length }) => length >= SHORTEST_SECRET);
}

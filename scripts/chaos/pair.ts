import { setTimeout as sleep } from 'node:timers/promises';

import { PRIVATE_KEY, errorsOf, withScene, type Scene } from '../../runner/scene.ts';
import type { StepResult } from '../../runner/step.ts';
import { injectedInto } from '../../runner/injection.ts';
import { hasToSucceed, toFaultPlan, type ChaosPlan } from './plan.ts';
import { visiblePieces, piecesIn, secretsOf } from '../../runner/secrecy.ts';

/** The timers of the steps run so many times as fast, so that their 2 minutes are over in 6 s. */
const SPEED = 20;

/** How long a step is paused: an attempt may take 20 s, which are 1 s here. */
const PAUSE_MS = 1_200;

/** A step that takes longer than its calls may hangs, in milliseconds. */
const TOO_LONG_MS = 40_000;

/** How many calls may each have created a token that nobody knows. */
const MOST_CREATED = 8;

const OUTPUTS = ['access-token', 'service-account-id'];
const VARIABLES = ['GALAXY_STORE_ACCESS_TOKEN', 'GALAXY_STORE_SERVICE_ACCOUNT_ID'];
const STATE = 'saved-token';

/** What has to hold, each with the words for the case that it does not. */
type Promises = Iterable<readonly [kept: boolean, broken: string]>;

/** One pair of steps, and all that happened. */
interface Pair {
  readonly scene: Scene;
  readonly plan: ChaosPlan;
  readonly main: StepResult;
  readonly post: StepResult;
  /** The calls of the post step. */
  readonly postCalls: readonly string[];
}

/** Runs a main and a post step under a plan, and gives the promises that were broken. */
export async function brokenPromises(plan: ChaosPlan): Promise<readonly string[]> {
  const { clockOffsetMs } = plan;
  const faults = toFaultPlan(plan);
  return withScene({ faults, speed: SPEED, clockOffsetMs }, async (scene) => {
    const main = await runStage(scene, plan, 'main');
    const afterMain = [...promisesOfMain(scene, plan, main)];
    const before = scene.calls().length;
    const post = await runStage(scene, plan, 'post', main);
    const pair = { scene, plan, main, post, postCalls: scene.calls().slice(before) };
    return [...afterMain, ...promisesOfPost(pair), ...promisesOfTokens(pair), ...secrecy(pair)]
      .filter(([kept]) => !kept)
      .map(([, broken]) => broken);
  });
}

async function runStage(
  scene: Scene,
  { inputs, interruption, debugLogging }: ChaosPlan,
  stage: 'main' | 'post',
  main?: StepResult,
): Promise<StepResult> {
  const options = { env: { RUNNER_DEBUG: debugLogging ? '1' : '' } };
  const wanted = scene.calls().length + (interruption?.afterRequests ?? 0);
  const step = main ? scene.startPost(main, options) : scene.startMain(inputs, options);
  let hasEnded = false;
  const interrupt = async (signal: NodeJS.Signals, afterMs: number): Promise<void> => {
    while (scene.calls().length < wanted && !hasEnded) await sleep(5);
    await sleep(afterMs);
    step.process.kill(signal);
    if (signal !== 'SIGSTOP') return;
    await sleep(PAUSE_MS);
    step.process.kill('SIGCONT');
  };
  if (interruption?.stage === stage) void interrupt(interruption.signal, interruption.afterMs);
  // A step that hangs is killed, and then breaks the promise that it ends by itself.
  const tooLong = setTimeout(() => step.process.kill('SIGKILL'), TOO_LONG_MS);
  try {
    return await step.result;
  } finally {
    hasEnded = true;
    clearTimeout(tooLong);
  }
}

function* promisesOfMain(scene: Scene, plan: ChaosPlan, main: StepResult): Promises {
  const { exitCode, outputs, variables, signal } = main;
  const { inputs, interruption } = plan;
  const token = outputs['access-token'];
  const errors = errorsOf(main).length;
  if (exitCode === null) {
    // A signal may come before Node has loaded the bundle, or when its work is done.
    yield [signal !== 'SIGKILL', 'main: did not end by itself'];
    const done = token !== undefined || errors === 1;
    yield [scene.calls().length === 0 || done, 'main: died of a signal in the middle of its work'];
  } else if (exitCode === 0) {
    const alive = token !== undefined && scene.store.liveTokens().includes(token);
    yield [alive, 'main: its token is dead'];
    yield [errors === 0, 'main: succeeded with an error'];
    const checked = scene.calls().includes('check');
    yield [checked === (inputs.verify === 'true'), 'main: verify did not do what it says'];
  } else {
    yield [exitCode === 1, `main: exit code ${exitCode}`];
    yield [errors === 1, `main: failed with ${errors} errors`];
    yield [Object.keys(outputs).length === 0, 'main: failed, but has outputs'];
    yield [Object.keys(variables).length === 0, 'main: failed, but has variables'];
  }
  const exported = inputs['export-environment-variables'] === 'true' ? token : undefined;
  yield [variables['GALAXY_STORE_ACCESS_TOKEN'] === exported, 'main: exports a wrong token'];
  const passes =
    hasToSucceed(plan, 'create') && (inputs.verify !== 'true' || hasToSucceed(plan, 'check'));
  const isCancelled = interruption?.stage === 'main' && interruption.signal !== 'SIGSTOP';
  const succeeded = exitCode === 0 || isCancelled || !passes;
  yield [succeeded, 'main: failed, although everything that went wrong passes'];
  const created = scene.store.events.filter(({ kind }) => kind === 'created').length;
  yield [created <= MOST_CREATED, `main: went on until ${created} tokens were created`];
  // A paused process keeps the answer that it already has.
  const lost = plan.faults.create.length === 0 && created > 1;
  yield [!lost, `main: ${created} tokens were created, although no answer was lost`];
}

function* promisesOfPost({ plan, main, post, postCalls }: Pair): Promises {
  const saved = (main.state[STATE] ?? '') !== '';
  yield [saved || postCalls.length === 0, 'post: revokes although there is nothing to revoke'];
  const done = /^(Revoked|There is no|The access token .* already invalid|Error:)/m.test(post.log);
  if (post.exitCode === null) {
    yield [post.signal !== 'SIGKILL', 'post: did not end by itself'];
    // Where it wrote nothing, the signal came before Node had loaded the bundle.
    yield [post.stdout === '' || done, 'post: died of a signal in the middle of its work'];
    return;
  }
  yield [post.exitCode === 0, `post: exit code ${post.exitCode}`];
  yield [done, 'post: does not say what came of it'];
  if (!hasToSucceed(plan, 'revoke')) return;
  yield [errorsOf(post).length === 0, 'post: failed, although everything that went wrong passes'];
  yield [!saved || postCalls.length > 0, 'post: made no call'];
}

/** After the post step no token is alive but those of which the log says so. */
function* promisesOfTokens({ scene, plan, main, post }: Pair): Promises {
  const alive = scene.store.liveTokens();
  // A step that was killed after it had handed its token on, while Node was ending, has done its work.
  const kept = plan.inputs.revoke === 'false' ? main.outputs['access-token'] : undefined;
  if (kept !== undefined) {
    yield [alive.includes(kept), 'post: revoked a token that is to be kept'];
    yield [main.log.includes('until you revoke it by hand'), 'main: hides that it keeps its token'];
  }
  // The runner gave the step no chance; nothing can be said of the token.
  if (post.exitCode === null && post.stdout === '') return;
  const saysUnknown = /may have created|nobody knows/.test(main.log);
  const saysAlive = errorsOf(post).some((error) => error.includes('could not be revoked'));
  for (const other of alive.filter((live) => live !== kept)) {
    const known = main.stdout.includes(`::add-mask::${other}`);
    yield [!known || saysAlive, 'post: a known token is alive, and nothing says so'];
    const said = known || saysUnknown || main.exitCode === null;
    yield [said, 'post: an unknown token is alive, and nothing says so'];
  }
}

function* secrecy({ scene, plan, main, post }: Pair): Promises {
  const assertions = scene.store.requests
    .filter(({ operation }) => operation === 'create')
    .map(({ headers }) => headers.authorization?.replace('Bearer ', '') ?? '');
  const secrets = secretsOf(scene.store, PRIVATE_KEY);
  const names = (values: object, allowed: readonly string[]): boolean =>
    Object.keys(values).every((name) => allowed.includes(name));
  for (const [stage, result] of Object.entries({ main, post })) {
    const { outputs, variables, state } = result;
    const pieces = visiblePieces(result, secrets).length;
    yield [pieces === 0, `${stage}: ${pieces} pieces of secrets are visible`];
    const [obeyed] = injectedInto(result, plan.debugLogging ? ['debug'] : []);
    yield [obeyed === undefined, `${stage}: obeys a server: ${obeyed}`];
    const values = Object.values({ ...outputs, ...variables, ...state }).join('\n');
    const misplaced = piecesIn(values, [...assertions, PRIVATE_KEY]);
    yield [misplaced.length === 0, `${stage}: outputs a key or an assertion`];
    yield [names(outputs, OUTPUTS), `${stage}: has an output of another name`];
    yield [names(variables, VARIABLES), `${stage}: has a variable of another name`];
    yield [names(state, [STATE]), `${stage}: has state of another name`];
  }
  if (main.exitCode === null) return;
  // What is masked only after it could have been printed would be no use, but it is printed nowhere.
  const isMasked = (secret: string): boolean => main.stdout.includes(`::add-mask::${secret}`);
  yield [assertions.every(isMasked), 'main: an assertion is not masked'];
  yield [isMasked(main.outputs['access-token'] ?? ''), 'main: the token is not masked'];
  const saved = main.state[STATE] ?? '';
  const masked = post.commands.some(
    ({ name, value }) => name === 'add-mask' && saved.includes(value),
  );
  yield [saved === '' || post.exitCode === null || masked, 'post: the token is not masked'];
}

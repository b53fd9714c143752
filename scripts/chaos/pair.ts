import type { StepResult } from '../../runner/step.ts';
import { obeyedIn } from './obedience.ts';
import { PRIVATE_KEY, errorsOf, withScene } from '../../runner/scene.ts';
import type { Scene } from '../../runner/scene.ts';
import { legiblePieces, piecesIn, secretsOf } from './secrecy.ts';

import { hasToSucceed, toFaultPlan } from './plan.ts';
import type { ChaosPlan } from './plan.ts';

/** The timers of the steps run so many times as fast, so that 2 minutes of patience are over in 6 s. */
const SPEED = 20;

/** A step that takes longer than its calls may hangs, in milliseconds. */
const TOO_LONG_MS = 40_000;

const OUTPUTS = ['access-token', 'service-account-id'];
const VARIABLES = ['GALAXY_STORE_ACCESS_TOKEN', 'GALAXY_STORE_SERVICE_ACCOUNT_ID'];

/** Notes a promise that was broken. */
type Promising = (kept: boolean, words: string) => void;

/** One pair of steps, and all that happened. */
interface Pair {
  readonly scene: Scene;
  readonly plan: ChaosPlan;
  readonly main: StepResult;
  readonly post: StepResult;
  /** The calls of the post step. */
  readonly postCalls: readonly string[];
}

/** Runs a main and a post step under a plan, and says which of the promises were broken. */
export async function brokenPromises(plan: ChaosPlan): Promise<readonly string[]> {
  const broken: string[] = [];
  const promise = (kept: boolean, words: string): void => {
    if (!kept) broken.push(words);
  };
  const { clockOffsetMs } = plan;
  await withScene({ faults: toFaultPlan(plan), speed: SPEED, clockOffsetMs }, async (scene) => {
    const main = await runStage(scene, plan, 'main');
    judgeMain(scene, plan, main, promise);
    const before = scene.calls().length;
    const post = await runStage(scene, plan, 'post', main);
    const pair = { scene, plan, main, post, postCalls: scene.calls().slice(before) };
    judgePost(pair, promise);
    judgeTokens(pair, promise);
    judgeSecrecy(pair, promise);
  });
  return broken;
}

async function runStage(
  scene: Scene,
  { inputs, cancellation, debugLogging }: ChaosPlan,
  stage: 'main' | 'post',
  main?: StepResult,
): Promise<StepResult> {
  const options = { env: { RUNNER_DEBUG: debugLogging ? '1' : '' } };
  const step = main ? scene.startPost(main, options) : scene.startMain(inputs, options);
  const ended = new AbortController();
  // A step that hangs is killed, and then breaks the promise that it ends by itself.
  const tooLong = setTimeout(() => step.process.kill('SIGKILL'), TOO_LONG_MS);
  if (cancellation?.stage === stage) {
    const wanted = scene.calls().length + cancellation.afterRequests;
    void untilCalls(scene, wanted, ended.signal)
      .then(() => new Promise((resolve) => setTimeout(resolve, cancellation.afterMs)))
      .then(() => step.process.kill(cancellation.signal));
  }
  try {
    return await step.result;
  } finally {
    ended.abort();
    clearTimeout(tooLong);
  }
}

async function untilCalls(scene: Scene, count: number, ended: AbortSignal): Promise<void> {
  while (scene.calls().length < count && !ended.aborted) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function judgeMain(scene: Scene, plan: ChaosPlan, main: StepResult, promise: Promising): void {
  const { exitCode, outputs, variables, signal } = main;
  const token = outputs['access-token'];
  const errors = errorsOf(main).length;
  if (exitCode === null) {
    // A signal may come before Node has loaded the bundle, or when its work is done.
    promise(signal !== 'SIGKILL', 'main: did not end by itself');
    const done = token !== undefined || errors === 1;
    promise(scene.calls().length === 0 || done, 'main: died of a signal in the middle of its work');
  } else if (exitCode === 0) {
    const alive = token !== undefined && scene.store.liveTokens().includes(token);
    promise(alive, 'main: its token is dead');
    promise(errors === 0, 'main: succeeded with an error');
    const checked = scene.calls().includes('check');
    promise(checked === (plan.inputs.verify === 'true'), 'main: verify did not do what it says');
  } else {
    promise(exitCode === 1, `main: exit code ${exitCode}`);
    promise(errors === 1, `main: failed with ${errors} errors`);
    promise(Object.keys(outputs).length === 0, 'main: failed, but has outputs');
    promise(Object.keys(variables).length === 0, 'main: failed, but has variables');
  }
  const exported = plan.inputs['export-environment-variables'] === 'true' ? token : undefined;
  promise(variables['GALAXY_STORE_ACCESS_TOKEN'] === exported, 'main: exports a wrong token');
  const passing =
    hasToSucceed(plan, 'create') && (plan.inputs.verify !== 'true' || hasToSucceed(plan, 'check'));
  if (plan.cancellation?.stage !== 'main' && passing) {
    promise(exitCode === 0, 'main: failed, although everything that went wrong passes');
  }
}

function judgePost({ plan, main, post, postCalls }: Pair, promise: Promising): void {
  const saved = (main.state['saved-token'] ?? '') !== '';
  if (!saved) promise(postCalls.length === 0, 'post: revokes although there is nothing to revoke');
  const done = /^(Revoked|There is no|The access token .* already invalid|Error:)/m.test(post.log);
  if (post.exitCode === null) {
    promise(post.signal !== 'SIGKILL', 'post: did not end by itself');
    // Where it wrote nothing, the signal came before Node had loaded the bundle.
    promise(post.stdout === '' || done, 'post: died of a signal in the middle of its work');
    return;
  }
  promise(post.exitCode === 0, `post: exit code ${post.exitCode}`);
  promise(done, 'post: does not say what came of it');
  if (hasToSucceed(plan, 'revoke')) {
    promise(
      errorsOf(post).length === 0,
      'post: failed, although everything that went wrong passes',
    );
    promise(!saved || postCalls.length > 0, 'post: made no call');
  }
}

/** After the post step no token is alive but those of which the log says so. */
function judgeTokens({ scene, plan, main, post }: Pair, promise: Promising): void {
  const token = main.outputs['access-token'];
  const alive = scene.store.liveTokens();
  // A step that was killed after it had handed its token on, while Node was ending, has done its work.
  const kept = plan.inputs.revoke === 'false' ? token : undefined;
  if (kept !== undefined) {
    promise(alive.includes(kept), 'post: revoked a token that is to be kept');
    promise(
      main.log.includes('until you revoke it by hand'),
      'main: hides that it keeps its token',
    );
  }
  // The runner gave the step no chance; nothing can be said of the token.
  if (post.exitCode === null && post.stdout === '') return;
  const saysUnknown = /may have created|nobody knows/.test(main.log);
  const saysAlive = errorsOf(post).some((error) => error.includes('could not be revoked'));
  for (const other of alive.filter((live) => live !== kept)) {
    const known = main.stdout.includes(`::add-mask::${other}`);
    promise(!known || saysAlive, 'post: a known token is alive, and nothing says so');
    promise(
      known || saysUnknown || main.exitCode === null,
      'post: an unknown token is alive, and nothing says so',
    );
  }
}

function judgeSecrecy({ scene, plan, main, post }: Pair, promise: Promising): void {
  const assertions = assertionsOf(scene);
  const secrets = [...secretsOf(scene.store, PRIVATE_KEY), ...mintedTokens(scene)];
  for (const [stage, result] of Object.entries({ main, post })) {
    const pieces = legiblePieces(result, secrets);
    promise(pieces.length === 0, `${stage}: ${pieces.length} pieces of secrets are legible`);
    const [obeyed] = obeyedIn(result, plan.debugLogging ? ['debug'] : []);
    promise(obeyed === undefined, `${stage}: obeys a server: ${obeyed}`);
    const handedOn = Object.values({ ...result.outputs, ...result.variables, ...result.state });
    const misplaced = piecesIn(handedOn.join('\n'), [...assertions, PRIVATE_KEY]);
    promise(misplaced.length === 0, `${stage}: a key or an assertion was handed on`);
    const names = (values: object, allowed: readonly string[]): boolean =>
      Object.keys(values).every((name) => allowed.includes(name));
    promise(names(result.outputs, OUTPUTS), `${stage}: has an output of another name`);
    promise(names(result.variables, VARIABLES), `${stage}: has a variable of another name`);
    promise(names(result.state, ['saved-token']), `${stage}: has state of another name`);
  }
  // What is masked only after it could have been printed would be no use, but it is printed nowhere.
  if (main.exitCode !== null) {
    const unmasked = assertions.filter((jwt) => !main.stdout.includes(`::add-mask::${jwt}`));
    promise(unmasked.length === 0, 'main: an assertion is not masked');
    const token = main.outputs['access-token'] ?? '';
    promise(main.stdout.includes(`::add-mask::${token}`), 'main: the token is not masked');
    const saved = main.state['saved-token'] ?? '';
    const masked = post.commands.some(
      ({ name, value }) => name === 'add-mask' && saved.includes(value),
    );
    promise(saved === '' || post.exitCode === null || masked, 'post: the token is not masked');
  }
}

function assertionsOf({ store }: Scene): readonly string[] {
  return store.requests
    .filter(({ operation }) => operation === 'create')
    .map(({ headers }) => headers.authorization?.replace('Bearer ', '') ?? '');
}

function mintedTokens({ store }: Scene): readonly string[] {
  return store.events.flatMap(({ kind, token }) => (kind === 'created' && token ? [token] : []));
}

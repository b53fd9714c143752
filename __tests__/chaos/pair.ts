import type { StepResult } from '../../runner/step.ts';
import { PRIVATE_KEY, errorsOf, withScene } from '../scenarios/scene.ts';
import type { Scene } from '../scenarios/scene.ts';
import { legiblePieces, secretsOf } from '../scenarios/secrecy.ts';

import { toFaultPlan } from './plan.ts';
import type { ChaosPlan } from './plan.ts';

/** The timers of the steps run so many times as fast, so that 2 minutes of patience are over in 3 s. */
const SPEED = 40;

/** Runs a main and a post step under a plan, and says which of the promises were broken. */
export async function brokenPromises(plan: ChaosPlan): Promise<readonly string[]> {
  const broken: string[] = [];
  const promise = (kept: boolean, words: string): void => {
    if (!kept) broken.push(words);
  };
  await withScene({ faults: toFaultPlan(plan), speed: SPEED }, async (scene) => {
    const main = await runStage(scene, plan, 'main');
    judgeMain(scene, main, promise);
    const post = await runStage(scene, plan, 'post', main);
    judgePost(scene, plan, main, post, promise);
    const secrets = [...secretsOf(scene.store, PRIVATE_KEY), ...mintedTokens(scene)];
    for (const [stage, result] of Object.entries({ main, post })) {
      const pieces = legiblePieces(result, secrets);
      promise(pieces.length === 0, `${stage}: ${pieces.length} pieces of secrets are legible`);
    }
  });
  return broken;
}

type Promising = (kept: boolean, words: string) => void;

async function runStage(
  scene: Scene,
  { inputs, cancellation }: ChaosPlan,
  stage: 'main' | 'post',
  main?: StepResult,
): Promise<StepResult> {
  const step = main ? scene.startPost(main) : scene.startMain(inputs);
  const cancel =
    cancellation?.stage === stage
      ? setTimeout(() => step.process.kill(cancellation.signal), cancellation.afterMs)
      : undefined;
  // A step that hangs is killed, and then breaks the promise that it ends by itself.
  const tooLong = setTimeout(() => step.process.kill('SIGKILL'), 60_000);
  try {
    return await step.result;
  } finally {
    clearTimeout(cancel);
    clearTimeout(tooLong);
  }
}

function judgeMain(scene: Scene, main: StepResult, promise: Promising): void {
  const { exitCode, outputs, variables, signal } = main;
  const token = outputs['access-token'];
  const errors = errorsOf(main).length;
  if (exitCode === null) {
    // A signal may come before Node has loaded the bundle, or when its work is done.
    promise(signal !== 'SIGKILL', 'main: did not end by itself');
    const done = token !== undefined || errors === 1;
    promise(scene.calls().length === 0 || done, 'main: died of a signal in the middle of its work');
  } else if (exitCode === 0) {
    promise(
      token !== undefined && scene.store.liveTokens().includes(token),
      'main: its token is dead',
    );
    promise(errors === 0, 'main: succeeded with an error');
  } else {
    promise(exitCode === 1, `main: exit code ${exitCode}`);
    promise(errors === 1, `main: failed with ${errors} errors`);
    promise(Object.keys(outputs).length === 0, 'main: failed, but has outputs');
    promise(Object.keys(variables).length === 0, 'main: failed, but has variables');
  }
  const [exported = token] = Object.entries(variables)
    .filter(([name]) => name === 'GALAXY_STORE_ACCESS_TOKEN')
    .map(([, value]) => value);
  promise(exported === token, 'main: exports another token than it outputs');
}

function judgePost(
  scene: Scene,
  { inputs }: ChaosPlan,
  main: StepResult,
  post: StepResult,
  promise: Promising,
): void {
  if (post.exitCode === null) {
    promise(post.signal !== 'SIGKILL', 'post: did not end by itself');
    // The runner gave the step no chance; nothing can be said of the token.
    if (post.stdout === '') return;
    const done = /^(Revoked|There is no|The access token .* already invalid|Error:)/m.test(
      post.log,
    );
    promise(done, 'post: died of a signal in the middle of its work');
  } else {
    promise(post.exitCode === 0, `post: exit code ${post.exitCode}`);
  }
  const saysUnknown = /may have created|nobody knows/.test(main.log);
  const saysStillValid = errorsOf(post).some((error) => error.includes('could not be revoked'));
  for (const token of scene.store.liveTokens()) {
    const known = main.stdout.includes(`::add-mask::${token}`);
    const kept = main.outputs['access-token'] === token && inputs.revoke === 'false';
    promise(kept || !known || saysStillValid, 'post: a known token is alive, and nothing says so');
    promise(
      known || saysUnknown || main.exitCode === null,
      'post: an unknown token is alive, and nothing says so',
    );
  }
}

function mintedTokens({ store }: Scene): readonly string[] {
  return store.events.flatMap(({ kind, token }) => (kind === 'minted' && token ? [token] : []));
}

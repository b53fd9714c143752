import { signAssertion } from '../../src/jwt.ts';
import type { Observation } from './observation.ts';
import type { Finding, Seen } from './questions.ts';
import { Stopped } from './raw-api.ts';
import type { RawApi } from './raw-api.ts';
import { describeDevelopment, standingOf, watch } from './standing.ts';
import type { Development } from './standing.ts';
import { strangeAssertions } from './strange-assertions.ts';
import type { Signer } from './strange-assertions.ts';
import type { Timing } from './timing.ts';

/** What the probe works with. */
export interface ProbeOptions {
  readonly api: RawApi;
  readonly signer: Signer;
  readonly timing: Timing;
}

/** Two tokens that were created one after the other. */
interface Pair {
  readonly first: string;
  readonly second: string;
}

/**
 * Asks the API what its documentation leaves open. Findings come one by one, so that an interruption
 * loses only what was not asked yet. The caller revokes what was created, which `api.tokens` lists.
 *
 * @throws {@link Stopped} when going on makes no sense
 */
export async function* probe(options: ProbeOptions): AsyncGenerator<Finding> {
  const first = await create(options, 'an ordinary assertion');
  yield describeCreation(first);
  yield await askWhetherItWorksAtOnce(first.token, options);

  const second = await create(options, 'a second assertion');
  const pair = { first: first.token, second: second.token };
  const { finding, survivors } = await askWhetherBothWork(pair, second.observation, options);
  yield finding;
  yield await askAboutRevocation(survivors, options);

  for (const question of ['verification', 'times', 'scopes'] as const) {
    yield await askForRefusal(question, options);
  }
  yield describeRateLimit(options.api);
}

interface Created {
  readonly token: string;
  readonly observation: Observation;
}

async function create({ api, signer }: ProbeOptions, what: string): Promise<Created> {
  const { serviceAccountId, scopes, key } = signer;
  const observation = await api.create(signAssertion(serviceAccountId, scopes, key, Date.now()));
  const { token, text } = observation;
  if (token === undefined) throw new Stopped(`${what} gave no token: ${text}`);
  return { token, observation };
}

function describeCreation({ token, observation }: Created): Finding {
  const kind = /^[A-Za-z0-9]+$/.test(token) ? 'letters and digits' : 'not only letters and digits';
  return {
    question: 'create',
    verdict: `A token of ${token.length} characters (${kind}).`,
    seen: [seen('create', observation)],
  };
}

async function askWhetherItWorksAtOnce(
  token: string,
  { api, timing }: ProbeOptions,
): Promise<Finding> {
  const check = await watch(api, token, 'works', timing);
  return {
    question: 'atOnce',
    verdict: `It ${describeDevelopment(check)}.`,
    seen: developmentSeen('check right after the creation', check),
  };
}

async function askWhetherBothWork(
  { first, second }: Pair,
  creation: Observation,
  { api, timing }: ProbeOptions,
): Promise<{ readonly finding: Finding; readonly survivors: readonly [string, string?] }> {
  const secondCheck = await watch(api, second, 'works', timing);
  const firstCheck = await api.check(first);
  const firstStanding = standingOf(firstCheck);
  const finding: Finding = {
    question: 'second',
    verdict:
      first === second
        ? 'Both creations gave the same token, so one revocation ends it for everybody.'
        : `${firstStanding === 'is refused' ? 'Yes' : firstStanding === 'works' ? 'No' : 'Not settled'}: ` +
          `the first token ${firstStanding} after the second was created, and the second ` +
          `${describeDevelopment(secondCheck)}.`,
    seen: [
      seen('second create', creation),
      ...developmentSeen('check of the second token', secondCheck),
      seen('check of the first token after that', firstCheck),
    ],
  };
  const bothWork = first !== second && firstStanding === 'works';
  return { finding, survivors: bothWork ? [first, second] : [second] };
}

async function askAboutRevocation(
  [token, other]: readonly [string, string?],
  { api, timing }: ProbeOptions,
): Promise<Finding> {
  const revocation = await api.revoke(token);
  const after = await watch(api, token, 'is refused', timing);
  const otherCheck = other === undefined ? undefined : await api.check(other);
  const again = await api.revoke(token);
  const otherVerdict =
    otherCheck === undefined ? '' : ` Another token of the account ${standingOf(otherCheck)}.`;
  return {
    question: 'revocation',
    verdict: `HTTP ${revocation.status ?? '(none)'}; the token ${describeDevelopment(after)}.${otherVerdict}`,
    seen: [
      seen('revoke', revocation),
      ...developmentSeen('check after the revocation', after),
      ...(otherCheck === undefined ? [] : [seen('check of another token', otherCheck)]),
      seen('revoke once more', again),
    ],
  };
}

async function askForRefusal(
  question: 'verification' | 'times' | 'scopes',
  { api, signer }: ProbeOptions,
): Promise<Finding> {
  const answers: Seen[] = [];
  const accepted: string[] = [];
  for (const { what, sign } of strangeAssertions(signer)[question]) {
    const observation = await api.create(sign(Date.now()));
    answers.push(seen(what, observation));
    if (observation.accepted) accepted.push(what);
  }
  const verdict =
    accepted.length === 0
      ? 'None of them gave a token.'
      : `Accepted all the same: ${accepted.join('; ')}.`;
  return { question, verdict, seen: answers };
}

function describeRateLimit({ requests, refusedForRate }: RawApi): Finding {
  const verdict =
    refusedForRate.length === 0
      ? `None was met in ${requests} requests.`
      : `${refusedForRate.length} of ${requests} requests were answered 429 ` +
        `(Retry-After: ${refusedForRate.join(', ')}).`;
  return { question: 'rate', verdict, seen: [] };
}

function seen(what: string, { text }: Observation): Seen {
  return { what, answer: text };
}

function developmentSeen(
  what: string,
  { atOnce, inTheEnd, checks, tookMs }: Development,
): readonly Seen[] {
  return checks === 1
    ? [seen(what, atOnce)]
    : [seen(what, atOnce), seen(`the same after ${tookMs} ms (check ${checks})`, inTheEnd)];
}

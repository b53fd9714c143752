import { Stopped } from './api.ts';
import type { ProbeApi } from './api.ts';
import { WRONG_ASSERTIONS, ordinaryAssertion } from './assertions.ts';
import type { Signer } from './assertions.ts';

/** What Samsung's documentation leaves open, in the order in which it is reported. */
export const QUESTIONS = {
  create: 'What does a successful creation answer?',
  atOnce: 'Does a token work at once after it was created?',
  second: 'Does a second token end the first?',
  revocation: 'What does a revocation answer, and is the token refused afterwards?',
  verification: 'How is an assertion refused that does not verify?',
  times: 'How is an assertion refused whose times are not right?',
  scopes: 'How is an assertion refused whose scopes are not right?',
  rate: 'Is there a rate limit (429)?',
  server: 'What do the headers of the answers show?',
  key: 'What does the private key look like?',
} as const;

export type QuestionId = keyof typeof QUESTIONS;

/** Takes what was found out about a question. What came back for it is in `api.takeSeen()`. */
export type Add = (question: QuestionId, verdict: string) => void;

/** How many requests carry good assertions and tokens, where every answer is as expected. */
export const GOOD_REQUESTS = 9;

/**
 * Asks the API. The findings come one by one, so that an interruption loses only what was not asked yet.
 * The caller revokes what was created, which `api.tokens` lists.
 *
 * @throws {@link Stopped} when going on makes no sense
 */
export async function ask(api: ProbeApi, signer: Signer, add: Add): Promise<void> {
  await askAboutTokens(api, signer, add);
  for (const question of ['verification', 'times', 'scopes'] as const) {
    const accepted: string[] = [];
    for (const [what, sign] of Object.entries(WRONG_ASSERTIONS[question])) {
      const { token } = await api.create(what, sign(signer));
      if (token !== undefined) accepted.push(what);
    }
    const names = accepted.join('; ');
    add(question, names === '' ? 'None of them gave a token.' : `Accepted all the same: ${names}.`);
  }
  const { requests, rateLimits, headers } = api;
  const limited =
    `${rateLimits.length} of ${requests} requests were answered 429 ` +
    `(Retry-After: ${rateLimits.join(', ')}).`;
  add('rate', rateLimits.length === 0 ? `None was met in ${requests} requests.` : limited);
  add('server', [...headers].toSorted().join(' · ') || 'None of those that are looked for.');
}

async function askAboutTokens(api: ProbeApi, signer: Signer, add: Add): Promise<void> {
  const first = await create(api, 'create', signer);
  const kind = /^[A-Za-z0-9]+$/.test(first) ? 'letters and digits' : 'not only letters and digits';
  add('create', `A token of ${first.length} characters (${kind}).`);

  add('atOnce', `It ${await api.watch('check right after the creation', first, 'works')}.`);

  const second = await create(api, 'second create', signer);
  const ofSecond = await api.watch('check of the second token', second, 'works');
  const { standing } = await api.check('check of the first token after that', first);
  const ends = { works: 'No', 'is refused': 'Yes', 'is in an unclear state': 'Unclear' }[standing];
  add(
    'second',
    first === second
      ? 'Both creations gave the same token, so one revocation ends it for everybody.'
      : `${ends}: the first token ${standing} after the second was created, and the second ${ofSecond}.`,
  );

  const { status } = await api.revoke('revoke', second);
  const after = await api.watch('check after the revocation', second, 'is refused');
  const isOther = first !== second && standing === 'works';
  const other = isOther ? await api.check('check of another token', first) : undefined;
  await api.revoke('revoke once more', second);
  const ofOther = other === undefined ? '' : ` Another token of the account ${other.standing}.`;
  add('revocation', `HTTP ${status ?? '(none)'}; the token ${after}.${ofOther}`);
}

async function create(api: ProbeApi, what: string, signer: Signer): Promise<string> {
  const { token, text } = await api.create(what, ordinaryAssertion(signer));
  if (token === undefined) throw new Stopped(`an ordinary assertion gave no token: ${text}`);
  return token;
}

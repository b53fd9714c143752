import { randomBytes, randomUUID, type KeyObject } from 'node:crypto';

import jwt from 'jsonwebtoken';

import { generateRsaKey } from '../../emulator/rsa-key.ts';
import { Stopped, type ProbeApi } from './api.ts';

/** Who signs, and what an ordinary assertion asks for. */
export interface Signer {
  readonly serviceAccountId: string;
  readonly scopes: readonly string[];
  readonly key: KeyObject;
  /** The key as it was pasted. */
  readonly privateKey: string;
}

/** What a question may use, and the tokens that an earlier one left for it. */
export interface Probe {
  readonly api: ProbeApi;
  readonly signer: Signer;
  first: string;
  second: string;
  /** The first token, where it works beside the second. */
  other?: string;
}

/** Answers a question with a verdict. The API collects what came back. Throws {@link Stopped}. */
type Ask = (probe: Probe) => string | Promise<string>;

/** Makes an assertion with one fault, so that an answer can only be about this fault. */
type Wrong = Readonly<Record<string, (signer: Signer) => string>>;

/** Headers that may show what kind of server answers. All others stay hidden. */
const SHOWN_HEADERS = ['server', 'via', 'x-powered-by', 'retry-after'];
/** Those of Amazon's services, without their values: these may be traced to a request. */
const NAMED_HEADER = /^x-amzn?-/;

const MINUTES = 60;

const UNVERIFIABLE: Wrong = {
  'signed with another key': (signer) => sign(signer, {}, generateRsaKey().privateKey),
  'signed with HS256': (signer) => sign(signer, {}, randomBytes(32), 'HS256'),
  'from an account that does not exist': (signer) =>
    sign(signer, { iss: 'no-such-service-account' }),
  'from an account that does not exist, with a UUID': (signer) =>
    sign(signer, { iss: randomUUID() }),
  'no JWT at all': () => 'no-jwt-at-all',
};

const WRONG_TIMES: Wrong = {
  'expired 10 minutes ago': withTimes(-15 * MINUTES, -10 * MINUTES),
  'issued 25 minutes ago, expires in a minute': withTimes(-25 * MINUTES, MINUTES),
  'iat 30 s in the future': withTimes(30, 330),
  'iat 10 minutes in the future': withTimes(10 * MINUTES, 15 * MINUTES),
  'exp 21 minutes after iat': withTimes(-30, 21 * MINUTES - 30),
  'exp 60 minutes after iat': withTimes(-30, 60 * MINUTES - 30),
};

const WRONG_SCOPES: Wrong = {
  'empty list of scopes': (signer) => sign(signer, { scopes: [] }),
  'unknown scope "no-such-scope"': (signer) => sign(signer, { scopes: ['no-such-scope'] }),
};

export const WRONG_COUNT = [UNVERIFIABLE, WRONG_TIMES, WRONG_SCOPES].flatMap(Object.keys).length;

/**
 * What Samsung's documentation leaves open, in the order in which it is asked. The findings come one by
 * one, so that an interruption loses only what was not asked yet.
 */
export const QUESTIONS: Readonly<Record<string, Ask>> = {
  'What does the private key look like?': ({ signer }) => describeKey(signer),
  'What does a successful creation answer?': async (probe) => {
    const token = (probe.first = await create(probe, 'create'));
    const kind = /^[A-Za-z0-9]+$/.test(token)
      ? 'letters and digits'
      : 'not only letters and digits';
    return `A token of ${token.length} characters (${kind}).`;
  },
  'Does a token work at once after it was created?': async ({ api, first }) =>
    `It ${await api.watch('check right after the creation', first, 'works')}.`,
  'Does a second token end the first?': async (probe) => {
    const { api, first } = probe;
    const second = (probe.second = await create(probe, 'second create'));
    const ofSecond = await api.watch('check of the second token', second, 'works');
    const { standing } = await api.check('check of the first token after that', first);
    if (first === second) {
      return 'Both creations gave the same token, so one revocation ends it for everybody.';
    }
    if (standing === 'works') probe.other = first;
    const ends = { works: 'No', 'is refused': 'Yes', 'is in an unclear state': 'Unclear' }[
      standing
    ];
    return `${ends}: the first token ${standing} after the second was created, and the second ${ofSecond}.`;
  },
  'What does a revocation answer, and is the token refused afterwards?': async ({
    api,
    second,
    other,
  }) => {
    const { status } = await api.revoke('revoke', second);
    const after = await api.watch('check after the revocation', second, 'is refused');
    const ofOther =
      other === undefined ? undefined : await api.check('check of another token', other);
    await api.revoke('revoke once more', second);
    const end = ofOther === undefined ? '' : ` Another token of the account ${ofOther.standing}.`;
    return `HTTP ${status ?? '(none)'}; the token ${after}.${end}`;
  },
  'How is an assertion refused that does not verify?': tryAll(UNVERIFIABLE),
  'How is an assertion refused whose times are not right?': tryAll(WRONG_TIMES),
  'How is an assertion refused whose scopes are not right?': tryAll(WRONG_SCOPES),
  'Is there a rate limit (429)?': ({ api: { answers } }) => {
    const limited = answers.filter(({ status }) => status === 429);
    if (limited.length === 0) return `None was met in ${answers.length} requests.`;
    const delays = limited.map(({ headers }) => headers.get('retry-after') ?? '-').join(', ');
    return `${limited.length} of ${answers.length} requests were answered 429 (Retry-After: ${delays}).`;
  },
  'What do the headers of the answers show?': ({ api }) => {
    const headers = api.answers.flatMap((answer) => [...answer.headers]);
    const shown = headers.flatMap(([name, value]) => {
      if (SHOWN_HEADERS.includes(name)) return [`${name}: ${api.redact(value)}`];
      return NAMED_HEADER.test(name) ? [name] : [];
    });
    return [...new Set(shown)].toSorted().join(' · ') || 'None of those that are looked for.';
  },
};

async function create({ api, signer }: Probe, what: string): Promise<string> {
  const { token, text } = await api.create(what, sign(signer));
  if (token === undefined) throw new Stopped(`an ordinary assertion gave no token: ${text}`);
  return token;
}

function tryAll(wrong: Wrong): Ask {
  return async ({ api, signer }) => {
    const accepted: string[] = [];
    for (const [what, assertionOf] of Object.entries(wrong)) {
      const { token } = await api.create(what, assertionOf(signer));
      if (token !== undefined) accepted.push(what);
    }
    if (accepted.length === 0) return 'None of them gave a token.';
    return `Accepted all the same: ${accepted.join('; ')}.`;
  };
}

/** Signs an assertion with the claims that the action makes, or with some of them changed. */
function sign(
  { serviceAccountId, scopes, key }: Signer,
  changed: object = {},
  otherKey: KeyObject | Buffer = key,
  algorithm: 'RS256' | 'HS256' = 'RS256',
): string {
  const claims = { iss: serviceAccountId, scopes, ...lifetime(-30, 270), ...changed };
  return jwt.sign(claims, otherKey, { algorithm });
}

/** `iat` and `exp`, in seconds from now. */
function lifetime(from: number, to: number): { readonly iat: number; readonly exp: number } {
  const now = Math.floor(Date.now() / 1000);
  return { iat: now + from, exp: now + to };
}

function withTimes(from: number, to: number): (signer: Signer) => string {
  return (signer) => sign(signer, lifetime(from, to));
}

/** How the key was pasted, without a piece of it: BEGIN line, lines and size. */
function describeKey({ privateKey, key }: Signer): string {
  const pasted = privateKey.trim();
  const lines = pasted.split(/\r\n|\r|\n/);
  const longest = Math.max(...lines.map(({ length }) => length));
  const label = /-----BEGIN ([A-Z ]+)-----/.exec(pasted)?.[1];
  const ends = { 'CR LF': '\r\n', LF: '\n', 'a "\\n" in letters': '\\n' };
  const end = Object.entries(ends).find(([, sign]) => pasted.includes(sign));
  return (
    `${label === undefined ? 'No BEGIN line' : `"BEGIN ${label}"`}, ` +
    `${key.asymmetricKeyDetails?.modulusLength ?? 0} bits; lines: ${lines.length}, of at most ${longest} ` +
    `characters${end === undefined ? '' : `, ended by ${end[0]}`}. This is how it stands in the ` +
    'variable; please add the name of the file as it was downloaded.'
  );
}

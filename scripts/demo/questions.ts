/** The questions that Samsung's documentation leaves open, in the order in which they are reported. */
export const QUESTIONS = {
  create: 'What does a successful creation answer?',
  atOnce: 'Does a token work at once after it was created?',
  second: 'Does a second token end the first?',
  revocation: 'What does a revocation answer, and is the token refused afterwards?',
  verification: 'How is an assertion refused that does not verify?',
  times: 'How is an assertion refused whose times are not right?',
  scopes: 'How is an assertion refused whose scopes are not right?',
  rate: 'Is there a rate limit (429)?',
  key: 'What does the private key look like?',
} as const;

export type QuestionId = keyof typeof QUESTIONS;

/** One request and what came back, without secrets. */
export interface Seen {
  readonly what: string;
  readonly answer: string;
}

/** A question and what was found out about it. */
export interface Finding {
  readonly question: QuestionId;
  readonly verdict: string;
  readonly seen: readonly Seen[];
}

import { USER_AGENT } from '../../src/project.ts';

/** What came back from one request, as it is. */
export interface Answer {
  /** Undefined when no complete answer came. */
  readonly status: number | undefined;
  readonly headers: Headers;
  /** The body, or why there is none. */
  readonly body: string;
}

/** The service that is called: where, and as which account. */
export interface Target {
  readonly apiUrl: string;
  readonly serviceAccountId: string;
}

/**
 * Sends one request as a later step of a job would: without a retry, and without following a redirect.
 *
 * @param call - method and path, such as `GET /auth/checkAccessToken`
 * @param credential - the access token, or the assertion
 * @param timeoutMs - how long the whole answer may take
 */
export async function request(
  { apiUrl, serviceAccountId }: Target,
  call: string,
  credential: string,
  timeoutMs = 20_000,
): Promise<Answer> {
  const [method = '', path = ''] = call.split(' ');
  const headers: Record<string, string> = {
    authorization: `Bearer ${credential}`,
    'user-agent': USER_AGENT,
    // The documentation lists the ID for every call but the one that creates a token.
    ...(method === 'POST'
      ? { 'content-type': 'application/json' }
      : { 'service-account-id': serviceAccountId }),
  };
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await fetch(apiUrl + path, { method, headers, redirect: 'manual', signal });
    return { status: answer.status, headers: answer.headers, body: await answer.text() };
  } catch (error) {
    // The message of `fetch` is "fetch failed": its cause has the reason.
    const { cause = error } = error as Error;
    const { code, message } = cause as { readonly code?: unknown; readonly message: string };
    const body = `no usable answer: ${message}${typeof code === 'string' ? `, ${code}` : ''}`;
    return { status: undefined, headers: new Headers(), body };
  }
}

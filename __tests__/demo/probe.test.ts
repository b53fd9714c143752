import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { describe, expect, test } from '@jest/globals';

import type { EmulatorOptions, Fault, FaultPlan, Operation } from '../../emulator/emulator.ts';
import { ACCOUNT, KEY, PRIVATE_KEY, withScene } from '../../runner/scene.ts';
import { piecesIn, secretsOf } from '../../runner/secrecy.ts';
import { Printer } from '../../scripts/demo/terminal.ts';
import { request, type Answer } from '../../scripts/demo/request.ts';
import type { Timing } from '../../scripts/probe/api.ts';
import { QUESTIONS } from '../../scripts/probe/questions.ts';
import { runProbe } from '../../scripts/probe/run.ts';

/** Sends a request to the emulator. */
type Forward = (call: string, credential: string) => Promise<Answer>;
/** What stands between the probe and the emulator. */
type Between = (call: string, credential: string, forward: Forward) => Promise<Answer>;

interface ProbeScene extends Partial<Omit<EmulatorOptions, 'accounts'>> {
  readonly between?: Between;
  readonly timing?: Partial<Timing>;
}

const FORWARD: Between = (call, credential, forward) => forward(call, credential);

/** Runs the probe against an emulator, and checks what must hold in every scene. */
async function probe({ between = FORWARD, timing, ...emulator }: ProbeScene = {}) {
  return withScene({ scopes: ['publishing'], ...emulator }, async ({ store }) => {
    const account = { serviceAccountId: ACCOUNT.id };
    const forward: Forward = (...args) => request({ ...account, apiUrl: store.url }, ...args);
    const server = createServer(({ method = '', url = '', headers }, response) => {
      const credential = (headers.authorization ?? '').replace('Bearer ', '');
      void between(`${method} ${url}`, credential, forward).then((answer) => {
        if (answer.status === undefined) return response.destroy();
        // The length is no longer right where the body was changed.
        const kept = [...answer.headers].filter(([name]) =>
          /^(date|server|via|x-|set-|retry)/.test(name),
        );
        return response.writeHead(answer.status, Object.fromEntries(kept)).end(answer.body);
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const options = {
      ...{ ...account, privateKey: PRIVATE_KEY, key: KEY.privateKey, scopes: ['publishing'] },
      apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      secrets: PRIVATE_KEY.split('\n').filter((line) => /^\w/.test(line)),
    };
    const lines: string[] = [];
    const isGood = await runProbe(
      options,
      new Printer((line) => lines.push(line)),
      { pauseMs: 0, pollMs: 20, polls: 20, timeoutMs: 2_000, ...timing },
      new AbortController().signal,
    );
    server.close().closeAllConnections();
    const text = lines.join('');
    const report = text.slice(text.indexOf('## Galaxy Store Developer API'));
    expect(piecesIn(text, secretsOf(store, PRIVATE_KEY))).toEqual([]);
    expect(report).not.toContain(ACCOUNT.id);
    return { isGood, text, report, aliveInTheEnd: store.liveTokens().length };
  });
}

/** The report without what depends on the computer and the moment. */
function withoutSurroundings(report: string): string {
  return report.replace(/seen on [\d-]+/, 'seen on DAY').replace(/Asked of .*/, 'Asked of URL.');
}

function tokenIn({ body }: Answer): string | undefined {
  return /"accessToken":"(\w+)"/.exec(body)?.[1];
}

/** Lets so many calls of one kind pass, and disturbs the later ones. */
function after(passed: number, disturbed: Operation, fault: Fault): FaultPlan {
  return ({ operation, n }) => (operation === disturbed && n > passed ? fault : undefined);
}

/** A Galaxy Store in which a new token ends the one before it. */
function oneToken(): Between {
  let last: string | undefined;
  return async (call, credential, forward) => {
    const answer = await forward(call, credential);
    const token = tokenIn(answer);
    if (token === undefined) return answer;
    if (last !== undefined) await forward('DELETE /auth/revokeAccessToken', last);
    last = token;
    return answer;
  };
}

/** A Galaxy Store in which everybody gets the same token as long as it is alive. */
function sharedToken(): Between {
  let shared: Answer | undefined;
  return async (call, credential, forward) => {
    if (call.startsWith('DELETE')) shared = undefined;
    if (call.startsWith('POST') && shared !== undefined) return shared;
    const answer = await forward(call, credential);
    if (tokenIn(answer) !== undefined) shared = answer;
    return answer;
  };
}

/** A Galaxy Store that reports a revocation as done, and does not do it. */
const forgetful: Between = async (call, credential, forward) =>
  call.startsWith('DELETE')
    ? { status: 200, headers: new Headers(), body: '{"ok":true}' }
    : forward(call, credential);

/** A Galaxy Store that sends every credential back, and headers. */
const talkative: Between = async (call, credential, forward) => {
  const { status, body } = await forward(call, credential);
  const names = { server: 'asgw', via: '1.1 edge', 'x-powered-by': 'Express' };
  const hidden = { 'x-amzn-RequestId': 'id-of-a-request', 'set-cookie': 'session=1' };
  const headers = new Headers({ ...names, ...hidden });
  const echo = JSON.stringify({ message: `"${credential}" is bad`, parts: credential.split('.') });
  return { status, headers, body: status === 500 ? echo : body };
};

describe('The probe', () => {
  test('answers every open question with what came back, and leaves no token', async () => {
    const { isGood, text, report, aliveInTheEnd } = await probe();

    expect({ isGood, aliveInTheEnd }).toEqual({ isGood: true, aliveInTheEnd: 0 });
    expect(text).toContain('✓ The token is refused now that the job has ended');
    expect(text).toContain('Refused now: 2 of 2.');
    expect(withoutSurroundings(report)).toMatchSnapshot();
  });

  test.each([
    ['a new token ends the one before it', oneToken, 'Yes: the first token is refused after'],
    ['everybody gets the same token', sharedToken, 'Both creations gave the same token'],
  ])('finds out that %s', async (_what, between, verdict) => {
    const { isGood, report, aliveInTheEnd } = await probe({ between: between() });

    expect(report).toContain(verdict);
    expect({ isGood, aliveInTheEnd }).toEqual({ isGood: true, aliveInTheEnd: 0 });
  });

  test('finds out that a token needs a while until it works', async () => {
    const { report } = await probe({ propagationMs: 60 });

    expect(report).toMatch(/It works after \d+ ms\./);
    expect(report).toMatch(/- check \d+: `HTTP 200 {"ok":true}`/);
  });

  test('revokes a token that came for an assertion that should have been refused', async () => {
    const { isGood, text, report } = await probe({ clockOffsetMs: 60_000 });

    expect(report).toContain('Accepted all the same: iat 30 s in the future.');
    expect(report).toMatch(/The clock of the server minus ours: (59|60) s\./);
    expect(text).toContain('Refused now: 3 of 3.');
    expect(isGood).toBe(true);
  });

  test('counts the answers 429 and shows how long they ask to wait', async () => {
    const slow = { kind: 'status', status: 429, headers: { 'Retry-After': '7' } } as const;
    const { report } = await probe({ faults: after(10, 'create', slow) });

    expect(report).toMatch(/\d of \d+ requests were answered 429 \(Retry-After: 7/);
  });

  test('shows what kind of server answers, and of other headers at most the name', async () => {
    const { report } = await probe({ between: talkative });

    expect(report).toContain(
      'server: asgw · via: 1.1 edge · x-amzn-requestid · x-powered-by: Express',
    );
    expect(report).not.toMatch(/id-of-a-request|session/);
    expect(report).toContain('HTTP 500 {"message":"\\"***\\" is bad","parts":["***","***","***"]}');
  });

  test('hides a token in a place where none is expected', async () => {
    const body = { result: { key: 'TokenInAnOddPlace', id: 7 } };
    const odd = { kind: 'status', status: 200, body } as const;
    const { report, text } = await probe({ faults: after(3, 'create', odd) });

    expect(report).toContain('`HTTP 200 {"result":{"key":"***","id":"***"}}`');
    expect(text).toContain('Each may have created a token that is not known here.');
  });
});

describe('A probe that fails midway', () => {
  test('says so when no answer comes, and asks nothing more', async () => {
    const faults = after(1, 'create', { kind: 'hang' });
    const { isGood, report, aliveInTheEnd } = await probe({ faults, timing: { timeoutMs: 100 } });

    expect(isGood).toBe(false);
    expect(report).toContain(
      '**Ended early**, because an ordinary assertion gave no token: no usable answer',
    );
    expect(report.match(/Not asked\./g)).toHaveLength(Object.keys(QUESTIONS).length - 1);
    expect(aliveInTheEnd).toBe(0);
  });

  test('revokes what it has when the server falls silent, and warns of unknown tokens', async () => {
    const { isGood, text } = await probe({ faults: after(3, 'create', { kind: 'lost-answer' }) });

    expect(isGood).toBe(false);
    expect(text).toContain('Ended early, because 2 requests in a row had no usable answer');
    expect(text).toContain('Create requests without an answer that could be read: 2.');
    expect(text).toContain('delete the service account in Seller Portal');
  });

  test('reports which tokens are left when they cannot be revoked', async () => {
    const faults = after(1, 'revoke', { kind: 'status', status: 500, body: {} });
    const { isGood, text, aliveInTheEnd } = await probe({ faults, timing: { polls: 1 } });

    expect({ isGood, aliveInTheEnd }).toEqual({ isGood: false, aliveInTheEnd: 2 });
    expect(text).toMatch(/Token 1 of 2 works after \d+ ms although it was to be revoked: HTTP 500/);
    expect(text).toMatch(/Token 2 of 2 works after/);
    expect(text).toContain('delete the service account in Seller Portal');
  });

  test('does not believe a revocation without a check', async () => {
    const { isGood, text } = await probe({ between: forgetful, timing: { polls: 1 } });

    expect(isGood).toBe(false);
    expect(text).toContain('✗ NOT SO: The token is refused now that the job has ended');
    expect(text).toMatch(/Token 1 of 3 works .* although it was to be revoked: HTTP 200/);
  });
});

import { jsonAnswer, type Answer } from './http.ts';

/** Why a call is refused: the client gets the answer, the event log the message. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly answer: Answer;
  readonly account: string | undefined;

  constructor(answer: Answer, detail: string, account?: string) {
    super(detail);
    this.answer = answer;
    this.account = account;
  }
}

/** The error shape of the gateway in front of the API (use-the-access-token.html, "Authentication errors"). */
export function gatewayError(status: number, code: string, message: string): Answer {
  return jsonAnswer(status, { code, message, from: 'asgw' });
}

/** 401 for wrong or missing authentication information. */
export function authRequired(message: string, detail: string, account?: string): Refusal {
  return new Refusal(gatewayError(401, 'AUTH_REQUIRE', message), detail, account);
}

/** 403 for a scope that was not granted, or that the token was not created for. */
export function insufficientScopes(detail: string, account: string): Refusal {
  return new Refusal(gatewayError(403, 'NO_PERMISSION', 'Insufficient scopes'), detail, account);
}

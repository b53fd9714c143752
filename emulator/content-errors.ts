import type { Log } from './backend.ts';
import { jsonAnswer } from './http.ts';
import type { Answer } from './http.ts';

/** Status and sentence of each error code that the emulator gives (failure-response-codes.html). */
const ERRORS = {
  '1000': [400, 'Bad request'],
  '3100': [400, 'Not found for contentId'],
  '3104': [
    400,
    'The rollout rate cannot be set to a value smaller than the previous setting value',
  ],
  '3105': [400, 'Check the rollout rate value for each country'],
  '3201': [400, 'The application status is not REGISTERING'],
  '3206': [400, 'The staged rollout API is not available in the current application status'],
  '3207': [400, 'Before setting the rate, first add the binaries to apply the staged rollout'],
  '4008': [403, 'This content is not yours'],
  '4105': [403, 'Content is not ready for distribution'],
  '7001': [403, 'Required parameter is missing. (file)'],
  '7002': [403, 'SessionId does not exist'],
  '8014': [400, 'binaryList is no longer supported'],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

export type ContentErrorCode = keyof typeof ERRORS;

/** A refusal by the content API, thrown by handlers and turned into an answer by `answering`. */
export class ContentError extends Error {
  readonly code: ContentErrorCode;

  constructor(code: ContentErrorCode, detail?: string) {
    super(detail === undefined ? ERRORS[code][1] : `${ERRORS[code][1]}: ${detail}`);
    this.name = 'ContentError';
    this.code = code;
  }
}

/** Runs a handler; a `ContentError` becomes the documented shape, which differs from that of the gateway. */
export async function answering(
  log: Log,
  account: string,
  handler: () => Answer | Promise<Answer>,
): Promise<Answer> {
  try {
    return await handler();
  } catch (error) {
    if (!(error instanceof ContentError)) {
      throw error;
    }
    const [status] = ERRORS[error.code];
    log({ kind: 'refused', status, detail: `${error.code} ${error.message}`, account });
    return jsonAnswer(status, { errorCode: error.code, errorMsg: error.message });
  }
}

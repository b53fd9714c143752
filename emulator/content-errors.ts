import type { Log } from './backend.ts';
import { jsonAnswer } from './http.ts';
import type { Answer, JsonValue } from './http.ts';

/** Status and sentence of each error code that the emulator gives (failure-response-codes.html). */
const ERRORS = {
  '1000': [400, 'Bad request'],
  '3100': [400, 'Not found for contentId'],
  '3104': [
    400,
    'The rollout rate cannot be set to a value smaller than the previous setting value',
  ],
  '3201': [400, 'The application status is not REGISTERING'],
  '3206': [400, 'The staged rollout API is not available in the current application status'],
  '3207': [400, 'Before setting the rate, first add the binaries to apply the staged rollout'],
  '3208': [400, 'There are currently no binaries set to roll out for this content'],
  '4008': [403, 'This content is not yours'],
  '4105': [403, 'Content is not ready for distribution'],
  '5021': [400, 'This binary is already in use.'],
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

/** How an error is written: as the server behind the gateway wrote it, or wrapped by the gateway. */
export type ErrorShape = 'wrapped' | 'bare';

/** Runs a handler; a `ContentError` becomes an answer in the shape that the path and the option ask for. */
export async function answering(
  log: Log,
  account: string,
  path: string,
  shape: ErrorShape,
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
    const body = errorBody(error, path);
    return jsonAnswer(
      status,
      shape === 'wrapped' && path.startsWith('/seller/') ? wrapped(status, body) : body,
    );
  }
}

/** The older calls and those below `/seller/v2/` name the same two things differently. */
function errorBody({ code, message }: ContentError, path: string): JsonValue {
  return path.startsWith('/seller/v2/')
    ? { resultCode: code, resultMessage: message }
    : {
        errorCode: code,
        errorMsg: message,
        httpStatus: ERRORS[code][0] === 400 ? 'BAD_REQUEST' : 'FORBIDDEN',
      };
}

function wrapped(status: number, body: JsonValue): JsonValue {
  return { from: 'seller', message: `Request failed with status code ${status}`, body };
}

import { jsonAnswer } from './http.ts';
import { Refusal } from './refusal.ts';

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
  '4105': [403, 'Content is not ready for distribution'],
  '5021': [400, 'This binary is already in use.'],
  '7001': [403, 'Required parameter is missing. (file)'],
  '7002': [403, 'SessionId does not exist'],
  '8014': [400, 'binaryList is no longer supported'],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

type ContentErrorCode = keyof typeof ERRORS;

/** A refusal by the content API. */
export class ContentError extends Error {
  readonly code: ContentErrorCode;

  constructor(code: ContentErrorCode, detail?: string) {
    super(detail === undefined ? ERRORS[code][1] : `${ERRORS[code][1]}: ${detail}`);
    this.code = code;
  }

  /**
   * The older calls and those below `/seller/v2/` name the same two things differently. What comes from behind
   * the gateway is wrapped by it, or bare; the host for uploads has none in front.
   */
  refusal(path: string, account: string, isBare = false): Refusal {
    const { code, message } = this;
    const [status] = ERRORS[code];
    const httpStatus = status === 400 ? 'BAD_REQUEST' : 'FORBIDDEN';
    const body = path.startsWith('/seller/v2/')
      ? { resultCode: code, resultMessage: message }
      : { errorCode: code, errorMsg: message, httpStatus };
    const outer = { from: 'seller', message: `Request failed with status code ${status}`, body };
    const answer = jsonAnswer(status, path.startsWith('/seller/') && !isBare ? outer : body);
    return new Refusal(answer, `${code} ${message}`, account);
  }
}

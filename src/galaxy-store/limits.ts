/**
 * Every timeout and limit of the calls to the Galaxy Store, in one place. They are constants, because an
 * input is one more setting to get wrong.
 */

/** How long one attempt may take in total, from the connection to the last byte, in milliseconds. */
export const ATTEMPT_TIMEOUT_MS = 20_000;

/** How many bytes of an answer are read. A real one has less than a hundred. */
export const MAX_ANSWER_BYTES = 64 * 1024;

/** How many attempts one call makes, not counting those after a delay that the server asked for. */
export const MAX_ATTEMPTS = 8;

/** How long one call goes on trying, in milliseconds. */
export const CALL_DEADLINE_MS = 120_000;

/** The first wait between two attempts is random between zero and this, in milliseconds. */
export const FIRST_WAIT_MS = 500;

/** No wait is longer than this, unless the server asks for it, in milliseconds. */
export const MAX_WAIT_MS = 20_000;

/** An attempt gets at least this, in milliseconds. In less time its answer would often be lost. */
export const MIN_ATTEMPT_MS = 1_000;

/** How many create requests may lose their answer on the way. Each may have minted a token. */
export const MAX_UNANSWERED_CREATES = 4;

/** How many access tokens one call may mint that nobody knows: by lost answers, and behind a 5xx. */
export const MAX_UNKNOWN_TOKENS = 8;

/** How long the propagation of a new access token may take, in milliseconds (assumed). */
export const TOKEN_PROPAGATION_MS = 5_000;

/** How long a cancelled call waits for the answer to the request it has sent, in milliseconds. */
export const CANCELLED_ANSWER_MS = 5_000;

/** A difference between the clocks that may explain why an assertion was refused, in milliseconds. */
export const SIGNIFICANT_SKEW_MS = 30_000;

/** No assertion is signed for a time further off, in milliseconds: a server must not choose its date. */
export const MAX_CORRECTED_SKEW_MS = 86_400_000;

/** Masking less than this would hide ordinary words of the log, and drop outputs that contain it. */
export const MIN_TOKEN_LENGTH = 8;

/** Far longer than any real token, and still short enough for a header. */
export const MAX_TOKEN_LENGTH = 4096;

/** How much of a server's message is shown, in characters. */
export const MAX_SERVER_MESSAGE_LENGTH = 300;
